package ai.torale.example.quickstart;

import ai.torale.temporal.connection.ConnectionException;
import ai.torale.temporal.connection.TemporalConnection;
import ai.torale.temporal.connection.TemporalConnectionBuilder;
import ai.torale.testkit.server.SkippedTimeServer;
import io.temporal.client.WorkflowClient;
import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Temporal server that the quickstart works with: one that runs, a development server of its own, or neither. */
final class TemporalServer {
    private static final int UI_PORT = 8233;
    private static final int UI_PORT_OFFSET = 1000;
    private static final int ATTEMPTS = 3;
    private static final int NO_CLI = 4;
    private static final Pattern ADDRESS = Pattern.compile("([^/\\s@]+):([0-9]{1,5})");

    private final WorkflowClient client;
    private final String place;
    private final Optional<String> ui;
    private final Optional<ProcessHandle> process;

    private TemporalServer(WorkflowClient client, String place, Optional<String> ui, Optional<ProcessHandle> process) {
        this.client = client;
        this.place = place;
        this.ui = ui;
        this.process = process;
    }

    /**
     * Connects to the server that TEMPORAL_ADDRESS names, else starts one: with the Temporal CLI that is there already,
     * or else within this process.
     *
     * @throws NoServerException when the one that is named, or found, is of no use
     */
    static TemporalServer open(Surroundings surroundings, Closing closing) {
        Map<String, String> environment = surroundings.environment();
        Path root = surroundings.root();
        String address = environment.getOrDefault("TEMPORAL_ADDRESS", "");
        if (!address.isBlank()) {
            TemporalConnectionBuilder settings = TemporalConnection.builder().environment(environment);
            return connect(settings, "", usualUi(address), Optional.empty(), closing);
        }
        if (!findCli(surroundings)) {
            return embedded(closing);
        }
        StateFolder folder = StateFolder.open(environment, closing);
        folder.endLeftover();
        closing.later(folder::forget);
        // Also the one that is still starting when Ctrl-C comes.
        closing.later(() -> ProcessHandle.current().children().forEach(StateFolder::end));
        return start(root, folder, closing);
    }

    /** Temporal's test server, at the pace of real time: there at once, and forgotten at the end. */
    private static TemporalServer embedded(Closing closing) {
        SkippedTimeServer server = SkippedTimeServer.builder().realTime().start();
        closing.later(server::close);
        return new TemporalServer(
                server.client(),
                "embedded: a test server in this process, its state ends with it",
                Optional.empty(),
                Optional.empty());
    }

    private static TemporalServer start(Path root, StateFolder folder, Closing closing) {
        for (int attempt = 1; !closing.hasBegun() && attempt <= ATTEMPTS; attempt++) {
            int uiPort = freePort(attempt == 1 ? UI_PORT : 0);
            TemporalDevServerOptions.Builder options = TemporalDevServerOptions.newBuilder()
                    .setExistingPath(
                            root.resolve("examples/quickstart/temporal-apart").toString())
                    .setDownloadEnabled(false)
                    .setUi(true)
                    .setUiPort(uiPort)
                    .setLogFile(folder.log().toString())
                    .setLogLevel("error");
            folder.database().map(Path::toString).ifPresent(options::setDatabaseFilename);
            TemporalDevServer server;
            try {
                server = TemporalDevServer.start("default", options.build());
            } catch (RuntimeException e) {
                continue; // Another process may have taken the port in the meantime.
            }
            closing.later(server::close);
            Optional<ProcessHandle> process = ProcessHandle.current().children().findFirst();
            process.ifPresent(folder::remember);
            return connect(
                    TemporalConnection.builder().address(server.getTarget()).namespace(server.getNamespace()),
                    ", " + folder,
                    "http://localhost:" + uiPort,
                    process,
                    closing);
        }
        throw new NoServerException("the development server did not start; see " + folder.log());
    }

    /** Whether it makes sense to ask it; a server of somebody else may always answer. */
    boolean mayAnswer() {
        return process.map(ProcessHandle::isAlive).orElse(true);
    }

    /** The host's client. */
    WorkflowClient client() {
        return client;
    }

    /** Its address, and whether it remembers. */
    String place() {
        return place;
    }

    /** Whether it is within this process: it has no UI, and keeps everything in memory. */
    boolean isEmbedded() {
        return ui.isEmpty();
    }

    /** Where the UI shows a task's checks. */
    Optional<String> ui(String scheduleId) {
        return ui.map(
                address -> address + "/namespaces/" + client.getOptions().getNamespace() + "/schedules/" + scheduleId);
    }

    /** Where its UI is, unless its address cannot be written as one of the web. */
    Optional<URI> ui() {
        try {
            return ui.map(URI::create).filter(address -> address.getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static TemporalServer connect(
            TemporalConnectionBuilder settings,
            String kept,
            String ui,
            Optional<ProcessHandle> process,
            Closing closing) {
        TemporalConnection connection = settings.build();
        closing.later(connection::close);
        try {
            connection.verify();
        } catch (ConnectionException e) {
            throw new NoServerException(
                    e.code().equals("ADDRESS_UNREACHABLE")
                            ? "no Temporal server answers at " + connection.address()
                            : String.valueOf(e.getMessage()));
        }
        return new TemporalServer(connection.client(), connection.address() + kept, Optional.of(ui), process);
    }

    /**
     * Whether bin/temporal-server finds a CLI; it builds none, lest a first look begin with minutes of waiting. It says
     * itself what is wrong with one that is named.
     */
    private static boolean findCli(Surroundings surroundings) {
        String script = surroundings.root().resolve("bin/temporal-server").toString();
        ProcessBuilder builder =
                new ProcessBuilder("bash", script, "--find").redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(surroundings.environment());
        try {
            Process search = builder.start();
            search.getErrorStream().transferTo(surroundings.err());
            int code = search.waitFor();
            if (code != 0 && code != NO_CLI) {
                throw new NoServerException("");
            }
            return code == 0;
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
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches()) {
            throw new UsageException("TEMPORAL_ADDRESS is '" + address + "', it should be host:port");
        }
        return "http://" + parts.group(1) + ":" + (Integer.parseInt(parts.group(2)) + UI_PORT_OFFSET);
    }
}
