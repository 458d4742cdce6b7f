package ai.torale.temporal.schedule;

import java.time.Duration;

/** Lets calls through at most so many times a second; safe for many threads. */
final class Pace {
    private final long gapNanos;
    private long nextNanos = System.nanoTime();

    private Pace(long gapNanos) {
        this.gapNanos = gapNanos;
    }

    static Pace unlimited() {
        return new Pace(0);
    }

    static Pace perSecond(int calls) {
        return new Pace(Duration.ofSeconds(1).toNanos() / calls);
    }

    /** Waits for this caller's turn. */
    void await(String taskId) {
        Duration wait = Duration.ofNanos(turn());
        if (!wait.isNegative() && !wait.isZero()) {
            ScheduleCalls.pause(taskId, wait);
        }
    }

    private synchronized long turn() {
        long now = System.nanoTime();
        long turn = Math.max(now, nextNanos);
        nextNanos = turn + gapNanos;
        return turn - now;
    }
}
