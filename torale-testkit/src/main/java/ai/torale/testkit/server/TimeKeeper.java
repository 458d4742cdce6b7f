package ai.torale.testkit.server;

import com.google.common.util.concurrent.ListenableFuture;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.testservice.v1.SleepResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets virtual time pass for whoever sleeps: from fire to fire, and at each until everything that it started has
 * finished. Whoever waits for a result is served by {@link Waits}.
 */
final class TimeKeeper {
    private static final Duration SLICE = Duration.ofMillis(500);

    private final TestServer server;
    private final Schedules schedules;
    private final Calm calm;
    private final Waits waits;
    private final FireLimit limit;
    private final ReentrantLock sleeping = new ReentrantLock(true);
    private volatile boolean closed;
    private volatile @Nullable ListenableFuture<SleepResponse> pending;

    TimeKeeper(TestServer server, Schedules schedules, Calm calm, Waits waits, FireLimit limit) {
        this.server = server;
        this.schedules = schedules;
        this.calm = calm;
        this.waits = waits;
        this.limit = limit;
    }

    void sleep(Duration duration) {
        advanceTo(server.now().plus(duration));
    }

    /** Returns when everything that is due up to then has been started and has finished. */
    void advanceTo(Instant target) {
        sleeping.lock();
        try {
            waits.suspend();
            try {
                limit.reset();
                Optional<Instant> reached = Optional.of(server.now());
                while (reached.isPresent()) {
                    reached = pass(reached.get(), target);
                }
            } finally {
                waits.resume();
            }
        } finally {
            sleeping.unlock();
        }
    }

    /** Whoever sleeps or waits for a result fails. */
    void close() {
        closed = true;
        waits.all().forEach(wait -> wait.fail("the server was closed"));
        ListenableFuture<SleepResponse> sleep = pending;
        if (sleep != null) {
            sleep.cancel(true);
        }
    }

    /**
     * Passes one stretch of time; empty when the target is reached and nothing is left to be done.
     *
     * @param reached a time that has come
     * @return a later time that has come
     */
    private Optional<Instant> pass(Instant reached, Instant target) {
        ListenableFuture<SleepResponse> before = pending;
        if (before != null) {
            await(before);
        }
        // An alarm may be at this already: asking for the next wakeup waits for it.
        if (schedules.nextWakeup().filter(wakeup -> !wakeup.isAfter(reached)).isPresent()) {
            schedules.wake(server.now());
        }
        calm.await();
        schedules.failIfBroken();
        Instant now = server.now();
        Optional<Instant> next = schedules.nextWakeup().filter(wakeup -> !wakeup.isAfter(target));
        if (limit.isReached() && next.isPresent()) {
            throw SkippedTimeException.runaway(limit.reason() + " up to " + now + ", more is due before " + target
                    + "; advance in smaller steps, or raise scheduledRunsLimit");
        }
        Instant stop = next.orElse(target);
        if (!stop.isAfter(now)) {
            return next.isPresent() ? Optional.of(now) : Optional.empty();
        }
        ListenableFuture<SleepResponse> sleep = server.sleep(millis(Duration.between(now, stop)));
        pending = sleep;
        if (closed) {
            sleep.cancel(true); // closing may have looked before
        }
        await(sleep);
        return Optional.of(stop);
    }

    private void await(ListenableFuture<SleepResponse> sleep) {
        while (true) {
            try {
                sleep.get(SLICE.toMillis(), TimeUnit.MILLISECONDS);
                pending = null;
                return;
            } catch (TimeoutException e) {
                calm.heldUpAsleep().ifPresent(reason -> {
                    throw SkippedTimeException.heldUp("time cannot be skipped, it is held up: " + reason);
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw SkippedTimeException.heldUp("interrupted while time was skipped");
            } catch (CancellationException | ExecutionException e) {
                throw closed ? SkippedTimeException.closed() : new IllegalStateException("the test server failed", e);
            }
        }
    }

    private static Duration millis(Duration exact) {
        return Duration.ofMillis(exact.plusNanos(999_999).toMillis());
    }

    /** What a waiting call is told when schedules ran away meanwhile. */
    String runaway(String namespace, WorkflowExecution execution) {
        return limit.reason() + " while somebody waited for " + calm.describe(namespace, execution);
    }
}
