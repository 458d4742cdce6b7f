package ai.torale.state;

import ai.torale.notify.Notification;

/**
 * One notification on one channel.
 *
 * @param epoch the life of the task that the notification belongs to
 * @param channel the channel's name
 * @param notification what is told; its key and the channel identify the delivery
 * @param status how far it has come
 */
public record Delivery(String epoch, String channel, Notification notification, Status status) {
    /** How far a delivery has come. */
    public enum Status {
        /** Owed: it is sent until it arrives or is given up. */
        PENDING,
        /** The notifier returned. */
        DELIVERED,
        /** Given up: visible, and can be sent again. */
        DEAD
    }

    /** A delivery that is owed. */
    public static Delivery pending(String epoch, String channel, Notification notification) {
        return new Delivery(epoch, channel, notification, Status.PENDING);
    }

    /** The same delivery with another status. */
    public Delivery withStatus(Status status) {
        return new Delivery(epoch, channel, notification, status);
    }
}
