package ai.torale.notify.webhook;

import ai.torale.RetryAfter;
import ai.torale.notify.DeliveryException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The head of a receiver's answer, which alone decides about the delivery.
 *
 * @param status the HTTP status
 * @param retryAfter the header of that name, as it came
 */
record Answer(int status, Optional<String> retryAfter) {
    private static final int GONE = 410;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    static Answer of(HttpResponse.ResponseInfo head) {
        return new Answer(head.statusCode(), head.headers().firstValue("Retry-After"));
    }

    /**
     * Throws unless the receiver took the notification.
     *
     * <p>Only 410 is final. A receiver answers 404 while it is deployed and 401 while its secret is replaced, and an
     * address that redirects can be corrected: a notification is owed for 72 hours, and must survive all of them.
     */
    void requireReceipt(String host, Instant now) {
        if (status >= 200 && status < 300) {
            return;
        }
        String message = "the webhook's receiver at " + host + " answered " + status;
        if (status == GONE) {
            throw DeliveryException.permanentFailure(message + ": it is gone for good, nothing is sent again");
        }
        Optional<Duration> pause = status == TOO_MANY_REQUESTS || status == UNAVAILABLE
                ? retryAfter.flatMap(value -> RetryAfter.parse(value, now))
                : Optional.empty();
        if (pause.isPresent()) {
            throw DeliveryException.rateLimited(
                    pause.get(),
                    message + " and asks for a pause of " + pause.get().toSeconds() + " s");
        }
        throw DeliveryException.transientFailure(message + hint());
    }

    private String hint() {
        if (status >= 300 && status < 400) {
            return ": redirects are not followed, give the address where it ends";
        }
        return switch (status) {
            case 401, 403 -> ": check that both sides have the same secret";
            case 404, 405 -> ": check the address";
            default -> "";
        };
    }
}
