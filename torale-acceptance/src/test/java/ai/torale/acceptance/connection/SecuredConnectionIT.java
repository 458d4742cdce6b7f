package ai.torale.acceptance.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.torale.Secret;
import ai.torale.acceptance.server.Certificate;
import ai.torale.acceptance.server.DevServer;
import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.acceptance.server.TlsEndpoint;
import ai.torale.acceptance.server.TlsEndpoint.Call;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.connection.ConnectionException;
import ai.torale.temporal.connection.TemporalConnection;
import ai.torale.temporal.connection.TemporalConnectionBuilder;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection through TLS, with keys and certificates that change while it is used. */
@RealServer
class SecuredConnectionIT {
    @TempDir
    private static Path folder;

    private static Certificate own;

    @BeforeAll
    static void makeCertificate() {
        own = Certificate.in(folder, "own");
    }

    @Test
    void a_worker_ends_also_while_there_is_no_key(Stage stage) {
        AtomicBoolean sealed = new AtomicBoolean();
        try (TemporalConnection temporal = TemporalConnection.builder()
                .address(stage.server().target())
                .tls(false)
                .apiKey(() -> {
                    if (sealed.get()) {
                        throw new IllegalStateException("sealed");
                    }
                    return Secret.of("key-1");
                })
                .build()) {
            Torale torale = stage.torale(temporal.client()).build();
            torale.start();
            sealed.set(true);

            assertThatCode(torale::close).doesNotThrowAnyException();
        }
    }

    @Test
    void every_call_of_a_running_torale_brings_the_key_and_the_namespace(Stage stage) {
        try (TlsEndpoint endpoint = TlsEndpoint.start(stage.server(), own);
                TemporalConnection temporal =
                        secured(endpoint).apiKey(Secret.of("key-1")).build()) {
            temporal.verify();
            Torale torale = stage.start(stage.torale(temporal.client()));
            MonitoringTask task = stage.task("gpu").build();
            stage.search().answers(SearchResult.met("499"));
            torale.watch(task);

            assertThat(stage.check(torale, task).outcome()).isEqualTo("notified");
            torale.unwatch(task.id());
            torale.close();

            assertThat(endpoint.calls())
                    .extracting(Call::method)
                    .contains(
                            "CreateSchedule",
                            "PatchSchedule",
                            "PollWorkflowTaskQueue",
                            "PollActivityTaskQueue",
                            "RespondActivityTaskCompleted",
                            "DeleteSchedule");
            assertThat(endpoint.calls()).allSatisfy(call -> {
                assertThat(call.authorization()).as(call.method()).containsExactly("Bearer key-1");
                assertThat(call.namespace()).as(call.method()).containsExactly("default");
            });
        }
    }

    @Test
    void a_rotated_key_is_sent_with_the_next_call(DevServer server) {
        AtomicReference<Secret> key = new AtomicReference<>(Secret.of("key-1"));
        try (TlsEndpoint endpoint = TlsEndpoint.start(server, own);
                TemporalConnection temporal = secured(endpoint).apiKey(key::get).build()) {
            ask(temporal);
            List<Call> before = endpoint.calls();

            key.set(Secret.of("key-2\n"));
            ask(temporal);

            assertThat(before).extracting(Call::authorization).containsOnly(List.of("Bearer key-1"));
            assertThat(endpoint.calls().subList(before.size(), endpoint.calls().size()))
                    .isNotEmpty()
                    .extracting(Call::authorization)
                    .containsOnly(List.of("Bearer key-2"));
        }
    }

    @Test
    void a_call_for_which_there_is_no_key_is_not_sent(DevServer server) {
        try (TlsEndpoint endpoint = TlsEndpoint.start(server, own);
                TemporalConnection temporal = secured(endpoint)
                        .apiKey(() -> {
                            throw new IllegalStateException("vault: canary-0c7d has expired");
                        })
                        .build()) {
            assertThatThrownBy(() -> ask(temporal))
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageContaining("java.lang.IllegalStateException")
                    .hasMessageNotContaining("canary")
                    .hasNoCause();
            assertThat(endpoint.calls()).isEmpty();
        }
    }

    @Test
    void a_server_with_a_strangers_certificate_is_sent_nothing(DevServer server) {
        Certificate stranger = Certificate.in(folder, "stranger");
        try (TlsEndpoint endpoint = TlsEndpoint.start(server, stranger);
                TemporalConnection temporal =
                        secured(endpoint).apiKey(Secret.of("key-1")).build()) {
            assertThatThrownBy(() -> temporal.client()
                            .getWorkflowServiceStubs()
                            .blockingStub()
                            .getSystemInfo(GetSystemInfoRequest.getDefaultInstance()))
                    .hasMessageContaining("UNAVAILABLE");
            assertThat(endpoint.calls()).isEmpty();
        }
    }

    @Test
    void a_client_certificate_lets_a_check_through_where_one_is_required(Stage stage) {
        Certificate client = Certificate.in(folder, "client");
        try (TlsEndpoint endpoint = TlsEndpoint.startForClient(stage.server(), own, client);
                TemporalConnection temporal = secured(endpoint)
                        .clientCertificate(client.chain(), client.key())
                        .build()) {
            Torale torale = stage.start(stage.torale(temporal.client()));
            MonitoringTask task = stage.task("gpu").build();
            stage.search().answers(SearchResult.met("499"));
            torale.watch(task);

            assertThat(stage.check(torale, task).outcome()).isEqualTo("notified");
            torale.close();
        }
    }

    @Test
    void renewed_certificate_files_are_used_by_the_next_connection(DevServer server) throws Exception {
        Certificate renewed = Certificate.in(folder, "client");
        Certificate files = Certificate.in(Files.createDirectory(folder.resolve("renewed")), "stranger");
        try (TlsEndpoint endpoint = TlsEndpoint.startForClient(server, own, renewed);
                TemporalConnection temporal = secured(endpoint)
                        .clientCertificate(files.chain(), files.key())
                        .build()) {
            assertThatThrownBy(temporal::verify).hasMessageContaining("refuses the client certificate");

            renewed.replace(files);

            assertThatCode(temporal::verify).doesNotThrowAnyException();
        }
    }

    @Test
    void the_environment_alone_makes_the_connection(DevServer server) throws Exception {
        Path noProfiles = Files.createFile(folder.resolve("temporal.toml"));
        try (TlsEndpoint endpoint = TlsEndpoint.start(server, own);
                TemporalConnection temporal = TemporalConnection.builder()
                        .environment(Map.of(
                                "TEMPORAL_CONFIG_FILE",
                                noProfiles.toString(),
                                "TEMPORAL_HOST",
                                endpoint.address(),
                                "TEMPORAL_NAMESPACE",
                                "default",
                                "TEMPORAL_API_KEY",
                                "key-1",
                                "TEMPORAL_TLS_SERVER_CA_CERT_PATH",
                                own.chain().toString(),
                                "TEMPORAL_GRPC_META_TEAM",
                                "shop"))
                        .build()) {
            temporal.verify();

            assertThat(endpoint.calls()).isNotEmpty().allSatisfy(call -> {
                assertThat(call.authorization()).containsExactly("Bearer key-1");
                assertThat(call.namespace()).containsExactly("default");
            });
        }
    }

    @Test
    void closing_ends_what_the_connection_made(DevServer server) throws Exception {
        TemporalConnection temporal = TemporalConnection.selfHosted(server.target());
        ask(temporal);
        WorkflowServiceStubs stubs = temporal.client().getWorkflowServiceStubs();

        temporal.close();
        temporal.close();

        assertThat(stubs.getRawChannel().awaitTermination(0, TimeUnit.SECONDS)).isTrue();
    }

    private static TemporalConnectionBuilder secured(TlsEndpoint at) {
        return TemporalConnection.builder().address(at.address()).trustedCertificates(own.chain());
    }

    private static void ask(TemporalConnection temporal) {
        Stream<?> listed = temporal.client().listExecutions("WorkflowId = 'nobody'");
        assertThat(listed).isEmpty();
    }
}
