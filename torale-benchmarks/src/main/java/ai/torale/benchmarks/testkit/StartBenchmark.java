package ai.torale.benchmarks.testkit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** From the start of a JVM to the end of its first check: with the testkit, and with the SDK's own environment. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 15)
public class StartBenchmark {
    /** Which environment. */
    @Param({"testkit", "bare"})
    public String environment = "";

    private @Nullable Process program;

    @Benchmark
    public void firstResult() throws IOException {
        program = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstResult.class.getName(),
                        environment)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = program.inputReader()) {
            String line = output.readLine();
            if (!FirstResult.LINE.equals(line)) {
                throw new IllegalStateException("the program ended with: " + line);
            }
        }
    }

    @TearDown(Level.Iteration)
    public void end() throws InterruptedException {
        if (program != null) {
            program.destroy();
            program.waitFor();
        }
    }
}
