package ai.torale.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CarriedResultsTest {
    @Test
    void each_run_is_handed_the_result_of_the_last_one() {
        try (Bench bench = Bench.from("2024-04-01T00:00:00Z")) {
            bench.schedule("count", "count", "0 9 * * *", Bench.policy());

            bench.advanceTo("2024-04-03T12:00:00Z");

            assertThat(results(bench, "count")).containsExactly("1", "2", "3");
        }
    }

    @Test
    void a_run_that_is_replayed_at_each_workflow_task_is_handed_the_same() {
        SkippedTimeServerBuilder replaying = from("2024-04-01T00:00:00Z")
                .stubsOptions(options -> options.setGrpcClientInterceptors(List.of(new NoStickyRuns())));
        try (Bench bench = new Bench(replaying)) {
            bench.schedule("count", "count", "0 9 * * *", Bench.policy());

            bench.advanceTo("2024-04-03T12:00:00Z");

            assertThat(results(bench, "count")).containsExactly("1", "2", "3");
            assertThat(bench.server()
                            .client()
                            .fetchHistory("count-2024-04-03T09:00:00Z")
                            .getEvents())
                    .filteredOn(HistoryEvent::hasWorkflowTaskScheduledEventAttributes)
                    .hasSize(4)
                    .extracting(event -> event.getWorkflowTaskScheduledEventAttributes()
                            .getTaskQueue()
                            .getName())
                    .containsOnly(Bench.QUEUE);
        }
    }

    @Test
    void a_failed_run_leaves_the_result_and_hands_on_its_failure() {
        try (Bench bench = Bench.from("2024-04-01T00:00:00Z")) {
            ScheduleHandle schedule = bench.schedule("count", "count", "0 9 * * *", Bench.policy());
            bench.advanceTo("2024-04-01T12:00:00Z");
            order(schedule, "fail boom");
            bench.advanceTo("2024-04-02T12:00:00Z");
            order(schedule, "count");

            bench.advanceTo("2024-04-03T12:00:00Z");

            assertThat(results(bench, "count")).containsExactly("1", "failed", "2 after failure");
        }
    }

    @Test
    void a_result_that_retention_has_removed_is_lost() {
        SkippedTimeServerBuilder forgetful =
                from("2024-04-01T00:00:00Z").retention(Duration.ofDays(1)).losesResultsAfterRetention(true);
        try (Bench bench = new Bench(forgetful)) {
            bench.schedule("count", "count", "0 9 * * MON", Bench.policy());

            bench.advanceTo("2024-04-09T00:00:00Z");

            assertThat(results(bench, "count")).containsExactly("1", "1");
        }
    }

    @Test
    void a_description_in_time_saves_a_result_from_retention() {
        SkippedTimeServerBuilder forgetful =
                from("2024-04-01T00:00:00Z").retention(Duration.ofDays(1)).losesResultsAfterRetention(true);
        try (Bench bench = new Bench(forgetful)) {
            ScheduleHandle schedule = bench.schedule("count", "count", "0 9 * * MON", Bench.policy());
            bench.advanceTo("2024-04-01T12:00:00Z");
            schedule.describe();

            bench.advanceTo("2024-04-09T00:00:00Z");

            assertThat(results(bench, "count")).containsExactly("1", "2");
        }
    }

    @Test
    void an_exported_history_replays_with_what_was_handed_on() throws Exception {
        try (Bench bench = Bench.from("2024-04-01T00:00:00Z")) {
            bench.schedule("count", "count", "0 9 * * *", Bench.policy());
            bench.advanceTo("2024-04-02T12:00:00Z");

            String history = bench.server()
                    .client()
                    .fetchHistory("count-2024-04-02T09:00:00Z")
                    .toJson(true);

            assertThat(history).contains("lastCompletionResult");
            io.temporal.testing.WorkflowReplayer.replayWorkflowExecution(history, Nightly.NightlyImpl.class);
        }
    }

    private static SkippedTimeServerBuilder from(String start) {
        return SkippedTimeServer.builder().startTime(Instant.parse(start));
    }

    private static void order(ScheduleHandle schedule, String order) {
        schedule.update(input -> {
            ScheduleActionStartWorkflow action = Bench.action("count", order);
            return new ScheduleUpdate(io.temporal.client.schedules.Schedule.newBuilder(
                            input.getDescription().getSchedule())
                    .setAction(action)
                    .build());
        });
    }

    private static List<String> results(Bench bench, String id) {
        Stream<String> ids = bench.ids("WorkflowId STARTS_WITH '" + id + "-'").stream();
        return ids.map(workflowId -> result(bench, workflowId)).toList();
    }

    private static String result(Bench bench, String workflowId) {
        try {
            return bench.server().client().newUntypedWorkflowStub(workflowId).getResult(String.class);
        } catch (io.temporal.client.WorkflowFailedException e) {
            return "failed";
        }
    }
}
