package ai.torale.testkit.server;

import java.time.Duration;

/** What workers do, as seen in their calls: how long nothing has happened, and a place to wait for more. */
final class Progress {
    private long happenings;
    private long lastNanos = System.nanoTime();

    /** Something happened: a task was taken or answered, a run started or ended. */
    synchronized void happened() {
        happenings++;
        lastNanos = System.nanoTime();
        notifyAll();
    }

    synchronized long count() {
        return happenings;
    }

    synchronized Duration quiet() {
        return Duration.ofNanos(System.nanoTime() - lastNanos);
    }

    /** Waits until something happens that was not counted yet; false when nothing did within the limit. */
    synchronized boolean await(long counted, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (happenings == counted) {
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
