package ai.torale.testkit.server;

import java.time.Duration;

/** What workers do, as seen in their calls: how long nothing has happened, and a place to wait for the end of a run. */
final class Progress {
    private long ends;
    private long lastNanos = System.nanoTime();

    /** Something happened: a task was taken or answered, or a run started. */
    synchronized void happened() {
        lastNanos = System.nanoTime();
    }

    /** A run ended. */
    synchronized void ended() {
        ends++;
        lastNanos = System.nanoTime();
        notifyAll();
    }

    synchronized long ends() {
        return ends;
    }

    synchronized Duration quiet() {
        return Duration.ofNanos(System.nanoTime() - lastNanos);
    }

    /** Waits until a run ends whose end was not counted yet; false when none did within the limit. */
    synchronized boolean awaitEnd(long counted, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (ends == counted) {
            long millis = Math.max(1, (end - System.nanoTime()) / 1_000_000);
            if (System.nanoTime() >= end) {
                return false;
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw SkippedTimeException.heldUp("interrupted while time was skipped");
            }
        }
        return true;
    }
}
