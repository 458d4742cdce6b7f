package ai.torale.temporal.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.InvalidException;
import ai.torale.Secret;
import ai.torale.temporal.schedule.ScheduleManager;
import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpServer;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in and what is refused; the Temporal server behind it lets nobody in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminHandlerTest {
    private static final String LET_IN = "HTTP/1.1 502 ";
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final InetSocketAddress EVERYWHERE = new InetSocketAddress(0);

    private final WorkflowServiceStubs nobody =
            WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                    .setTarget("127.0.0.1:1")
                    .setGrpcClientInterceptors(List.of(new Closed()))
                    .build());
    private final AdminHandler handler = TemporalAdmin.of(
                    ScheduleManager.builder(WorkflowClient.newInstance(nobody)).build())
            .handler();
    private final List<HttpServer> servers = new ArrayList<>();

    private static final class Closed implements ClientInterceptor {
        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            throw Status.PERMISSION_DENIED
                    .withDescription("the text of an exception")
                    .asRuntimeException();
        }
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
        servers.clear();
    }

    @AfterAll
    void shutDown() {
        nobody.shutdownNow();
    }

    @Test
    void it_does_not_start_beyond_loopback_without_a_token_or_an_authenticator() {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> handler.start(EVERYWHERE))
                .withMessageContaining("ADMIN_OPEN");
        start(handler.token(Secret.of("t0ken")), EVERYWHERE);
    }

    @Test
    void on_a_hosts_server_that_listens_beyond_loopback_nobody_is_let_in_without_a_token() throws IOException {
        HttpServer server = HttpServer.create(EVERYWHERE, 0);
        server.createContext("/admin/temporal/", handler);

        assertThat(get(started(server), "/admin/temporal/workflows", "Host: localhost"))
                .startsWith("HTTP/1.1 403 ")
                .contains("LOOPBACK_ONLY");
    }

    @Test
    void the_authenticator_of_a_hosts_server_is_enough() throws IOException {
        HttpServer server = HttpServer.create(EVERYWHERE, 0);
        server.createContext("/admin/temporal/", handler).setAuthenticator(joe());
        int port = started(server);

        assertThat(get(port, "/admin/temporal/schedules", "Host: localhost")).startsWith("HTTP/1.1 401 ");
        assertThat(get(port, "/admin/temporal/schedules", "Host: localhost", basic("joe:right")))
                .startsWith(LET_IN);
    }

    @Test
    void an_authenticator_lets_in_whom_it_knows() {
        int port = start(handler.authenticator(joe()), EVERYWHERE);

        assertThat(get(port, "/admin/temporal/schedules", "Host: localhost", basic("joe:wrong")))
                .startsWith("HTTP/1.1 401 ")
                .contains("UNAUTHENTICATED");
        assertThat(get(port, "/admin/temporal/schedules", "Host: localhost", basic("joe:right")))
                .startsWith(LET_IN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer t0ken", "Authorization: bearer t0ken"})
    void the_right_token_is_let_in(String authorization) {
        int port = start(handler.token(Secret.of("t0ken")), LOOPBACK);

        assertThat(get(port, "/admin/temporal/workflows", "Host: localhost", authorization))
                .startsWith(LET_IN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Nothing: given",
                "Authorization: Bearer",
                "Authorization: Bearer t0keN",
                "Authorization: Basic t0ken",
                "Authorization: Bearer t0ken\r\nAuthorization: Bearer other"
            })
    void any_other_token_is_refused_even_from_loopback(String authorization) {
        int port = start(handler.token(Secret.of("t0ken")), LOOPBACK);

        assertThat(get(port, "/admin/temporal/workflows", "Host: localhost", authorization))
                .startsWith("HTTP/1.1 401 ")
                .containsIgnoringCase("WWW-Authenticate: Bearer")
                .doesNotContain("t0ken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:80", "127.0.0.1", "127.0.0.1:8080", "[::1]", "[::1]:8080", "ops.example"
            })
    void loopback_names_and_those_that_the_host_adds_are_answered(String host) {
        int port = start(handler.host("Ops.example"), LOOPBACK);

        assertThat(get(port, "/admin/temporal/workflows", "Host: " + host)).startsWith(LET_IN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0:0:0:0:0:0:0:1]", "[0::1]:8080", "[::1%lo]", "[fd00::5]", "[FD00:0:0:0::5]:80"})
    void an_address_is_the_same_in_every_way_to_write_it(String host) {
        int port = start(handler.host("[fd00:0:0:0:0:0:0:5]"), LOOPBACK);

        assertThat(get(port, "/admin/temporal/workflows", "Host: " + host)).startsWith(LET_IN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ops.example:8080",
                "https://ops.example",
                "",
                " ",
                "a b",
                "fd00::5",
                "[::1]:80",
                "[x]",
                "[::::]",
                "ö"
            })
    void a_host_that_nobody_can_ask_for_is_refused(String host) {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> handler.host(host))
                .withMessageContaining("ADMIN_HOST");
    }

    @Test
    void blanks_around_a_token_do_not_count() {
        int port = start(handler.token(Secret.of(" t0ken \n")), LOOPBACK);

        assertThat(get(port, "/admin/temporal/workflows", "Host: localhost", "Authorization: Bearer t0ken"))
                .startsWith(LET_IN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t0 ken", "t0\nken", "t0kén"})
    void a_token_that_nobody_can_send_is_refused_and_not_shown(String token) {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> handler.token(Secret.of(token)))
                .withMessageContaining("ADMIN_TOKEN")
                .withMessageNotContaining("t0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "Host: [::2]",
                "Host: [::::]",
                "Host: [beef]",
                "Host: []",
                "Host: localhost.evil.example",
                "Host: evil.example:80",
                "Host: localhost@evil.example",
                "Host: 127.0.0.2",
                "Host: ",
                "X-Forwarded-Host: localhost",
                "Host: localhost\r\nHost: evil.example"
            })
    void a_foreign_host_is_misdirected(String header) {
        int port = start(handler, LOOPBACK);

        assertThat(get(port, "/admin/temporal/workflows", header))
                .startsWith("HTTP/1.1 421 ")
                .contains("\"code\":\"HOST\"");
    }

    @Test
    void a_foreign_host_in_the_request_line_is_misdirected() {
        int port = start(handler, LOOPBACK);

        assertThat(get(port, "http://evil.example/admin/temporal/workflows", "Host: localhost"))
                .startsWith("HTTP/1.1 421 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "limit=-1",
                "limit=1e2",
                "limit=",
                "limit",
                "limit=5&limit=6",
                "limit=99999999999",
                "a=b&limit=٣"
            })
    void a_limit_is_1_to_1000(String query) {
        int port = start(handler, LOOPBACK);

        assertThat(get(port, "/admin/temporal/schedules?" + query, "Host: localhost"))
                .startsWith("HTTP/1.1 400 ")
                .contains("\"code\":\"LIMIT\"");
    }

    @Test
    void requests_that_do_not_end_keep_nobody_else_waiting() throws IOException {
        int port = start(handler, LOOPBACK);
        List<Socket> halfOpen = tenHalfRequests(port);

        String answer = get(port, "/admin/temporal/workflows", "Host: localhost");

        assertThat(answer).startsWith(LET_IN);
        close(halfOpen);
    }

    @Test
    void other_paths_are_not_found() {
        int port = start(handler, LOOPBACK);

        assertThat(get(port, "/admin/temporal/workflows/x", "Host: localhost")).startsWith("HTTP/1.1 404 ");
        assertThat(get(port, "/", "Host: localhost")).startsWith("HTTP/1.1 404 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "DELETE", "OPTIONS"})
    void only_get_and_head_are_allowed(String method) {
        int port = start(handler, LOOPBACK);

        assertThat(ask(port, method, "/admin/temporal/workflows", "Host: localhost"))
                .startsWith("HTTP/1.1 405 ")
                .contains("Allow: GET, HEAD");
    }

    @Test
    void head_answers_headers_only() {
        int port = start(handler, LOOPBACK);

        assertThat(ask(port, "HEAD", "/admin/temporal/workflows", "Host: localhost"))
                .startsWith(LET_IN)
                .contains("Content-length: ")
                .endsWith("\r\n\r\n");
    }

    @Test
    void an_error_carries_an_id_and_a_code_and_no_text() {
        int port = start(handler, LOOPBACK);

        String answer = get(port, "/admin/temporal/workflows", "Host: localhost");

        assertThat(answer).startsWith(LET_IN);
        assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4))
                .matches("\\{\"error\":\\{\"id\":\"[0-9a-f-]{36}\",\"code\":\"ACCESS_DENIED\"}}");
    }

    @Test
    void no_answer_is_stored_sniffed_or_shared_with_other_origins() {
        int port = start(handler, LOOPBACK);

        String answer = get(port, "/admin/temporal/workflows", "Host: localhost", "Origin: https://evil.example")
                .toLowerCase(Locale.ROOT);

        assertThat(answer)
                .contains("cache-control: no-store")
                .contains("x-content-type-options: nosniff")
                .contains("content-type: application/json; charset=utf-8")
                .doesNotContain("access-control-");
    }

    private int start(AdminHandler some, InetSocketAddress address) {
        HttpServer server = some.start(address);
        servers.add(server);
        return server.getAddress().getPort();
    }

    private int started(HttpServer server) {
        server.start();
        servers.add(server);
        return server.getAddress().getPort();
    }

    private static List<Socket> tenHalfRequests(int port) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.getOutputStream().write("GET /adm".getBytes(StandardCharsets.UTF_8));
            sockets.add(socket);
        }
        return sockets;
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static Authenticator joe() {
        return new BasicAuthenticator("torale") {
            @Override
            public boolean checkCredentials(String name, String password) {
                return name.equals("joe") && password.equals("right");
            }
        };
    }

    private static String basic(String credentials) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static String get(int port, String target, String... headers) {
        return ask(port, "GET", target, headers);
    }

    /** The JDK's client sends the Host that it wants. */
    private static String ask(int port, String method, String target, String... headers) {
        String request = method + " " + target + " HTTP/1.1\r\n" + String.join("\r\n", headers)
                + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
