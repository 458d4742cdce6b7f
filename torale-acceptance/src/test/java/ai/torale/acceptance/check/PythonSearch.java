package ai.torale.acceptance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.torale.acceptance.server.DevServer;
import ai.torale.acceptance.server.Stage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A worker in Python that serves {@code execute_grounded_search} on a task queue of its own. */
final class PythonSearch implements AutoCloseable {
    private static final Path SCRIPT =
            DevServer.repository().resolve("torale-acceptance/src/test/python/search_worker.py");

    private final Process process;
    private final String taskQueue;

    private PythonSearch(Process process, String taskQueue) {
        this.process = process;
        this.taskQueue = taskQueue;
    }

    /** Starts the worker; skips the test, saying how to get there, when no Python has Temporal's SDK. */
    static PythonSearch start(Stage stage) {
        String python = Objects.requireNonNullElse(System.getenv("TORALE_PYTHON"), "python3");
        assumeTrue(
                hasTemporal(python),
                "SKIPPED, no Python with Temporal's SDK: pip install temporalio==1.35.0 in a venv, and name its"
                        + " interpreter in TORALE_PYTHON");
        String taskQueue = stage.taskQueue() + "-python";
        return new PythonSearch(
                run(python, SCRIPT.toString(), stage.server().target(), "default", taskQueue), taskQueue);
    }

    String taskQueue() {
        return taskQueue;
    }

    @Override
    public void close() {
        process.destroy();
    }

    private static boolean hasTemporal(String python) {
        try {
            Process probe = new ProcessBuilder(python, "-c", "import temporalio")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probe.waitFor(60, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts a process and waits for its first line, which says that it serves. */
    private static Process run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader output = process.inputReader();
            assertThat(output.readLine())
                    .as("the first line of the Python worker")
                    .isEqualTo("serving");
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
