package ai.torale.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.Secret;
import ai.torale.notify.DeliveryException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Java of docs/webhooks.md; each region stands there word for word. */
class WebhookExamplesTest {
    private final Secret secret = Samples.STANDARD_SECRET;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private HttpServer server;
    private URI uri;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/own", this::receive);
        server.createContext("/standard", this::receiveStandard);
        server.start();
        uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_notifier_needs_an_address_and_a_secret() {
        // tag::notifier
        WebhookNotifier notifier = WebhookNotifier.to(URI.create("https://hooks.example/torale"))
                .signedWith(Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
                .build();
        // end::notifier

        assertThat(notifier).hasToString("WebhookNotifier[https://hooks.example]");
    }

    @Test
    void a_local_receiver_needs_http_to_be_allowed() {
        // tag::local
        WebhookNotifier notifier = WebhookNotifier.to(URI.create("http://localhost:8080/torale"))
                .allowHttp()
                .signedWith(secret)
                .timeout(Duration.ofSeconds(5))
                .build();
        // end::local

        assertThat(notifier).hasToString("WebhookNotifier[http://localhost:8080]");
    }

    @Test
    void a_secret_is_replaced_with_both_for_a_while() {
        Secret older = Secret.of("whsec_" + "A".repeat(32));
        // tag::rotation
        WebhookNotifier notifier = WebhookNotifier.to(uri.resolve("/standard"))
                .allowHttp()
                .signedWith(secret, older)
                .build();
        // end::rotation

        notifier.send(Samples.notification());

        assertThat(seen).containsExactly(Samples.notification().key());
    }

    @Test
    void a_receiver_takes_what_is_signed_and_fresh() {
        WebhookNotifier.to(uri.resolve("/own"))
                .allowHttp()
                .signedWith(secret)
                .build()
                .send(Samples.notification());

        assertThat(seen).containsExactly(Samples.notification().key());
    }

    @Test
    void a_receiver_refuses_what_another_secret_signed() {
        Secret other = Secret.of("whsec_" + "A".repeat(32));

        for (String path : List.of("/own", "/standard")) {
            WebhookNotifier notifier = WebhookNotifier.to(uri.resolve(path))
                    .allowHttp()
                    .signedWith(other)
                    .build();
            assertThatExceptionOfType(DeliveryException.class)
                    .isThrownBy(() -> notifier.send(Samples.notification()))
                    .withMessageContaining("401");
        }

        assertThat(seen).isEmpty();
    }

    // tag::receiver
    void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String signature = exchange.getRequestHeaders().getFirst(WebhookSignature.HEADER);
        boolean genuine = WebhookSignature.verify(body, signature, List.of(secret), Instant.now());
        if (genuine) {
            JsonNode event = new ObjectMapper().readTree(body);
            handle(event.get("id").textValue(), event); // does nothing for an id that it has handled before
        }
        exchange.sendResponseHeaders(genuine ? 204 : 401, -1);
        exchange.close();
    }
    // end::receiver

    // tag::standard
    void receiveStandard(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        HttpHeaders headers = HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true);
        int status = 204;
        try {
            new Webhook(secret.reveal()).verify(body, headers);
            seen.add(headers.firstValue("webhook-id").orElseThrow());
        } catch (WebhookVerificationException | EmptyWebhookSecretException e) {
            status = 401;
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
    // end::standard

    private void handle(String id, JsonNode event) {
        assertThat(event.at("/data/task/id").textValue()).isEqualTo("gpu-price");
        seen.add(id);
    }
}
