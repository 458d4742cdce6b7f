package ai.torale.acceptance.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.torale.Secret;
import ai.torale.acceptance.server.Certificate;
import ai.torale.acceptance.server.DevServer;
import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.acceptance.server.TlsEndpoint;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.connection.TemporalConnection;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The key is in no log and in no exception, also when the server quotes it or gRPC cannot send it. */
@RealServer
@ResourceLock(Resources.SYSTEM_ERR)
class KeySecrecyIT {
    private static final String CANARY = "canary-key-5f1c";
    private static final Logger ROOT = Logger.getLogger("");

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final PrintStream err = System.err;
    private final Handler handler = new Collecting();

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        ROOT.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        ROOT.removeHandler(handler);
        System.setErr(err);
    }

    @Test
    void the_key_of_a_running_torale_is_nowhere(Stage stage) {
        Certificate own = Certificate.in(folder, "own");
        try (TlsEndpoint endpoint = TlsEndpoint.start(stage.server(), own);
                TemporalConnection temporal = connection(endpoint, own, CANARY)) {
            Torale torale = stage.start(stage.torale(temporal.client()));
            MonitoringTask task = stage.task("gpu").build();
            stage.search().answers(SearchResult.met("499"));
            torale.watch(task);
            stage.check(torale, task);
            endpoint.gate(call -> Status.PERMISSION_DENIED.withDescription("denied: " + call.authorization()));

            List<Throwable> thrown = List.of(
                    catchThrowable(() -> temporal.verify()),
                    catchThrowable(() -> torale.find(task.id())),
                    catchThrowable(() -> torale.unwatch(task.id())),
                    catchThrowable(() -> torale.checkNow(task.id())),
                    catchThrowable(() -> stage.torale(temporal.client()).build().start()));
            torale.close();

            assertThat(thrown).doesNotContainNull().noneMatch(throwable -> shows(trace(throwable)));
            assertThat(logged.toString(StandardCharsets.UTF_8)).contains("PERMISSION_DENIED");
            assertThat(shown()).isEmpty();
        }
    }

    @Test
    void a_key_that_cannot_be_sent_is_refused_before_grpc_logs_its_bytes(DevServer server) {
        Certificate own = Certificate.in(folder, "own");
        try (TlsEndpoint endpoint = TlsEndpoint.start(server, own);
                TemporalConnection temporal = connection(endpoint, own, CANARY + "\n" + CANARY)) {
            Throwable thrown = catchThrowable(temporal::verify);

            assertThat(thrown).hasMessageContaining("line ends");
            assertThat(shows(trace(thrown))).isFalse();
            assertThat(shown()).isEmpty();
        }
    }

    private static TemporalConnection connection(TlsEndpoint at, Certificate trusted, String key) {
        return TemporalConnection.builder()
                .address(at.address())
                .trustedCertificates(trusted.chain())
                .apiKey(() -> Secret.of(key))
                .build();
    }

    private List<String> shown() {
        return logged.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(KeySecrecyIT::shows)
                .toList();
    }

    /** As text, as Java prints its bytes, or in Base64. */
    private static boolean shows(String text) {
        byte[] bytes = CANARY.getBytes(StandardCharsets.UTF_8);
        String numbers = Arrays.toString(bytes);
        return text.contains(CANARY)
                || text.contains(numbers.substring(1, numbers.length() - 1))
                || text.contains(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    }

    private static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    /** What gRPC and Netty log, which does not go through SLF4J. */
    private final class Collecting extends Handler {
        Collecting() {
            setFormatter(new SimpleFormatter());
        }

        @Override
        public void publish(LogRecord entry) {
            logged.writeBytes(getFormatter().format(entry).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
