package ai.torale.benchmarks.testkit;

import ai.torale.search.SearchProvider;
import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.testkit.ToraleTestEnvironment;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Thirty days of a check every five minutes, beside as many checks without a schedule.
 *
 * <p>The yardstick runs the same workflow with the same activities on the same server, one run after the other.
 * {@link Ends} shows whether a check costs the same at both ends of the month.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 1, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 1, timeUnit = TimeUnit.MILLISECONDS)
public class MonthBenchmark {
    private static final int CHECKS = 30 * 24 * 12;

    /** What a thousand checks took, in milliseconds: the second thousand, and the last one. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Ends {
        public double secondThousand;
        public double lastThousand;
    }

    @Benchmark
    public void schedule(Ends ends) {
        Counted search = new Counted();
        try (ToraleTestEnvironment testkit = Bench.testkit(search)) {
            testkit.watch(MonitoringTask.builder("monitored", "*/5 * * * *").build());
            testkit.advance(Duration.ofDays(30));
        }
        search.end(ends);
    }

    @Benchmark
    public void bare(Ends ends) {
        Counted search = new Counted();
        try (ToraleTestEnvironment testkit = Bench.testkitWithStore(search)) {
            Bench.check(testkit.client(), CHECKS);
        }
        search.end(ends);
    }

    /** Notes when a few of the checks came. */
    private static final class Counted implements SearchProvider {
        private final AtomicInteger checks = new AtomicInteger();
        private final long[] times = new long[CHECKS + 1];

        @Override
        public SearchResult search(SearchRequest request) {
            times[Math.min(checks.incrementAndGet(), CHECKS)] = System.nanoTime();
            return SearchResult.notMet("549");
        }

        /** A run that did not check so often measured something else. */
        void end(Ends ends) {
            if (checks.get() != CHECKS) {
                throw new IllegalStateException(checks + " checks, not " + CHECKS);
            }
            ends.secondThousand = (times[2000] - times[1000]) / 1e6;
            ends.lastThousand = (times[CHECKS] - times[CHECKS - 1000]) / 1e6;
        }
    }
}
