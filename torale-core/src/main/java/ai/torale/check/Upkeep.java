package ai.torale.check;

import ai.torale.state.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** Has a store forget what is old, now and then beside the checks. */
final class Upkeep {
    static final Duration DEFAULT_RETENTION = Duration.ofDays(30);

    /** A check may run for hours where its execution timeout is long; its task's deletion must be known until then. */
    static final Duration MIN_RETENTION = Duration.ofDays(1);

    private static final Duration PERIOD = Duration.ofHours(1);
    private static final Duration PERIOD_WITH_A_BACKLOG = Duration.ofMinutes(1);

    private final Duration retention;
    private final AtomicReference<Instant> due = new AtomicReference<>(Instant.MIN);

    Upkeep(Duration retention) {
        this.retention = retention;
    }

    /** A store that fails here fails the check at its next step, or has recovered by the next time. */
    void after(StateStore store, Instant now) {
        Instant planned = due.get();
        if (now.isBefore(planned) || !due.compareAndSet(planned, now.plus(PERIOD))) {
            return;
        }
        try {
            if (store.purge(now.minus(retention)) > 0) {
                due.set(now.plus(PERIOD_WITH_A_BACKLOG));
            }
        } catch (RuntimeException e) {
            due.set(now.plus(PERIOD_WITH_A_BACKLOG));
        }
    }
}
