package ai.torale.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.torale.SpiException.Kind;
import ai.torale.notify.DeliveryException;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver with TLS and a certificate that is made for the test. */
class WebhookTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private static SSLContext trusting;

    private final List<String> deliveries = new CopyOnWriteArrayList<>();
    private final SSLContext usual = SSLContext.getDefault();
    private final HttpsServer server;

    WebhookTlsTest() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(trusting));
        server.createContext("/", exchange -> {
            deliveries.add(exchange.getRequestHeaders().getFirst("X-Torale-Delivery"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
    }

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        trusting = contextOf(certificate(folder.resolve("receiver.p12")));
    }

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        SSLContext.setDefault(usual);
        server.stop(0);
    }

    @Test
    void a_receiver_whose_certificate_the_platform_trusts_is_told() {
        SSLContext.setDefault(trusting);

        notifier().send(Samples.notification());

        assertThat(deliveries).containsExactly("47cd7a7b2bab3ae17d1ad0ba3ee8b9de");
    }

    @Test
    void a_receiver_whose_certificate_nobody_vouches_for_is_told_nothing() {
        WebhookNotifier notifier = notifier();

        DeliveryException failure =
                catchThrowableOfType(DeliveryException.class, () -> notifier.send(Samples.notification()));

        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure)
                .hasMessageEndingWith(" does not agree on TLS (SSLHandshakeException): check its certificate");
        assertThat(deliveries).isEmpty();
    }

    private WebhookNotifier notifier() {
        URI uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/hook");
        return WebhookNotifier.to(uri).signedWith(Samples.SECRET).build();
    }

    private static KeyStore certificate(Path file) throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = List.of(
                keytool.toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-alias",
                "receiver",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=receiver",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-validity",
                "2",
                "-J-Duser.language=en",
                "-J-Duser.timezone=UTC");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static SSLContext contextOf(KeyStore store) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("receiver", store.getCertificate("receiver"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
