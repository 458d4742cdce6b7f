package ai.torale.temporal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.temporal.admin.TemporalAdmin.Schedule;
import ai.torale.temporal.admin.TemporalAdmin.Workflow;
import ai.torale.temporal.schedule.ListedCheck.Status;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The admin's wire format, literally. */
class AdminJsonTest {
    @Test
    void workflows() {
        Workflow ended = new Workflow(
                "task-gpu-2026-03-01T09:00:00Z",
                "0195",
                "MonitoringWorkflow",
                Optional.of("gpu"),
                Status.CONTINUED_AS_NEW,
                Instant.parse("2026-03-01T09:00:00.5Z"),
                Optional.of(Instant.parse("2026-03-01T09:00:02Z")),
                Optional.of(Instant.parse("2026-03-01T09:00:01Z")),
                Optional.of(URI.create("http://localhost:8233/namespaces/default/workflows/a/b/history")));
        Workflow running = new Workflow(
                "delivery/gpu/k/mail",
                "0196",
                "DeliveryWorkflow",
                Optional.empty(),
                Status.RUNNING,
                Instant.parse("2026-03-01T09:00:00Z"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        String json = AdminJson.workflows(List.of(ended, running), true);

        assertThat(json)
                .isEqualTo("{\"workflows\":[{\"workflow_id\":\"task-gpu-2026-03-01T09:00:00Z\",\"run_id\":\"0195\","
                        + "\"workflow_type\":\"MonitoringWorkflow\",\"status\":\"CONTINUED_AS_NEW\","
                        + "\"start_time\":\"2026-03-01T09:00:00.500Z\",\"close_time\":\"2026-03-01T09:00:02Z\","
                        + "\"execution_time\":\"2026-03-01T09:00:01Z\","
                        + "\"ui_url\":\"http://localhost:8233/namespaces/default/workflows/a/b/history\","
                        + "\"task_id\":\"gpu\"},"
                        + "{\"workflow_id\":\"delivery/gpu/k/mail\",\"run_id\":\"0196\","
                        + "\"workflow_type\":\"DeliveryWorkflow\",\"status\":\"RUNNING\","
                        + "\"start_time\":\"2026-03-01T09:00:00Z\",\"close_time\":null,\"execution_time\":null,"
                        + "\"ui_url\":null,\"task_id\":null}],\"total\":2,\"more\":true}");
    }

    @Test
    void schedules() {
        Schedule own = new Schedule(
                "task-gpu",
                Optional.of("gpu"),
                "0 9 * * MON-FRI",
                "Asia/Kathmandu",
                false,
                "",
                Optional.of(Instant.parse("2026-03-02T03:15:00Z")),
                5,
                Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
                Optional.of(URI.create("https://cloud.temporal.io/namespaces/ns.acct/schedules/task-gpu")));
        Schedule foreign = new Schedule(
                "backup",
                Optional.empty(),
                "@every 1h",
                "UTC",
                true,
                "moved",
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty());

        String json = AdminJson.schedules(List.of(own, foreign), false);

        assertThat(json)
                .isEqualTo("{\"schedules\":[{\"schedule_id\":\"task-gpu\",\"spec\":\"0 9 * * MON-FRI\","
                        + "\"paused\":false,\"next_run\":\"2026-03-02T03:15:00Z\",\"recent_actions\":5,"
                        + "\"created_at\":\"2026-01-01T00:00:00Z\",\"task_id\":\"gpu\","
                        + "\"time_zone\":\"Asia/Kathmandu\",\"note\":\"\","
                        + "\"ui_url\":\"https://cloud.temporal.io/namespaces/ns.acct/schedules/task-gpu\"},"
                        + "{\"schedule_id\":\"backup\",\"spec\":\"@every 1h\",\"paused\":true,\"next_run\":null,"
                        + "\"recent_actions\":0,\"created_at\":null,\"task_id\":null,\"time_zone\":\"UTC\","
                        + "\"note\":\"moved\",\"ui_url\":null}],\"total\":2,\"more\":false}");
    }

    @Test
    void an_error_has_an_id_and_a_code() {
        assertThat(AdminJson.error("7e1a", "UNAVAILABLE"))
                .isEqualTo("{\"error\":{\"id\":\"7e1a\",\"code\":\"UNAVAILABLE\"}}");
    }

    @Test
    void markup_is_text_even_for_a_reader_that_takes_the_json_for_a_page() {
        Schedule hostile = new Schedule(
                "a<b>",
                Optional.empty(),
                "0 9 * * *",
                "UTC",
                true,
                "</script><script>alert('\"&\u2028')</script>",
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty());

        String json = AdminJson.schedules(List.of(hostile), false);

        assertThat(json)
                .contains("\"schedule_id\":\"a\\u003cb\\u003e\"")
                .contains(
                        "\"note\":\"\\u003c/script\\u003e\\u003cscript\\u003ealert('\\\"\\u0026\\u2028')\\u003c/script"
                                + "\\u003e\"")
                .doesNotContain("<", ">", "&", "\u2028");
    }
}
