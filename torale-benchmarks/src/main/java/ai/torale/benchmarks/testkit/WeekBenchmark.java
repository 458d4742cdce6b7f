package ai.torale.benchmarks.testkit;

import ai.torale.task.MonitoringTask;
import ai.torale.testkit.ToraleTestEnvironment;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A test of a week with daily checks in a warm JVM, from the start of its environment to its end, and the end alone. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 3)
public class WeekBenchmark {
    private static final int DAYS = 7;

    /** An environment after its week. */
    @State(Scope.Thread)
    public static class Used {
        private @Nullable ToraleTestEnvironment testkit;

        @Setup(Level.Invocation)
        public void use() {
            testkit = week();
        }
    }

    @Benchmark
    public void schedule() {
        week().close();
    }

    /** Seven checks without a schedule, on the same server. */
    @Benchmark
    public void bare() {
        try (ToraleTestEnvironment testkit = Bench.testkitWithStore(Bench.NOT_MET)) {
            Bench.check(testkit.client(), DAYS);
        }
    }

    @Benchmark
    public void close(Used used) {
        Objects.requireNonNull(used.testkit).close();
    }

    private static ToraleTestEnvironment week() {
        ToraleTestEnvironment testkit = Bench.testkit(Bench.NOT_MET);
        testkit.watch(MonitoringTask.builder("monitored", "0 9 * * *").build());
        testkit.advance(Duration.ofDays(DAYS));
        return testkit;
    }
}
