package ai.torale.testkit.server;

import java.util.concurrent.atomic.AtomicInteger;

/** How many times schedules may be woken while somebody waits for time to pass. */
final class FireLimit {
    private final int most;
    private final AtomicInteger fires = new AtomicInteger();
    private volatile Runnable whenReached = () -> {};

    FireLimit(int most) {
        this.most = most;
    }

    void whenReached(Runnable action) {
        whenReached = action;
    }

    /** Somebody begins to wait. */
    void reset() {
        fires.set(0);
    }

    boolean isReached() {
        return fires.get() >= most;
    }

    int most() {
        return most;
    }

    /** Counts; false when the limit is reached. */
    boolean mayFire() {
        if (fires.get() >= most) {
            return false;
        }
        if (fires.incrementAndGet() == most) {
            whenReached.run();
        }
        return true;
    }
}
