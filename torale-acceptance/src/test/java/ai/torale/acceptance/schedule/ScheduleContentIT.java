package ai.torale.acceptance.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.ScheduleOptions;
import ai.torale.temporal.schedule.ScheduledTask;
import com.google.protobuf.util.Durations;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@RealServer
class ScheduleContentIT {
    @ParameterizedTest
    @ValueSource(strings = {"*/5 9-17 * * MON-FRI", "@daily", "30 7 1 * *"})
    void the_calendar_comment_holds_the_cron_as_written_and_a_hash(String cron, Stage stage) {
        MonitoringTask task = MonitoringTask.builder(stage.id("gpu"), cron).build();

        manager(stage).create(task);

        assertThat(Described.by(stage, task).getSchedule().getSpec().getStructuredCalendarList())
                .singleElement()
                .satisfies(calendar -> assertThat(calendar.getComment())
                        .startsWith(cron + " torale:v1:")
                        .matches(".* torale:v1:[0-9a-f]{16}"));
        assertThat(manager(stage).find(task.id())).map(ScheduledTask::cron).contains(cron);
    }

    @Test
    void an_interval_keeps_its_mark_in_an_excluded_calendar_of_the_past(Stage stage) {
        MonitoringTask task =
                MonitoringTask.builder(stage.id("gpu"), "@every 1h30m").build();

        manager(stage).create(task);

        assertThat(Described.by(stage, task).getSchedule().getSpec().getExcludeStructuredCalendarList())
                .singleElement()
                .satisfies(calendar -> {
                    assertThat(calendar.getComment()).matches("@every 1h30m torale:v1:[0-9a-f]{16}");
                    assertThat(calendar.getYear(0).getStart()).isEqualTo(1970);
                });
        assertThat(manager(stage).find(task.id())).map(ScheduledTask::cron).contains("@every 1h30m");
        assertThat(Described.fires(stage, task, "2027-01-01T00:30:00Z", "2027-01-01T06:00:00Z"))
                .hasSize(4);
    }

    @Test
    void the_action_starts_the_workflow_with_the_task_on_the_queue_within_15_minutes(Stage stage) {
        MonitoringTask task = stage.task("gpu").build();

        manager(stage).create(task);

        NewWorkflowExecutionInfo action =
                Described.by(stage, task).getSchedule().getAction().getStartWorkflow();
        assertThat(action.getWorkflowType().getName()).isEqualTo("MonitoringWorkflow");
        assertThat(action.getWorkflowId()).isEqualTo("task-" + task.id());
        assertThat(action.getTaskQueue().getName()).isEqualTo("torale-workers");
        assertThat(Durations.toMinutes(action.getWorkflowExecutionTimeout())).isEqualTo(15);
        assertThat(action.getInput().getPayloads(0).getData().toStringUtf8()).contains("\"task_id\":\"" + task.id());
    }

    @ParameterizedTest
    @CsvSource({"@every 1m, 600", "0 * * * *, 3600", "0 9 * * *, 86400", "0 9 1 1 *, 86400"})
    void missed_fires_are_made_up_for_within_a_period_of_10_minutes_to_24_hours(
            String cron, long seconds, Stage stage) {
        MonitoringTask task = MonitoringTask.builder(stage.id("gpu"), cron).build();

        manager(stage).create(task);

        Schedule schedule = Described.by(stage, task).getSchedule();
        assertThat(Durations.toSeconds(schedule.getPolicies().getCatchupWindow()))
                .isEqualTo(seconds);
        assertThat(schedule.getPolicies().getOverlapPolicy())
                .isEqualTo(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP);
        assertThat(schedule.getPolicies().getPauseOnFailure()).isFalse();
    }

    @Test
    void the_memo_holds_owner_epoch_and_time_of_creation(Stage stage) {
        MonitoringTask task = stage.task("gpu").build();
        Instant before = Instant.now();

        manager(stage).create(task);

        ScheduledTask found = manager(stage).find(task.id()).orElseThrow();
        assertThat(Described.by(stage, task).getMemo().getFieldsMap())
                .containsOnlyKeys("owner", "epoch", "created_at")
                .hasEntrySatisfying(
                        "owner",
                        owner -> assertThat(owner.getData().toStringUtf8()).isEqualTo("\"torale\""))
                .hasEntrySatisfying(
                        "epoch",
                        epoch -> assertThat(epoch.getData().toStringUtf8()).contains(found.epoch()));
        assertThat(found.createdAt()).isBetween(before, Instant.now());
    }

    @Test
    void the_time_zone_is_the_tasks(Stage stage) {
        MonitoringTask task = MonitoringTask.builder(stage.id("gpu"), "0 9 * * *")
                .timeZone("Asia/Kathmandu")
                .build();

        manager(stage).create(task);

        assertThat(manager(stage).find(task.id())).map(ScheduledTask::timeZone).contains("Asia/Kathmandu");
        assertThat(Described.fires(stage, task, "2027-01-01T00:00:00Z", "2027-01-01T23:00:00Z"))
                .containsExactly(Instant.parse("2027-01-01T03:15:00Z"));
    }

    @Test
    void both_days_fire_on_the_server_as_they_are_previewed(Stage stage) {
        MonitoringTask task = MonitoringTask.builder(stage.id("friday-13th"), "0 9 13 * FRI")
                .bothDays(true)
                .timeZone("America/New_York")
                .build();

        manager(stage).create(task);

        assertThat(Described.fires(stage, task, "2026-01-01T00:00:00Z", "2031-01-01T00:00:00Z"))
                .isEqualTo(task.parsedCron()
                        .between(
                                Instant.parse("2026-01-01T00:00:00Z"),
                                Instant.parse("2031-01-01T00:00:00Z"),
                                task.timeZone()))
                .hasSize(9);
    }

    @Test
    void a_scope_stands_before_every_id_so_that_two_scopes_do_not_meet(Stage stage) {
        MonitoringTask task = stage.task("gpu").build();
        ScheduleManager staging =
                ScheduleManager.builder(stage.client()).scope("staging").build();
        ScheduleManager production =
                ScheduleManager.builder(stage.client()).scope("production").build();

        staging.create(task);

        assertThat(production.find(task.id())).isEmpty();
        assertThat(production.delete(task.id())).isFalse();
        assertThat(staging.find(task.id())).map(ScheduledTask::scheduleId).contains("staging.task-" + task.id());
    }

    @Test
    void other_settings_are_seen_in_the_schedule(Stage stage) {
        MonitoringTask task = stage.task("gpu").build();

        ScheduleManager.builder(stage.client())
                .taskQueue("mine")
                .executionTimeout(Duration.ofMinutes(5))
                .carriesTasks(false)
                .build()
                .create(task);

        NewWorkflowExecutionInfo action =
                Described.by(stage, task).getSchedule().getAction().getStartWorkflow();
        assertThat(action.getTaskQueue().getName()).isEqualTo("mine");
        assertThat(Durations.toMinutes(action.getWorkflowExecutionTimeout())).isEqualTo(5);
        assertThat(action.getInput().getPayloads(0).getData().toStringUtf8()).doesNotContain("search_query");
    }

    @Test
    void options_arrive_on_the_server_and_survive_an_update(Stage stage) {
        ScheduleManager schedules = ScheduleManager.builder(stage.client())
                .options(any -> ScheduleOptions.builder()
                        .jitter(Duration.ofSeconds(90))
                        .catchUpWindow(Duration.ofMinutes(20))
                        .overlap(ScheduleOptions.Overlap.BUFFER_ONE)
                        .note("made by the shop")
                        .build())
                .build();
        MonitoringTask task =
                MonitoringTask.builder(stage.id("gpu"), "0 9 * * *").build();
        schedules.create(task);

        schedules.update(MonitoringTask.builder(task.id(), "@every 12h").build());

        Schedule schedule = Described.by(stage, task).getSchedule();
        assertThat(Durations.toSeconds(schedule.getSpec().getJitter())).isEqualTo(90);
        assertThat(Durations.toMinutes(schedule.getPolicies().getCatchupWindow()))
                .isEqualTo(20);
        assertThat(schedule.getPolicies().getOverlapPolicy())
                .isEqualTo(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE);
        assertThat(schedule.getState().getNotes()).isEqualTo("made by the shop");
    }

    private static ScheduleManager manager(Stage stage) {
        return ScheduleManager.builder(stage.client()).build();
    }
}
