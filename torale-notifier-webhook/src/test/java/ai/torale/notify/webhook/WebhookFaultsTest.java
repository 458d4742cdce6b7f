package ai.torale.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.torale.SpiException.Kind;
import ai.torale.notify.DeliveryException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivers that misbehave, on real sockets; each must cost no more than the timeout. */
@Timeout(30)
class WebhookFaultsTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    /** Enough for the head of an answer on a busy machine. */
    private static final Duration LONGER = Duration.ofSeconds(2);

    @Test
    void a_receiver_that_never_answers_costs_the_timeout_and_its_connection() throws Exception {
        try (RawReceiver receiver = new RawReceiver(RawReceiver.silence())) {
            DeliveryException failure = failure(receiver.notifier().timeout(SHORT));

            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure).hasMessageEndingWith(" did not answer within 0.3 s");
            receiver.awaitEnd();
        }
    }

    @Test
    void a_head_that_drips_costs_the_timeout_and_its_connection() throws Exception {
        RawReceiver.Behaviour drip = RawReceiver.thenDrip("HTTP/1.1 200 OK\r\nX: ", 'x');
        try (RawReceiver receiver = new RawReceiver(drip)) {
            DeliveryException failure = failure(receiver.notifier().timeout(SHORT));

            assertThat(failure).hasMessageEndingWith(" did not answer within 0.3 s");
            receiver.awaitEnd();
        }
    }

    @Test
    void a_body_that_drips_is_cut_at_the_timeout_and_the_status_counts() throws Exception {
        RawReceiver.Behaviour drip = RawReceiver.thenDrip("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", 'x');
        try (RawReceiver receiver = new RawReceiver(drip)) {
            WebhookNotifier notifier = receiver.notifier().timeout(LONGER).build();

            assertThatCode(() -> notifier.send(Samples.notification())).doesNotThrowAnyException();

            receiver.awaitEnd();
        }
    }

    @Test
    void a_body_that_stalls_does_not_turn_a_failure_into_a_receipt() throws Exception {
        RawReceiver.Behaviour stall =
                RawReceiver.thenSilence("HTTP/1.1 503 Busy\r\nRetry-After: 5\r\nContent-Length: 9\r\n\r\nbusy");
        try (RawReceiver receiver = new RawReceiver(stall)) {
            DeliveryException failure = failure(receiver.notifier().timeout(LONGER));

            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(5));
            receiver.awaitEnd();
        }
    }

    @Test
    void an_endless_body_is_cut_after_a_few_kibibytes() throws Exception {
        String endless = "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(Exchange.MAX_BODY + 1);
        try (RawReceiver receiver = new RawReceiver(RawReceiver.thenSilence(endless))) {
            WebhookNotifier notifier =
                    receiver.notifier().timeout(Duration.ofMinutes(5)).build();

            assertThatCode(() -> notifier.send(Samples.notification())).doesNotThrowAnyException();

            receiver.awaitEnd();
        }
    }

    @Test
    void a_body_that_breaks_off_leaves_the_receipt_valid() throws Exception {
        RawReceiver.Behaviour broken = RawReceiver.thenClose("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok");
        try (RawReceiver receiver = new RawReceiver(broken)) {
            WebhookNotifier notifier = receiver.notifier().build();

            assertThatCode(() -> notifier.send(Samples.notification())).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"100 Continue", "102 Processing", "103 Early Hints"})
    void an_interim_answer_is_not_the_answer(String interim) throws Exception {
        String answers = "HTTP/1.1 " + interim + "\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n";
        try (RawReceiver receiver = new RawReceiver(RawReceiver.thenClose(answers))) {
            WebhookNotifier notifier =
                    receiver.notifier().timeout(Duration.ofSeconds(3)).build();

            assertThatCode(() -> notifier.send(Samples.notification())).doesNotThrowAnyException();
        }
    }

    @Test
    void a_connection_that_ends_before_the_answer_is_tried_again() throws Exception {
        try (RawReceiver receiver = new RawReceiver(RawReceiver.thenClose(""))) {
            DeliveryException failure = failure(receiver.notifier());

            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure).hasMessageContaining(" broke off without an answer");
        }
    }

    @Test
    void a_connection_that_is_reset_is_tried_again() throws Exception {
        try (RawReceiver receiver = new RawReceiver(RawReceiver.thenReset("HTTP/1.1 20"))) {
            DeliveryException failure = failure(receiver.notifier());

            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure).hasMessageContaining(" broke off without an answer");
        }
    }

    @Test
    void an_answer_that_is_not_http_is_tried_again() throws Exception {
        try (RawReceiver receiver = new RawReceiver(RawReceiver.thenClose("SSH-2.0-OpenSSH_9.2\r\n\r\n"))) {
            assertThat(failure(receiver.notifier()).kind()).isEqualTo(Kind.TRANSIENT);
        }
    }

    @Test
    void a_port_where_nobody_listens_is_tried_again() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + closedPort() + "/hook");

        DeliveryException failure = failure(WebhookNotifier.to(uri).allowHttp().signedWith(Samples.SECRET));

        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure).hasMessageEndingWith(" cannot be connected to");
    }

    @Test
    void a_name_without_an_address_is_tried_again() {
        URI uri = URI.create("https://receiver.invalid/hook");

        DeliveryException failure = failure(WebhookNotifier.to(uri).signedWith(Samples.SECRET));

        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure)
                .hasMessage("the webhook's receiver at receiver.invalid has no address: its name does not resolve");
    }

    @Test
    void an_interrupt_ends_the_attempt_at_once_and_stays_set() throws Exception {
        try (RawReceiver receiver = new RawReceiver(RawReceiver.silence())) {
            WebhookNotifier notifier =
                    receiver.notifier().timeout(Duration.ofMinutes(5)).build();
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            AtomicReference<DeliveryException> failure = new AtomicReference<>();
            Thread sender = new Thread(() -> {
                failure.set(catchThrowableOfType(DeliveryException.class, () -> notifier.send(Samples.notification())));
                interrupted.complete(Thread.currentThread().isInterrupted());
            });

            sender.start();
            receiver.awaitHead();
            sender.interrupt();

            assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(failure.get().kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure.get()).hasMessageContaining(" had not answered when the sending thread was interrupted");
            receiver.awaitEnd();
        }
    }

    @Test
    void attempts_that_time_out_leave_no_threads_behind() throws Exception {
        try (RawReceiver receiver = new RawReceiver(RawReceiver.silence())) {
            WebhookNotifier notifier =
                    receiver.notifier().timeout(Duration.ofMillis(50)).build();
            failure(notifier);
            receiver.awaitEnd();
            long before = clientThreads();

            for (int i = 0; i < 30; i++) {
                failure(notifier);
                receiver.awaitEnd();
            }

            assertThat(clientThreads()).isLessThan(before + 5);
        }
    }

    @Test
    void a_receiver_that_recovers_is_reached_by_the_same_notifier() throws Exception {
        int port = closedPort();
        WebhookNotifier notifier = WebhookNotifier.to(URI.create("http://127.0.0.1:" + port + "/hook"))
                .allowHttp()
                .signedWith(Samples.SECRET)
                .build();
        failure(notifier);

        try (RawReceiver receiver = new RawReceiver(port, RawReceiver.thenClose("HTTP/1.1 204 No Content\r\n\r\n"))) {
            notifier.send(Samples.notification());

            assertThat(receiver.awaitHead()).startsWith("POST /hook ");
        }
    }

    private static long clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("HttpClient-"))
                .count();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return server.getLocalPort();
        }
    }

    private static DeliveryException failure(WebhookNotifier.Builder builder) {
        return failure(builder.build());
    }

    private static DeliveryException failure(WebhookNotifier notifier) {
        DeliveryException failure =
                catchThrowableOfType(DeliveryException.class, () -> notifier.send(Samples.notification()));
        assertThat(failure).isNotNull();
        return failure;
    }
}
