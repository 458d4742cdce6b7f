package ai.torale.testkit.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the calls that wait for a workflow when nothing that they wait for can go on. */
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final Calm calm;
    private final Duration limit;
    private final Map<Waits.Wait, Future<?>> watched = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor executor;

    Watchdog(Calm calm, Duration limit) {
        this.calm = calm;
        this.limit = limit;
        this.executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "torale-testkit-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    void watch(Waits.Wait wait) {
        long delay = limit.toMillis() / 2;
        watched.put(
                wait,
                executor.scheduleWithFixedDelay(() -> look(wait), limit.toMillis(), delay, TimeUnit.MILLISECONDS));
    }

    void forget(Waits.Wait wait) {
        Future<?> watch = watched.remove(wait);
        if (watch != null) {
            watch.cancel(false);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private void look(Waits.Wait wait) {
        try {
            calm.heldUp()
                    .ifPresent(reason -> wait.fail("nobody can go on while somebody waits for workflow '"
                            + wait.execution().getWorkflowId() + "': " + reason));
        } catch (RuntimeException e) {
            LOG.debug("a waiting call could not be looked at", e);
        }
    }
}
