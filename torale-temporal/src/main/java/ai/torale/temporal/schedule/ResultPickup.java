package ai.torale.temporal.schedule;

import ai.torale.InvalidException;
import ai.torale.cron.Cron;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.workflow.CheckEnd;
import ai.torale.temporal.workflow.TaskFields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the scheduler pick up a check's result before the namespace's retention removes it.
 *
 * <p>The older scheduler reads a result only at the next fire, trigger or describe. So the schedule of a task whose
 * next fire may come after the retention is described once, soon after each check, by the worker that ran it. If that
 * is missed as well, the next check ends as {@code state_lost}.
 */
public final class ResultPickup implements CheckEnd, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResultPickup.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 5;

    private final ScheduleManager schedules;
    private final ScheduledExecutorService executor;
    private @Nullable Duration retention;

    /** A pickup with one thread of its own, which does not keep the process alive. */
    public ResultPickup(ScheduleManager schedules) {
        this.schedules = schedules;
        this.executor = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "torale-result-pickup");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void ending(String taskId, @Nullable TaskFields task) {
        soon(Duration.ZERO, () -> {
            if (mayOutliveRetention(task)) {
                soon(FIRST_DELAY, () -> describe(taskId, 1));
            }
        });
    }

    /** Ends the thread after what is due now; what was not picked up within 2 seconds is left to the next fire. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            executor.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdownNow();
    }

    /** The run is about to close, so its result may not be there at the first look. */
    private void describe(String taskId, int attempt) {
        boolean runs = schedules
                .describe(taskId)
                .filter(facts -> !facts.running().isEmpty())
                .isPresent();
        if (runs && attempt < ATTEMPTS) {
            soon(FIRST_DELAY.multipliedBy(1L << attempt), () -> describe(taskId, attempt + 1));
        }
    }

    /**
     * Logs a warning when the time between two fires of a task is longer than the namespace's retention: its state then
     * lives in what is picked up after each check. Asks the server in this pickup's own thread.
     */
    public void warnOfShortRetention(MonitoringTask task) {
        soon(
                Duration.ZERO,
                () -> shorterRetention(task)
                        .ifPresent(retention -> LOG.warn(
                                "task {} is checked less often than namespace {} keeps histories ({}): its state lasts only"
                                        + " if the worker reads it back after each check; keep states in a store to be"
                                        + " safe",
                                task.id(),
                                schedules.namespace(),
                                retention)));
    }

    private Optional<Duration> shorterRetention(MonitoringTask task) {
        Cron cron = task.parsedCron();
        Optional<Instant> first = cron.next(now(), task.timeZone());
        Optional<Instant> second = first.flatMap(fire -> cron.next(fire, task.timeZone()));
        if (second.isEmpty()) {
            return Optional.empty();
        }
        try {
            Duration between = Duration.between(first.orElseThrow(), second.get());
            return Optional.of(retention()).filter(kept -> kept.compareTo(between) < 0);
        } catch (TaskScheduleException e) {
            LOG.debug("the retention is not known: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private boolean mayOutliveRetention(@Nullable TaskFields task) {
        if (task == null || task.schedule() == null) {
            return true;
        }
        try {
            ZoneId zone = ZoneId.of(Objects.requireNonNullElse(task.timeZone(), "UTC"));
            Instant now = now();
            Optional<Instant> next = Cron.parseWithBothDays(task.schedule()).next(now, zone);
            return next.isEmpty()
                    || Duration.between(now, next.get()).compareTo(retention().dividedBy(2)) > 0;
        } catch (InvalidException | DateTimeException e) {
            return true;
        }
    }

    private Instant now() {
        return schedules.settings().clock().instant();
    }

    private synchronized Duration retention() {
        if (retention == null) {
            retention = schedules.retention();
        }
        return retention;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // logged() reports whatever the work throws
    private void soon(Duration delay, Runnable work) {
        try {
            executor.schedule(() -> logged(work), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("a result is left to the next fire: this worker is closing");
        }
    }

    private static void logged(Runnable work) {
        try {
            work.run();
        } catch (TaskScheduleException e) {
            LOG.warn("a check's result could not be picked up before the next fire: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("a check's result could not be picked up before the next fire", e);
        }
    }
}
