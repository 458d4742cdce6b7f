package ai.torale.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * A clock that stands still until it is set: for host code outside of checks.
 *
 * <p>Code that wants a {@link java.time.Clock} gets one by {@link #withZone}. Code inside of checks takes the clock of
 * the {@link ToraleTestEnvironment}. Safe for many threads.
 */
public final class SettableClock implements InstantSource {
    private volatile Instant now;

    private SettableClock(Instant now) {
        this.now = Objects.requireNonNull(now, "now");
    }

    /** A clock that says this time. */
    public static SettableClock at(Instant now) {
        return new SettableClock(now);
    }

    /** A clock that says this time, in ISO 8601 such as {@code 2026-03-01T09:00:00Z}. */
    public static SettableClock at(String now) {
        return at(Instant.parse(now));
    }

    /** Says this time from now on, an earlier one too. */
    public void set(Instant time) {
        now = Objects.requireNonNull(time, "time");
    }

    /** Goes on by so much. */
    public synchronized void advance(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public String toString() {
        return "SettableClock[" + now + "]";
    }
}
