package ai.torale.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RealTimeTest {
    private final Instant begin = Instant.now();

    @Test
    void schedules_fire_as_the_wall_clock_goes_while_nobody_waits() throws InterruptedException {
        CountDownLatch steps = new CountDownLatch(6);
        Nightly.Steps counting = name -> {
            steps.countDown();
            return name;
        };
        // A limit of runs is for those who wait for skipped time.
        try (Bench bench =
                new Bench(SkippedTimeServer.builder().scheduledRunsLimit(1).realTime(), counting)) {
            bench.schedule("often", "@every 1s");

            assertThat(steps.await(30, TimeUnit.SECONDS)).isTrue();

            assertThat(bench.list("")).hasSizeGreaterThanOrEqualTo(2).allSatisfy(run -> {
                String id = run.getExecution().getWorkflowId();
                assertThat(Times.instant(run.getStartTime()))
                        .isBetween(Instant.parse(id.substring("often-".length())), Instant.now());
            });
        }
    }

    @Test
    void waiting_for_a_result_takes_as_long_as_the_workflow() {
        try (Bench bench = new Bench(SkippedTimeServer.builder().realTime())) {
            bench.workflow("sleeper").run("sleep PT1S");

            assertThat(Instant.now()).isAfterOrEqualTo(begin.plusSeconds(1));
        }
    }

    @Test
    void an_advance_takes_as_long_as_it_says_and_lets_what_fell_due_finish() {
        try (Bench bench = new Bench(SkippedTimeServer.builder().realTime())) {
            bench.schedule("often", "@every 1s");

            bench.server().advance(Duration.ofSeconds(1));

            assertThat(Instant.now()).isAfterOrEqualTo(begin.plusSeconds(1));
            assertThat(bench.ids("ExecutionStatus = 'Completed'")).isNotEmpty();
        }
    }

    @Test
    void whoever_waits_for_a_worker_waits_as_on_a_real_server() {
        SkippedTimeServerBuilder patient =
                SkippedTimeServer.builder().workerLimit(Duration.ofMillis(100)).realTime();
        try (Bench bench = new Bench(patient)) {
            WorkflowClient.start(bench.workflow("lost", "typo")::run, "done");

            assertThatThrownBy(() -> bench.server()
                            .client()
                            .newUntypedWorkflowStub("lost")
                            .getResult(500, TimeUnit.MILLISECONDS, String.class))
                    .isInstanceOf(TimeoutException.class);
        }
    }
}
