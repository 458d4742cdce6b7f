package ai.torale.notify;

import ai.torale.SpiException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A notification that could not be delivered, and whether trying again helps. */
public final class DeliveryException extends SpiException {
    private static final long serialVersionUID = 1L;

    private DeliveryException(String code, String message, Kind kind, @Nullable Duration retryAfter) {
        super(code, message, kind, retryAfter);
    }

    /** Trying again may help; the notification is sent again, with the same key and content. */
    public static DeliveryException transientFailure(String message) {
        return new DeliveryException("DELIVERY_TRANSIENT", message, Kind.TRANSIENT, null);
    }

    /** Trying again cannot help, such as an endpoint that is gone; the delivery is dead. */
    public static DeliveryException permanentFailure(String message) {
        return new DeliveryException("DELIVERY_PERMANENT", message, Kind.PERMANENT, null);
    }

    /**
     * The receiver asks for a pause. A check waits for 60 seconds at most; a longer pause defers the delivery.
     *
     * @param retryAfter how long to wait; a negative one counts as zero
     */
    public static DeliveryException rateLimited(Duration retryAfter, String message) {
        return new DeliveryException(
                "DELIVERY_RATE_LIMITED",
                message,
                Kind.RATE_LIMITED,
                retryAfter.isNegative() ? Duration.ZERO : retryAfter);
    }
}
