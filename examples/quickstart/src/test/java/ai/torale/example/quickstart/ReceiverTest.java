package ai.torale.example.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.notify.Notification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiverTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Console console = new Console(
            new PrintStream(shown, true, StandardCharsets.UTF_8),
            () -> Instant.parse("2026-01-01T12:00:00Z"),
            ZoneOffset.UTC);
    private final Receiver receiver = Receiver.start(console);

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void a_signed_webhook_is_valid() {
        receiver.notifier().send(notification("k1"));

        assertThat(lines()).containsExactly("12:00:00  webhook      signature valid, key k1");
    }

    @Test
    void a_webhook_that_comes_again_is_known_by_its_key() {
        receiver.notifier().send(notification("k1"));
        receiver.notifier().send(notification("k1"));

        assertThat(lines())
                .last()
                .isEqualTo("12:00:00  webhook      signature valid, key k1, received before: nothing to do");
    }

    @Test
    void a_webhook_that_somebody_else_made_is_refused() throws IOException, InterruptedException {
        HttpRequest forged = HttpRequest.newBuilder(receiver.uri())
                .header("X-Torale-Signature", "t=1,v1=" + "0".repeat(64))
                .POST(HttpRequest.BodyPublishers.ofString("{\"id\":\"k1\"}"))
                .build();

        int status = HttpClient.newHttpClient()
                .send(forged, HttpResponse.BodyHandlers.discarding())
                .statusCode();

        assertThat(status).isEqualTo(401);
        assertThat(lines()).containsExactly("12:00:00  webhook      refused: signature not valid");
    }

    private static Notification notification(String key) {
        return Notification.builder(key, 1, "gpu").answer("499 €").build();
    }

    private List<String> lines() {
        return shown.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
