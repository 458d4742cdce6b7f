package ai.torale.example.quickstart;

import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/** The Temporal server that the quickstart works with: one that runs, or a development server of its own. */
final class TemporalServer {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final int UI_PORT = 8233;
    private static final int UI_PORT_OFFSET = 1000;

    private final WorkflowClient client;
    private final String place;
    private final String ui;

    private TemporalServer(WorkflowClient client, String place, String ui) {
        this.client = client;
        this.place = place;
        this.ui = ui;
    }

    /**
     * Connects to the server that TEMPORAL_ADDRESS names, else starts one.
     *
     * @throws NoServerException when there is none
     */
    static TemporalServer open(Map<String, String> environment, Path root, Closing closing) {
        String namespace = environment.getOrDefault("TEMPORAL_NAMESPACE", "default");
        String address = environment.getOrDefault("TEMPORAL_ADDRESS", "");
        if (!address.isBlank()) {
            return connect(address, namespace, "", usualUi(address), closing);
        }
        Path cli = cli(root);
        int uiPort = freePort(UI_PORT);
        TemporalDevServerOptions.Builder options = TemporalDevServerOptions.newBuilder()
                .setExistingPath(cli.toString())
                .setDownloadEnabled(false)
                .setUi(true)
                .setUiPort(uiPort)
                .setLogLevel("error");
        Path folder = stateFolder(environment);
        String kept =
                keep(folder, options, closing) ? "database in " + folder : "in memory, another one has the database";
        TemporalDevServer server;
        try {
            server = TemporalDevServer.start("default", options.build());
        } catch (RuntimeException e) {
            throw new NoServerException("the development server did not start; see " + folder.resolve("temporal.log"));
        }
        closing.later(server::close);
        return connect(server.getTarget(), server.getNamespace(), ", " + kept, "http://localhost:" + uiPort, closing);
    }

    /** The host's client. */
    WorkflowClient client() {
        return client;
    }

    /** Its address, and whether it remembers. */
    String place() {
        return place;
    }

    /** Where the UI shows a task's checks. */
    String ui(String scheduleId) {
        return ui + "/namespaces/" + client.getOptions().getNamespace() + "/schedules/" + scheduleId;
    }

    private static TemporalServer connect(String target, String namespace, String kept, String ui, Closing closing) {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
        closing.later(stubs::shutdownNow);
        try {
            stubs.connect(CONNECT_LIMIT);
        } catch (StatusRuntimeException | IllegalStateException e) {
            throw new NoServerException("no Temporal server answers at " + target);
        }
        WorkflowClient client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder().setNamespace(namespace).build());
        return new TemporalServer(client, target + kept, ui);
    }

    /** The server's database lives on, so that the next start knows what this one has told. */
    private static boolean keep(Path folder, TemporalDevServerOptions.Builder options, Closing closing) {
        try {
            Files.createDirectories(folder);
            options.setLogFile(folder.resolve("temporal.log").toString());
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            closing.later(() -> release(channel));
            boolean mine = channel.tryLock() != null;
            if (mine) {
                options.setDatabaseFilename(folder.resolve("temporal.db").toString());
            }
            return mine;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void release(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path stateFolder(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path home = Path.of(System.getProperty("user.home"));
        return (state.isBlank() ? home.resolve(".local/state") : Path.of(state)).resolve("torale/quickstart");
    }

    /** What bin/temporal-server finds or builds; it says itself what is missing. */
    private static Path cli(Path root) {
        try {
            Process script = new ProcessBuilder(
                            root.resolve("bin/temporal-server").toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String path = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (script.waitFor() != 0) {
                throw new NoServerException("");
            }
            return Path.of(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoServerException("interrupted");
        }
    }

    private static int freePort(int preferred) {
        for (int port : new int[] {preferred, 0}) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Somebody else's: any other.
            }
        }
        throw new NoServerException("no port is free for the Temporal UI");
    }

    /** Where a development server has its UI, if it is one. */
    private static String usualUi(String address) {
        int colon = address.lastIndexOf(':');
        try {
            return "http://" + address.substring(0, colon) + ":"
                    + (Integer.parseInt(address.substring(colon + 1)) + UI_PORT_OFFSET);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new NoServerException("TEMPORAL_ADDRESS is '" + address + "', it should be host:port");
        }
    }
}
