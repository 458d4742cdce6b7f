package ai.torale.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaitingForResultsTest {
    private static final Instant START = Instant.parse("2024-04-01T00:00:00Z");
    /** What virtual time takes up beside what is skipped: it goes with the wall clock while something runs. */
    private static final Duration WALL = Duration.ofSeconds(30);

    @Test
    void waiting_for_a_result_skips_no_time_beyond_the_end_of_the_workflow() {
        try (Bench bench = Bench.from(START.toString())) {
            for (int i = 0; i < 50; i++) {
                bench.workflow("plain-" + i).run("done");
            }

            assertThat(bench.server().now()).isBefore(START.plus(WALL));
        }
    }

    @Test
    void waiting_for_a_workflow_that_sleeps_skips_just_its_sleep_and_lets_schedules_fire() {
        try (Bench bench = Bench.from(START.toString())) {
            bench.schedule("hourly", "30 * * * *");

            bench.workflow("sleeper").run("sleep PT5H");

            assertThat(bench.server().now())
                    .isBetween(
                            START.plus(Duration.ofHours(5)),
                            START.plus(Duration.ofHours(5)).plus(WALL));
            assertThat(bench.ids("WorkflowId STARTS_WITH 'hourly-'")).hasSize(5);
        }
    }

    @Test
    void waiting_for_a_workflow_that_times_out_skips_just_its_timeout() {
        try (Bench bench = Bench.from(START.toString())) {
            bench.schedule("often", "*/5 * * * *");
            WorkflowOptions options = WorkflowOptions.newBuilder()
                    .setWorkflowId("late")
                    .setTaskQueue(Bench.QUEUE)
                    .setWorkflowRunTimeout(Duration.ofHours(1))
                    .build();
            Nightly late = bench.server().client().newWorkflowStub(Nightly.class, options);

            Throwable failure = catchThrowable(() -> late.run("sleep PT5H"));

            assertThat(failure).isInstanceOf(WorkflowFailedException.class);
            assertThat(bench.server().now())
                    .isBefore(START.plus(Duration.ofHours(1)).plus(WALL));
        }
    }

    @Test
    void an_advance_while_another_thread_waits_for_a_result_leaves_both_whole() {
        try (Bench bench = Bench.from(START.toString())) {
            WorkflowClient.start(bench.workflow("sleeper")::run, "sleep PT2H");
            WorkflowStub sleeper = bench.server().client().newUntypedWorkflowStub("sleeper");
            CompletableFuture<String> result = CompletableFuture.supplyAsync(() -> sleeper.getResult(String.class));

            bench.server().advanceTo(START.plus(Duration.ofHours(1)));

            assertThat(result.join()).isEqualTo("slept");
            assertThat(bench.server().now())
                    .isBefore(START.plus(Duration.ofHours(2)).plus(WALL));
        }
    }

    @Test
    void advancing_waits_for_what_was_just_started() {
        try (Bench bench = Bench.from(START.toString())) {
            WorkflowClient.start(bench.workflow("just-started")::run, "done");

            bench.server().advance(Duration.ofMillis(1));

            assertThat(bench.ids("ExecutionStatus = 'Completed'")).containsExactly("just-started");
        }
    }

    @Test
    void a_wait_that_only_a_schedule_passes_ends_with_the_reason() {
        try (Bench bench =
                new Bench(SkippedTimeServer.builder().startTime(START).scheduledRunsLimit(20))) {
            bench.schedule("often", "*/5 * * * *");

            Throwable failure = catchThrowable(() -> bench.workflow("endless").run("sleep P3000D"));

            assertThat(failure)
                    .rootCause()
                    .hasMessageContaining("20 runs were started by schedules")
                    .hasMessageContaining("workflow 'endless'");
        }
    }

    @Test
    void an_advance_over_too_many_runs_ends_with_the_reason() {
        try (Bench bench =
                new Bench(SkippedTimeServer.builder().startTime(START).scheduledRunsLimit(20))) {
            bench.schedule("often", "*/5 * * * *");

            assertThatThrownBy(() -> bench.server().advance(Duration.ofDays(1)))
                    .isInstanceOf(SkippedTimeException.class)
                    .hasMessageContaining("20 runs were started by schedules up to 2024-04-01T01:40:00");
        }
    }

    @Test
    void a_task_queue_without_a_worker_is_named_to_whoever_advances() {
        SkippedTimeServerBuilder impatient =
                SkippedTimeServer.builder().startTime(START).workerLimit(Duration.ofSeconds(1));
        try (Bench bench = new Bench(impatient)) {
            bench.schedule("lost", Bench.spec("0 9 * * *").build(), Bench.action("lost", "done", "typo"));

            assertThatThrownBy(() -> bench.server().advance(Duration.ofDays(1)))
                    .isInstanceOf(SkippedTimeException.class)
                    .hasMessageContaining("workflow 'lost-2024-04-01T09:00:00Z'")
                    .hasMessageContaining("waits for a worker on task queue 'typo'");
        }
    }

    @Test
    void a_task_queue_without_a_worker_is_named_to_whoever_waits_for_a_result() {
        SkippedTimeServerBuilder impatient =
                SkippedTimeServer.builder().startTime(START).workerLimit(Duration.ofSeconds(1));
        try (Bench bench = new Bench(impatient)) {
            Throwable failure =
                    catchThrowable(() -> bench.workflow("lost", "typo").run("done"));

            assertThat(failure).rootCause().hasMessageContaining("waits for a worker on task queue 'typo'");
        }
    }

    @Test
    void closing_ends_a_sleep_in_another_thread() {
        Bench bench = Bench.from(START.toString());
        WorkflowClient.start(bench.workflow("lost", "typo")::run, "done");
        CompletableFuture<Throwable> sleeper = CompletableFuture.supplyAsync(
                () -> catchThrowable(() -> bench.server().advance(Duration.ofDays(1))));

        bench.close();

        assertThat(sleeper.join()).isInstanceOf(RuntimeException.class);
    }

    @Test
    void closing_takes_less_than_a_worker_needs_by_itself() {
        Bench bench = Bench.from(START.toString());
        bench.workflow("plain").run("done");

        long before = System.nanoTime();
        bench.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(250));
    }
}
