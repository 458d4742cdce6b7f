package ai.torale.notify;

/**
 * Tells somebody on one channel.
 *
 * <p>{@link #send} returns when the receiver has taken the notification; that is its receipt.
 *
 * <p>Called again with an equal notification whenever an attempt's result is unknown: it carries the same
 * {@link Notification#key()} over all attempts, so hand the key on and let the receiver drop what it has seen.
 *
 * <p>Called by many worker threads at once, each with 30 seconds at the most (by default); bound every network call.
 *
 * <p>Throw a {@link DeliveryException} that says whether trying again helps; any other exception counts as transient.
 */
@FunctionalInterface
public interface Notifier {
    /** Delivers the notification, or throws. */
    void send(Notification notification);
}
