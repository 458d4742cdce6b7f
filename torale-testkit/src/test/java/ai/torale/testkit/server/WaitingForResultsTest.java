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
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
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
                    .hasMessageContaining("schedule 'often' was woken 20 times")
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
                    .hasMessageContaining("schedule 'often' was woken 20 times up to 2024-04-01T01:40:00");
        }
    }

    @Test
    void a_task_queue_without_a_worker_is_named_to_whoever_advances() {
        try (Bench bench = impatient()) {
            bench.schedule("lost", Bench.spec("0 9 * * *").build(), Bench.action("lost", "done", "typo"));

            assertThatThrownBy(() -> bench.server().advance(Duration.ofDays(1)))
                    .isInstanceOf(SkippedTimeException.class)
                    .hasMessageContaining("workflow 'lost-2024-04-01T09:00:00Z'")
                    .hasMessageContaining("waits for a worker on task queue 'typo'");
        }
    }

    @Test
    void a_task_queue_without_a_worker_is_named_to_whoever_waits_for_a_result() {
        try (Bench bench = impatient()) {
            Throwable failure =
                    catchThrowable(() -> bench.workflow("lost", "typo").run("done"));

            assertThat(failure).rootCause().hasMessageContaining("waits for a worker on task queue 'typo'");
        }
    }

    @Test
    void waiting_for_what_ends_at_once_skips_no_time() {
        try (Bench bench = Bench.from(START.toString())) {
            for (int i = 0; i < 20; i++) {
                bench.workflow("at-once-" + i).run("at once");
            }

            assertThat(bench.server().now()).isBefore(START.plusSeconds(60));
        }
    }

    @Test
    void workflow_code_that_fails_is_named_to_whoever_waits_for_its_result() {
        try (Bench bench = impatient()) {
            Throwable failure = catchThrowable(() -> bench.workflow("buggy").run("bug"));

            assertThat(failure)
                    .rootCause()
                    .hasMessageContaining("workflow 'buggy'")
                    .hasMessageContaining("its workflow code fails: java.lang.IllegalStateException: the host's bug");
        }
    }

    @Test
    void workflow_code_that_fails_is_named_to_whoever_advances() {
        try (Bench bench = impatient()) {
            bench.schedule("buggy", "bug", "0 9 * * *", Bench.policy());

            assertThatThrownBy(() -> bench.server().advance(Duration.ofDays(1)))
                    .isInstanceOf(SkippedTimeException.class)
                    .hasMessageContaining("its workflow code fails: java.lang.IllegalStateException: the host's bug");
        }
    }

    @Test
    void the_limit_of_wakeups_is_each_schedules_own() {
        try (Bench bench =
                new Bench(SkippedTimeServer.builder().startTime(START).scheduledRunsLimit(20))) {
            bench.schedule("one", "0 * * * *");
            bench.schedule("other", "30 * * * *");

            bench.server().advance(Duration.ofHours(15));

            assertThat(bench.ids("ExecutionStatus = 'Completed'")).hasSize(30);
        }
    }

    @Test
    void closing_ends_an_advance_in_another_thread() throws Exception {
        assertThat(closedWhile(bench -> bench.server().advance(Duration.ofDays(3_000)), 3))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void closing_ends_the_wait_for_a_result_in_another_thread() throws Exception {
        assertThat(closedWhile(bench -> bench.workflow("endless").run("sleep P3000D"), 6))
                .isInstanceOf(RuntimeException.class);
    }

    /** How somebody's wait ends by closing, who let time pass for so many steps of a schedule's runs and its own. */
    private static Throwable closedWhile(Consumer<Bench> waiting, int steps) throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(steps);
        Nightly.Steps counting = name -> {
            taken.countDown();
            return name;
        };
        Bench bench = new Bench(SkippedTimeServer.builder().startTime(START), counting);
        bench.schedule("daily", "@daily");
        CompletableFuture<Throwable> waiter =
                CompletableFuture.supplyAsync(() -> catchThrowable(() -> waiting.accept(bench)));
        taken.await();

        bench.close();

        return waiter.join();
    }

    private static Bench impatient() {
        return new Bench(SkippedTimeServer.builder().startTime(START).workerLimit(Duration.ofSeconds(1)));
    }
}
