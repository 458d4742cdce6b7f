package ai.torale.benchmarks.testkit;

import ai.torale.task.MonitoringTask;
import ai.torale.testkit.ToraleTestEnvironment;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;

/** A program that prints a line once its first check has ended, for {@link StartBenchmark}. */
final class FirstResult {
    static final String LINE = "the first check has ended";

    private FirstResult() {}

    /** Takes {@code testkit}, or {@code bare} for the SDK's own environment. */
    public static void main(String[] arguments) {
        if (arguments[0].equals("testkit")) {
            testkit();
        } else {
            bare();
        }
    }

    private static void testkit() {
        try (ToraleTestEnvironment testkit = Bench.testkit(Bench.NOT_MET)) {
            testkit.watch(MonitoringTask.builder("monitored", "0 9 * * *").build());
            testkit.advance(Duration.ofDays(1));
            System.out.println(LINE);
        }
    }

    private static void bare() {
        try (TestWorkflowEnvironment environment = Bench.bare()) {
            Bench.check(environment.getWorkflowClient(), 1);
            System.out.println(LINE);
        }
    }
}
