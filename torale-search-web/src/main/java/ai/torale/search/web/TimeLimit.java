package ai.torale.search.web;

import java.time.Duration;
import java.time.Instant;

/** A point in time on the monotonic clock, which nobody sets back. */
final class TimeLimit {
    private static final Duration LONGEST = Duration.ofDays(1);

    private final long end;

    private TimeLimit(long end) {
        this.end = end;
    }

    /** The limit that a deadline means when it is now. */
    static TimeLimit until(Instant deadline, Instant now) {
        Duration left = Duration.between(now, deadline);
        Duration capped = left.compareTo(LONGEST) > 0 ? LONGEST : left.isNegative() ? Duration.ZERO : left;
        return new TimeLimit(System.nanoTime() + capped.toNanos());
    }

    /** What is left; zero when the limit has passed. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
