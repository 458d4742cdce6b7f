package ai.torale.testkit.server;

import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL;
import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ALL;
import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE;
import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_CANCEL_OTHER;
import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP;
import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_TERMINATE_OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.SchedulePolicy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs of 90 minutes, every hour: what happens at 02:00, while that of 01:00 is at work. */
class OverlapPoliciesTest {
    @Test
    void skip_leaves_out_what_would_overlap() {
        assertThat(runs(SCHEDULE_OVERLAP_POLICY_SKIP))
                .containsExactly("01:00@01:00 Completed", "03:00@03:00 Completed", "05:00@05:00 Running");
    }

    @Test
    void buffer_one_starts_the_first_that_waited_as_soon_as_it_can() {
        assertThat(runs(SCHEDULE_OVERLAP_POLICY_BUFFER_ONE))
                .containsExactly(
                        "01:00@01:00 Completed",
                        "02:00@02:30 Completed",
                        "03:00@04:00 Completed",
                        "05:00@05:30 Running");
    }

    @Test
    void buffer_all_starts_everything_in_turn() {
        assertThat(runs(SCHEDULE_OVERLAP_POLICY_BUFFER_ALL))
                .containsExactly(
                        "01:00@01:00 Completed",
                        "02:00@02:30 Completed",
                        "03:00@04:00 Completed",
                        "04:00@05:30 Running");
    }

    @Test
    void cancel_other_cancels_what_runs_and_starts_when_it_has_ended() {
        assertThat(runs(SCHEDULE_OVERLAP_POLICY_CANCEL_OTHER))
                .containsExactly(
                        "01:00@01:00 Canceled",
                        "02:00@02:00 Canceled",
                        "03:00@03:00 Canceled",
                        "04:00@04:00 Canceled",
                        "05:00@05:00 Running");
    }

    @Test
    void terminate_other_terminates_what_runs_and_starts_at_once() {
        assertThat(runs(SCHEDULE_OVERLAP_POLICY_TERMINATE_OTHER))
                .containsExactly(
                        "01:00@01:00 Terminated",
                        "02:00@02:00 Terminated",
                        "03:00@03:00 Terminated",
                        "04:00@04:00 Terminated",
                        "05:00@05:00 Running");
    }

    @Test
    void allow_all_starts_each_beside_the_others() {
        assertThat(runs(SCHEDULE_OVERLAP_POLICY_ALLOW_ALL))
                .containsExactly(
                        "01:00@01:00 Completed",
                        "02:00@02:00 Completed",
                        "03:00@03:00 Completed",
                        "04:00@04:00 Completed",
                        "05:00@05:00 Running");
    }

    @Test
    void a_description_counts_what_was_left_out_and_what_waits() {
        try (Bench bench = Bench.from("2024-04-01T00:30:00Z")) {
            ScheduleHandle schedule =
                    bench.schedule("long", "sleep PT10H", "0 * * * *", policy(SCHEDULE_OVERLAP_POLICY_BUFFER_ONE));

            bench.advanceTo("2024-04-01T04:00:00Z");

            assertThat(schedule.describe().getInfo().getNumActionsSkippedOverlap())
                    .isEqualTo(2);
            assertThat(schedule.describe().getInfo().getRunningActions()).hasSize(1);
        }
    }

    /** Such as {@code 02:00@02:30 Running}: nominal time, start, status, up to 05:45. */
    private static List<String> runs(ScheduleOverlapPolicy overlap) {
        try (Bench bench = Bench.from("2024-04-01T00:30:00Z")) {
            bench.schedule("run", "sleep PT90M", "0 * * * *", policy(overlap));

            bench.advanceTo("2024-04-01T05:45:00Z");

            return bench.list("").stream()
                    .sorted(Comparator.comparing(info -> info.getExecution().getWorkflowId()))
                    .map(OverlapPoliciesTest::story)
                    .toList();
        }
    }

    private static SchedulePolicy policy(ScheduleOverlapPolicy overlap) {
        return SchedulePolicy.newBuilder().setOverlap(overlap).build();
    }

    private static String story(WorkflowExecutionInfo info) {
        String nominal = info.getExecution().getWorkflowId().substring("run-2024-04-01T".length(), 20);
        Instant start = Times.instant(info.getStartTime()).truncatedTo(ChronoUnit.MINUTES);
        return nominal + "@" + start.toString().substring(11, 16) + " " + RunRow.status(info.getStatus());
    }
}
