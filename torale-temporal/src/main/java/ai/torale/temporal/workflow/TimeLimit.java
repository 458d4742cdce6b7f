package ai.torale.temporal.workflow;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts a host's part that does not answer in time.
 *
 * <p>Temporal does not interrupt an attempt that has timed out: it would hold its slot for ever, beside its own retry.
 */
final class TimeLimit {
    private static final ScheduledThreadPoolExecutor WATCH = watch();

    private final Thread worker = Thread.currentThread();
    private boolean finished;
    private boolean expired;

    private TimeLimit() {}

    /**
     * Calls a part in this thread, and interrupts it at the limit.
     *
     * @throws OverdueException when the part failed after it was interrupted
     */
    static <T extends @Nullable Object> T call(Duration limit, Callable<T> part) throws Exception {
        TimeLimit attempt = new TimeLimit();
        Future<?> alarm = WATCH.schedule(attempt::expire, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return part.call();
        } catch (Exception e) {
            if (attempt.isExpired()) {
                throw new OverdueException();
            }
            throw e;
        } finally {
            alarm.cancel(false);
            attempt.finish();
        }
    }

    private synchronized void expire() {
        if (!finished) {
            expired = true;
            worker.interrupt();
        }
    }

    private synchronized boolean isExpired() {
        return expired;
    }

    /** The interrupt was meant for the part: it must not reach what this thread does next. */
    private synchronized void finish() {
        finished = true;
        if (expired) {
            Thread.interrupted();
        }
    }

    private static ScheduledThreadPoolExecutor watch() {
        ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "torale-time-limit");
            thread.setDaemon(true);
            return thread;
        });
        watch.setRemoveOnCancelPolicy(true);
        return watch;
    }

    /** A part was interrupted at its time limit, and gave up. */
    static final class OverdueException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
