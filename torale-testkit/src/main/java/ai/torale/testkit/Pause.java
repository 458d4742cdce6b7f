package ai.torale.testkit;

import java.time.Duration;
import java.util.function.Supplier;

/** Real time that passes on purpose: a slow part, or a real server's schedule. */
final class Pause {
    private Pause() {}

    /** Lets so much time pass; an interrupt ends it with the failure, and stays set. */
    static void of(Duration time, Supplier<? extends RuntimeException> interrupted) {
        try {
            Thread.sleep(Math.max(0, time.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted.get();
        }
    }
}
