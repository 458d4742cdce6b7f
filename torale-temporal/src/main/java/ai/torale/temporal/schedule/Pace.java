package ai.torale.temporal.schedule;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Lets calls through at most so many times a second; safe for many threads. */
final class Pace {
    private final long gapNanos;
    private final LongSupplier nanoTime;
    private long nextNanos;

    private Pace(long gapNanos, LongSupplier nanoTime) {
        this.gapNanos = gapNanos;
        this.nanoTime = nanoTime;
        this.nextNanos = nanoTime.getAsLong();
    }

    static Pace unlimited() {
        return new Pace(0, System::nanoTime);
    }

    static Pace perSecond(int calls) {
        return perSecond(calls, System::nanoTime);
    }

    static Pace perSecond(int calls, LongSupplier nanoTime) {
        return new Pace(Duration.ofSeconds(1).toNanos() / calls, nanoTime);
    }

    /** Takes the next turn; answers how long the caller has to wait for it. */
    synchronized Duration turn() {
        long now = nanoTime.getAsLong();
        long turn = nextNanos - now > 0 ? nextNanos : now;
        nextNanos = turn + gapNanos;
        return Duration.ofNanos(turn - now);
    }
}
