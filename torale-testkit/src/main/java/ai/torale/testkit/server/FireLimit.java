package ai.torale.testkit.server;

import java.util.HashMap;
import java.util.Map;

/** How many times a schedule may be woken while somebody waits for time to pass. */
final class FireLimit {
    private final int most;
    private final Map<String, Integer> wakeups = new HashMap<>();
    private String runaway = "";
    private volatile Runnable whenReached = () -> {};

    FireLimit(int most) {
        this.most = most;
    }

    void whenReached(Runnable action) {
        whenReached = action;
    }

    /** Somebody begins to wait. */
    synchronized void reset() {
        wakeups.clear();
        runaway = "";
    }

    synchronized boolean isReached() {
        return !runaway.isEmpty();
    }

    /** Which schedule has reached it, in words. */
    synchronized String reason() {
        return "schedule '" + runaway + "' was woken " + most + " times";
    }

    /** Counts; false when any schedule has reached the limit. */
    boolean mayWake(String scheduleId) {
        synchronized (this) {
            if (!runaway.isEmpty()) {
                return false;
            }
            if (wakeups.merge(scheduleId, 1, Integer::sum) < most) {
                return true;
            }
            runaway = scheduleId;
        }
        whenReached.run();
        return true;
    }
}
