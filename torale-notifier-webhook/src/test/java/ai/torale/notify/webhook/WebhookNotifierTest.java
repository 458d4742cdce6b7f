package ai.torale.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.torale.Secret;
import ai.torale.notify.DeliveryException;
import ai.torale.notify.Notification;
import com.standardwebhooks.Webhook;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookNotifierTest {
    private static final Secret OLDER = Secret.of("whsec_" + "A".repeat(32));

    private final Receiver receiver = new Receiver();

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void a_notification_is_posted_with_its_body() {
        receiver.notifier().build().send(Samples.notification());

        Receiver.Call call = receiver.onlyCall();
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.body()).isEqualTo(WebhookBody.of(Samples.notification()));
    }

    @Test
    void path_and_query_are_sent_as_they_were_given() {
        URI uri = URI.create("http://127.0.0.1:" + receiver.port() + "/a%20b/%C3%A9/é?c=d%26e");

        WebhookNotifier.to(uri).allowHttp().signedWith(Samples.SECRET).build().send(Samples.notification());

        assertThat(receiver.onlyCall().target()).isEqualTo("/a%20b/%C3%A9/%C3%A9?c=d%26e");
    }

    @Test
    void the_request_carries_these_headers_and_no_others() throws Exception {
        try (RawReceiver raw = new RawReceiver(RawReceiver.thenClose("HTTP/1.1 204 No Content\r\n\r\n"))) {
            WebhookNotifier notifier = raw.notifier().clock(at(1705309210)).build();

            notifier.send(Samples.notification());

            String signature =
                    WebhookSignature.sign(Samples.SECRET, 1705309210, WebhookBody.of(Samples.notification()));
            assertThat(raw.awaitHead().lines())
                    .containsExactlyInAnyOrder(
                            "POST /hook HTTP/1.1",
                            "Host: 127.0.0.1:" + raw.uri().getPort(),
                            "Content-Length: 535",
                            "Content-Type: application/json",
                            "User-Agent: Torale-Webhooks/1.0",
                            "X-Torale-Event: task.condition_met",
                            "X-Torale-Delivery: 47cd7a7b2bab3ae17d1ad0ba3ee8b9de",
                            "X-Torale-Timestamp: 1705309210",
                            "X-Torale-Signature: " + signature,
                            "");
        }
    }

    @Test
    void the_receivers_verifier_accepts_what_was_sent() {
        receiver.notifier().build().send(Samples.notification());

        Receiver.Call call = receiver.onlyCall();
        boolean genuine = WebhookSignature.verify(
                call.body(), call.header("X-Torale-Signature"), List.of(Samples.SECRET), Instant.now());
        assertThat(genuine).isTrue();
    }

    @Test
    void the_standard_webhooks_library_accepts_what_was_sent() {
        receiver.notifier().signedWith(Samples.STANDARD_SECRET).build().send(Samples.notification());

        assertThatCode(() -> verifyStandard(Samples.STANDARD_SECRET, receiver.onlyCall()))
                .doesNotThrowAnyException();
    }

    @Test
    void a_standard_secret_signs_both_headers_with_the_key_as_id() {
        WebhookNotifier notifier = receiver.notifier()
                .signedWith(Samples.STANDARD_SECRET)
                .clock(at(1705309210))
                .build();

        notifier.send(Samples.notification());

        Receiver.Call call = receiver.onlyCall();
        assertThat(call.header("webhook-id")).isEqualTo("47cd7a7b2bab3ae17d1ad0ba3ee8b9de");
        assertThat(call.header("webhook-timestamp")).isEqualTo("1705309210");
        assertThat(call.header("X-Torale-Signature"))
                .isEqualTo(WebhookSignature.sign(Samples.STANDARD_SECRET, 1705309210, call.body()));
    }

    @Test
    void while_a_secret_is_replaced_a_receiver_with_either_accepts_what_was_sent() {
        receiver.notifier().signedWith(Samples.STANDARD_SECRET, OLDER).build().send(Samples.notification());

        Receiver.Call call = receiver.onlyCall();
        assertThatCode(() -> verifyStandard(Samples.STANDARD_SECRET, call)).doesNotThrowAnyException();
        assertThatCode(() -> verifyStandard(OLDER, call)).doesNotThrowAnyException();
        assertThat(WebhookSignature.verify(
                        call.body(),
                        call.header("X-Torale-Signature"),
                        List.of(Samples.STANDARD_SECRET),
                        Instant.now()))
                .isTrue();
    }

    @Test
    void every_attempt_sends_the_same_bytes_under_the_same_delivery_with_its_own_time() {
        Queue<Instant> times = new ArrayDeque<>(IntStream.of(100, 100, 160, 160)
                .mapToObj(Instant::ofEpochSecond)
                .toList());
        WebhookNotifier notifier =
                receiver.answering(500).notifier().clock(times::remove).build();
        WebhookNotifier elsewhere = receiver.notifier()
                .clock(at(3600))
                .timeout(Duration.ofSeconds(5))
                .build();

        attempt(notifier, Samples.notification());
        attempt(notifier, Samples.notification());
        attempt(elsewhere, Samples.notification());

        assertThat(receiver.calls())
                .extracting(Receiver.Call::text)
                .hasSize(3)
                .containsOnly(new String(WebhookBody.of(Samples.notification()), StandardCharsets.UTF_8));
        assertThat(receiver.calls())
                .extracting(call -> call.header("X-Torale-Delivery"))
                .containsOnly("47cd7a7b2bab3ae17d1ad0ba3ee8b9de");
        assertThat(receiver.calls())
                .extracting(call -> call.header("X-Torale-Timestamp"))
                .containsExactly("100", "160", "3600");
    }

    @Test
    void many_threads_may_send_at_once() throws Exception {
        WebhookNotifier notifier = receiver.notifier().build();
        List<Notification> notifications = IntStream.range(0, 100)
                .mapToObj(i -> Notification.builder("key-" + i, i, "task-" + i).build())
                .toList();

        inParallel(8, notifications, notifier);

        assertThat(receiver.calls())
                .extracting(call -> call.header("X-Torale-Delivery"))
                .containsExactlyInAnyOrderElementsOf(
                        notifications.stream().map(Notification::key).toList());
        assertThat(receiver.calls())
                .allMatch(call -> WebhookSignature.verify(
                        call.body(), call.header("X-Torale-Signature"), List.of(Samples.SECRET), Instant.now()));
    }

    private static void inParallel(int threads, List<Notification> notifications, WebhookNotifier notifier)
            throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> sends = new ArrayList<>();
            for (Notification notification : notifications) {
                sends.add(Executors.callable(() -> notifier.send(notification), null));
            }
            for (Future<Void> send : pool.invokeAll(sends)) {
                send.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static void attempt(WebhookNotifier notifier, Notification notification) {
        assertThat(catchThrowable(() -> notifier.send(notification))).isInstanceOf(DeliveryException.class);
    }

    private static void verifyStandard(Secret secret, Receiver.Call call) throws Exception {
        Map<String, List<String>> headers = new HashMap<>();
        call.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        new Webhook(secret.reveal()).verify(call.text(), HttpHeaders.of(headers, (name, value) -> true));
    }

    private static InstantSource at(long epochSecond) {
        return InstantSource.fixed(Instant.ofEpochSecond(epochSecond));
    }
}
