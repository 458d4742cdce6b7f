package ai.torale.state;

import ai.torale.notify.Notification;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What became of a delivery: how an attempt ended, that it is given up, or that it is owed again.
 *
 * @param taskId whose notification it is
 * @param key the notification's key
 * @param channel the channel
 * @param kind what became of it
 * @param error why, for people: one line of at most 1,000 characters, the rest is cut; empty for none
 * @param at when
 */
public record Settlement(String taskId, String key, String channel, Kind kind, String error, Instant at) {
    /** What became of a delivery. A receipt stands: after {@link #DELIVERED} nothing changes any more. */
    public enum Kind {
        /** An attempt arrived: delivered, one attempt more. */
        DELIVERED,
        /** An attempt failed: one attempt more and a last error; pending or dead as before. */
        FAILED,
        /** It is given up: a pending one is dead. */
        DEAD,
        /** It is to be sent again: a dead one is pending. */
        REOPENED
    }

    private static final int MAX_ERROR = 1_000;
    private static final Pattern BREAKS = Pattern.compile("[\\s\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}]+");

    public Settlement {
        error = cut(BREAKS.matcher(error).replaceAll(" ").strip());
    }

    /** An attempt arrived. */
    public static Settlement delivered(String channel, Notification notification, Instant at) {
        return of(Kind.DELIVERED, channel, notification, "", at);
    }

    /** An attempt failed, and the delivery is still owed. */
    public static Settlement failed(String channel, Notification notification, String error, Instant at) {
        return of(Kind.FAILED, channel, notification, error, at);
    }

    /** The delivery is given up. */
    public static Settlement dead(String channel, Notification notification, String error, Instant at) {
        return of(Kind.DEAD, channel, notification, error, at);
    }

    /** A delivery that was given up is owed again. */
    public static Settlement reopened(String channel, Notification notification, Instant at) {
        return of(Kind.REOPENED, channel, notification, "", at);
    }

    private static Settlement of(Kind kind, String channel, Notification notification, String error, Instant at) {
        return new Settlement(notification.taskId(), notification.key(), channel, kind, error, at);
    }

    /** Without splitting a character. */
    private static String cut(String text) {
        if (text.length() <= MAX_ERROR) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_ERROR - 1)) ? MAX_ERROR - 1 : MAX_ERROR;
        return text.substring(0, end);
    }
}
