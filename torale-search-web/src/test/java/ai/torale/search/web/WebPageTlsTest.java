package ai.torale.search.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.torale.SpiException.Kind;
import ai.torale.search.SearchException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WebPageTlsTest {
    private static final String PASSWORD = "changeit";

    private static SSLContext tls;
    private static HttpsServer server;

    @BeforeAll
    static void startServer(@TempDir Path folder) throws Exception {
        tls = selfSigned(folder.resolve("keys.p12"));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", WebPageTlsTest::answer);
        server.start();
    }

    @AfterAll
    static void stopServer() {
        server.stop(0);
    }

    @Test
    void a_certificate_that_is_not_trusted_is_a_permanent_failure() {
        WebPageSearch search = WebPageSearch.create();

        SearchException failure = catchThrowableOfType(
                SearchException.class,
                () -> search.search(Requests.first(WebPageSearch.page(url("/")).changes())));

        assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure).hasMessageContaining("certificate that is not trusted");
    }

    @Test
    void a_host_s_own_certificates_are_trusted_by_the_client_s_settings() {
        WebPageSearch search = trusting();

        assertThat(search.search(Requests.first(WebPageSearch.page(url("/")).below(500)))
                        .conditionMet())
                .contains(true);
    }

    @Test
    void a_redirect_from_https_to_plain_http_is_refused() {
        WebPageSearch search = trusting();

        SearchException failure = catchThrowableOfType(
                SearchException.class,
                () -> search.search(
                        Requests.first(WebPageSearch.page(url("/plain")).changes())));

        assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure).hasMessageContaining("redirects from https to plain http on shop.example");
    }

    private static WebPageSearch trusting() {
        return WebPageSearch.builder()
                .httpClient(client -> client.sslContext(tls))
                .build();
    }

    private static String url(String path) {
        return "https://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] page = "<p>499".getBytes(StandardCharsets.UTF_8);
            boolean redirects = exchange.getRequestURI().getPath().equals("/plain");
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            if (redirects) {
                exchange.getResponseHeaders().set("Location", "http://shop.example/?key=1");
            }
            exchange.sendResponseHeaders(redirects ? 302 : 200, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    private static SSLContext selfSigned(Path file) throws IOException, InterruptedException, GeneralSecurityException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();

        KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
