package ai.torale.acceptance.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.torale.Secret;
import ai.torale.acceptance.server.Certificate;
import ai.torale.acceptance.server.DevServer;
import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.TlsEndpoint;
import ai.torale.temporal.connection.ConnectionException;
import ai.torale.temporal.connection.TemporalConnection;
import ai.torale.temporal.connection.TemporalConnectionBuilder;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is named within 10 seconds, with what to do. */
@RealServer
class VerifyIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Secret KEY = Secret.of("key-1");

    @TempDir
    private static Path folder;

    private static Certificate own;
    private static Certificate client;
    private static Certificate stranger;
    private static TlsEndpoint endpoint;
    private static TlsEndpoint mutual;

    @BeforeAll
    static void start(DevServer server) {
        own = Certificate.in(folder, "own");
        client = Certificate.in(folder, "client");
        stranger = Certificate.in(folder, "stranger");
        endpoint = TlsEndpoint.start(server, own);
        mutual = TlsEndpoint.startForClient(server, own, client);
    }

    @AfterAll
    static void stop() {
        endpoint.close();
        mutual.close();
    }

    @Test
    void all_is_well(DevServer server) {
        assertThatCode(() -> verify(TemporalConnection.builder().address(server.target())))
                .doesNotThrowAnyException();
        assertThatCode(() -> verify(secured(endpoint).apiKey(KEY))).doesNotThrowAnyException();
        assertThatCode(() -> verify(secured(mutual).clientCertificate(client.chain(), client.key())))
                .doesNotThrowAnyException();
    }

    @Test
    void an_address_where_nobody_answers() throws IOException {
        String nobody = "127.0.0.1:" + freePort();

        assertThat(refused(TemporalConnection.builder().address(nobody)))
                .hasMessage("the Temporal server at " + nobody
                        + " cannot be reached: nobody answers there; check the address, and that the server runs")
                .extracting(ConnectionException::code)
                .isEqualTo("ADDRESS_UNREACHABLE");
    }

    @Test
    void a_name_that_nobody_knows() {
        assertThat(refused(TemporalConnection.builder().address("temporal.invalid:7233")))
                .hasMessageContaining("its name is not known")
                .extracting(ConnectionException::code)
                .isEqualTo("ADDRESS_UNREACHABLE");
    }

    @Test
    void a_server_that_never_says_a_word() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            assertThat(refused(TemporalConnection.builder().address("127.0.0.1:" + silent.getLocalPort())))
                    .extracting(ConnectionException::code)
                    .isEqualTo("NOT_ANSWERING");
        }
    }

    @Test
    void a_web_server() throws IOException {
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.start();
        try {
            assertThat(refused(TemporalConnection.builder()
                            .address("127.0.0.1:" + web.getAddress().getPort())))
                    .extracting(ConnectionException::code)
                    .isEqualTo("NOT_TEMPORAL");
        } finally {
            web.stop(0);
        }
    }

    @Test
    void plain_text_spoken_to_a_server_with_tls() {
        assertThat(refused(TemporalConnection.builder().address(endpoint.address())))
                .hasMessageContaining("turn TLS on")
                .extracting(ConnectionException::code)
                .isEqualTo("TLS_EXPECTED");
    }

    @Test
    void tls_spoken_to_a_server_without(DevServer server) {
        assertThat(refused(TemporalConnection.builder().address(server.target()).tls(true)))
                .hasMessageContaining("turn TLS off")
                .extracting(ConnectionException::code)
                .isEqualTo("TLS_NOT_SPOKEN");
    }

    @Test
    void a_certificate_of_the_server_that_is_not_trusted() {
        assertThat(refused(
                        TemporalConnection.builder().address(endpoint.address()).trustedCertificates(stranger.chain())))
                .hasMessageContaining("trustedCertificates")
                .extracting(ConnectionException::code)
                .isEqualTo("TLS_SERVER_UNTRUSTED");
    }

    @Test
    void a_certificate_of_the_server_for_another_name() {
        assertThat(refused(secured(endpoint).serverName("temporal.example")))
                .hasMessageContaining("is for another name")
                .extracting(ConnectionException::code)
                .isEqualTo("TLS_SERVER_UNTRUSTED");
    }

    @Test
    void no_client_certificate_where_one_is_wanted() {
        assertThat(refused(secured(mutual)))
                .hasMessageContaining("give one (mTLS)")
                .extracting(ConnectionException::code)
                .isEqualTo("TLS_CLIENT_REFUSED");
    }

    @Test
    void a_client_certificate_that_the_server_does_not_trust() {
        assertThat(refused(secured(mutual).clientCertificate(stranger.chain(), stranger.key())))
                .hasMessageContaining("refuses the client certificate")
                .extracting(ConnectionException::code)
                .isEqualTo("TLS_CLIENT_REFUSED");
    }

    @Test
    void a_key_that_the_server_does_not_know(DevServer server) {
        try (TlsEndpoint strict = TlsEndpoint.start(server, own)) {
            strict.gate(call -> Status.UNAUTHENTICATED.withDescription("bad token " + call.authorization()));

            assertThat(refused(secured(strict).apiKey(KEY)))
                    .hasMessageContaining("refuses the API key")
                    .extracting(ConnectionException::code)
                    .isEqualTo("KEY_REFUSED");
        }
    }

    @Test
    void a_namespace_that_the_key_may_not_use(DevServer server) {
        try (TlsEndpoint strict = TlsEndpoint.start(server, own)) {
            strict.gate(call -> Status.PERMISSION_DENIED.withDescription("Request unauthorized."));

            assertThat(refused(secured(strict).namespace("shop").apiKey(KEY)))
                    .hasMessageContaining("denies access to namespace 'shop'")
                    .extracting(ConnectionException::code)
                    .isEqualTo("ACCESS_DENIED");
        }
    }

    @Test
    void a_namespace_that_does_not_exist(DevServer server) {
        assertThat(refused(TemporalConnection.builder().address(server.target()).namespace("nope")))
                .hasMessageContaining("has no namespace 'nope'")
                .extracting(ConnectionException::code)
                .isEqualTo("NAMESPACE_NOT_FOUND");
    }

    @Test
    void a_mended_server_is_seen_at_once(DevServer server) {
        try (TlsEndpoint strict = TlsEndpoint.start(server, own);
                TemporalConnection temporal = secured(strict).apiKey(KEY).build()) {
            strict.gate(call -> Status.UNAVAILABLE);
            assertThat(catchThrowableOfType(ConnectionException.class, temporal::verify)
                            .code())
                    .isEqualTo("NOT_ANSWERING");
            strict.gate(call -> Status.OK);

            assertThatCode(temporal::verify).doesNotThrowAnyException();
        }
    }

    private static TemporalConnectionBuilder secured(TlsEndpoint at) {
        return TemporalConnection.builder().address(at.address()).trustedCertificates(own.chain());
    }

    private static void verify(TemporalConnectionBuilder builder) {
        try (TemporalConnection temporal = builder.build()) {
            temporal.verify();
        }
    }

    private static ConnectionException refused(TemporalConnectionBuilder builder) {
        long start = System.nanoTime();
        ConnectionException refused = catchThrowableOfType(ConnectionException.class, () -> verify(builder));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
        return refused;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
