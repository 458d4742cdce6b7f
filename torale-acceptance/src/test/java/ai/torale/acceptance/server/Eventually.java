package ai.torale.acceptance.server;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what a server does in its own time: the suite's only polling. */
public final class Eventually {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Eventually() {}

    /** What the supplier answers as soon as it is as expected; fails with the last answer after the limit. */
    public static <T> T eventually(Duration limit, Supplier<T> actual, Predicate<T> expected) {
        long end = System.nanoTime() + limit.toNanos();
        T last = actual.get();
        while (!expected.test(last)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not as expected within " + limit + ": " + last);
            }
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            last = actual.get();
        }
        return last;
    }
}
