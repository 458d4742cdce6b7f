package ai.torale.acceptance.server;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The suite's one dev server, started by the first test that needs it.
 *
 * <p>{@code -Dtorale.schedules.server=host:port} uses a server that runs already instead, such as one whose schedules
 * are of the newer kind, in its namespace {@code default}.
 */
public final class DevServer implements AutoCloseable {
    /** A closed run's history can be deleted only after a checkpoint; by default there is one every 30 seconds. */
    private static final List<String> DELETES_SOON = List.of(
            "--dynamic-config-value", "history.transferProcessorUpdateAckInterval=\"200ms\"",
            "--dynamic-config-value", "history.visibilityProcessorUpdateAckInterval=\"200ms\"");

    private static final String RUNNING = System.getProperty("torale.schedules.server", "");

    private final @Nullable TemporalDevServer started;
    private final String target;
    private final WorkflowServiceStubs stubs;

    private DevServer(@Nullable TemporalDevServer started, String target) {
        this.started = started;
        this.target = target;
        this.stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    }

    /** The Temporal CLI that {@code bin/temporal-server} finds or builds; empty when it can do neither. */
    static Optional<Path> cli() {
        try {
            Process script = new ProcessBuilder(
                            repository().resolve("bin/temporal-server").toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String path = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return script.waitFor() == 0 ? Optional.of(Path.of(path)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static DevServer start(Path cli) {
        if (!RUNNING.isEmpty()) {
            return new DevServer(null, RUNNING);
        }
        TemporalDevServer server = TemporalDevServer.start(TemporalDevServerOptions.newBuilder()
                .setExistingPath(cli.toString())
                .setDownloadEnabled(false)
                .setLogLevel("error")
                .setExtraArgs(DELETES_SOON)
                .build());
        return new DevServer(server, server.getTarget());
    }

    /** The folder that holds the root pom. */
    public static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("bin/temporal-server"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    public WorkflowServiceStubs stubs() {
        return stubs;
    }

    public String target() {
        return target;
    }

    public WorkflowClient client() {
        return WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder().setNamespace("default").build());
    }

    @Override
    public void close() {
        stubs.shutdownNow();
        if (started != null) {
            started.close();
        }
    }
}
