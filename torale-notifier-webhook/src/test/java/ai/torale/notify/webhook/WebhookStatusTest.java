package ai.torale.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.torale.SpiException.Kind;
import ai.torale.notify.DeliveryException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookStatusTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-04T05:06:07Z"));

    private final Receiver receiver = new Receiver();

    @AfterEach
    void stop() {
        receiver.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 226, 299})
    void an_answer_2xx_is_the_receipt(int status) {
        WebhookNotifier notifier = receiver.answering(status).notifier().build();

        assertThatCode(() -> notifier.send(Samples.notification())).doesNotThrowAnyException();
    }

    @Test
    void gone_is_the_only_status_that_ends_a_delivery() {
        DeliveryException failure = failure(410, Map.of());

        assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure)
                .hasMessage("the webhook's receiver at 127.0.0.1:" + receiver.port()
                        + " answered 410: it is gone for good, nothing is sent again");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                300, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 411, 412, 413, 414,
                415, 421, 422, 423, 425, 426, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 507, 511, 520, 599
            })
    void every_other_status_is_tried_again(int status) {
        DeliveryException failure = failure(status, Map.of());

        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure)
                .hasMessageStartingWith(
                        "the webhook's receiver at 127.0.0.1:" + receiver.port() + " answered " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_not_followed(int status) {
        DeliveryException failure = failure(status, Map.of("Location", "/elsewhere?token=hidden"));

        assertThat(receiver.calls()).extracting(Receiver.Call::target).containsExactly("/hook");
        assertThat(failure).hasMessageEndingWith(": redirects are not followed, give the address where it ends");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void a_pause_asked_for_in_seconds_is_handed_on(int status) {
        DeliveryException failure = failure(status, Map.of("Retry-After", "17"));

        assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(17));
        assertThat(failure).hasMessageEndingWith(" answered " + status + " and asks for a pause of 17 s");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void a_pause_asked_for_until_a_date_is_handed_on(int status) {
        DeliveryException failure = failure(status, Map.of("Retry-After", "Wed, 04 Mar 2026 05:07:07 GMT"));

        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void a_pause_that_makes_no_sense_is_not_one(int status) {
        assertThat(failure(status, Map.of("Retry-After", "later")).kind()).isEqualTo(Kind.TRANSIENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 404, 408, 413, 500, 502})
    void only_429_and_503_can_ask_for_a_pause(int status) {
        assertThat(failure(status, Map.of("Retry-After", "17")).kind()).isEqualTo(Kind.TRANSIENT);
    }

    private DeliveryException failure(int status, Map<String, String> headers) {
        WebhookNotifier notifier =
                receiver.answering(status, headers).notifier().clock(CLOCK).build();
        DeliveryException failure =
                catchThrowableOfType(DeliveryException.class, () -> notifier.send(Samples.notification()));
        assertThat(failure).isNotNull();
        return failure;
    }
}
