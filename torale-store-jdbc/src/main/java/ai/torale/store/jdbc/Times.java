package ai.torale.store.jdbc;

import java.time.Instant;

/** Times as columns have them: milliseconds since 1970. */
final class Times {
    private Times() {}

    /** A time too far away for a column becomes the farthest that it holds. */
    static long millis(Instant time) {
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException e) {
            return time.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
    }
}
