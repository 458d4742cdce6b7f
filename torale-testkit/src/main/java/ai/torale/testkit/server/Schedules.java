package ai.torale.testkit.server;

import io.temporal.api.common.v1.WorkflowExecution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All schedules, and the alarm that wakes them: a callback of the test server, during which no time is skipped. Every
 * request holds time, so that no fire is jumped over between the reading of the clock and the setting of the alarm.
 */
final class Schedules {
    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);

    /** A schedule's id within its namespace. */
    record Key(String namespace, String id) {}

    private final TestServer server;
    private final FireLimit limit;
    private final Map<Key, Scheduler> schedulers = new LinkedHashMap<>();
    private final Set<Key> ended = new HashSet<>();
    private @Nullable Instant alarm;
    private long alarms;
    /** True before a run is cancelled for another: its end may come before the cancellation returns. */
    private volatile boolean someMayWait;

    private volatile boolean alarmIsOff;
    private volatile @Nullable RuntimeException failure;

    Schedules(TestServer server, FireLimit limit) {
        this.server = server;
        this.limit = limit;
    }

    /** Adds one; false when there is one already. */
    boolean add(Key key, Function<Instant, Scheduler> make) {
        return holdingTime(now -> {
            if (schedulers.containsKey(key)) {
                return false;
            }
            schedulers.put(key, make.apply(now));
            return true;
        });
    }

    /** Does something with one; fails with NOT_FOUND when there is none. */
    <T> T with(Key key, BiFunction<Scheduler, Instant, T> use) {
        return holdingTime(now -> {
            Scheduler scheduler = schedulers.get(key);
            if (scheduler == null) {
                throw Refusal.notFound(
                        ended.contains(key)
                                ? "workflow execution already completed"
                                : "workflow not found for ID: temporal-sys-scheduler:" + key.id());
            }
            return use.apply(scheduler, now);
        });
    }

    /** Whether there was one that is no more. */
    synchronized boolean hasEnded(Key key) {
        return ended.contains(key) && !schedulers.containsKey(key);
    }

    void remove(Key key) {
        with(key, (scheduler, now) -> {
            ended.add(key);
            return schedulers.remove(key);
        });
    }

    /** Does something with all of a namespace. */
    synchronized <T> T withAll(String namespace, Function<List<Scheduler>, T> use) {
        return use.apply(schedulers.values().stream()
                .filter(scheduler -> scheduler.facts().namespace().equals(namespace))
                .toList());
    }

    /** Does everything that is due by now; for a caller who knows that no time is skipped meanwhile. */
    synchronized void wake(Instant now) {
        someMayWait = true;
        wakeDue(now);
        settle(now);
    }

    /** Sets the alarm again if schedules had run away before. */
    void touch() {
        if (alarmIsOff) {
            holdingTime(now -> {
                wakeDue(now);
                return true;
            });
        }
    }

    /** Says what the test server would only have logged: a callback failed. */
    void failIfBroken() {
        RuntimeException failed = failure;
        if (failed != null) {
            failure = null;
            throw new IllegalStateException("a schedule could not be woken", failed);
        }
    }

    /** When something is to be done next. */
    synchronized Optional<Instant> nextWakeup() {
        return schedulers.values().stream()
                .flatMap(scheduler -> scheduler.wakeup().stream())
                .min(Instant::compareTo);
    }

    /** Whether runs wait for the end of a workflow. */
    boolean isWaitingFor(String workflowId) {
        return someMayWait && isReallyWaitingFor(workflowId);
    }

    private synchronized boolean isReallyWaitingFor(String workflowId) {
        return schedulers.values().stream().anyMatch(scheduler -> scheduler.isWaitingFor(workflowId));
    }

    /** Starts what waited for the end of a workflow. */
    void closed(WorkflowExecution run) {
        holdingTime(now -> {
            for (Scheduler scheduler : List.copyOf(schedulers.values())) {
                if (scheduler.isWaitingFor(run.getWorkflowId())) {
                    scheduler.refresh(now);
                }
            }
            return true;
        });
    }

    private synchronized <T> T holdingTime(Function<Instant, T> work) {
        server.holdTime();
        try {
            someMayWait = true;
            Instant now = server.now();
            T answer = work.apply(now);
            settle(now);
            return answer;
        } finally {
            server.letTime();
        }
    }

    private void settle(Instant now) {
        someMayWait = schedulers.values().stream().anyMatch(scheduler -> scheduler.bufferSize() > 0);
        setAlarm(now);
    }

    private void wakeDue(Instant now) {
        for (Map.Entry<Key, Scheduler> entry : new ArrayList<>(schedulers.entrySet())) {
            Scheduler scheduler = entry.getValue();
            if (scheduler.wakeup().filter(time -> !time.isAfter(now)).isPresent()
                    && limit.mayWake(entry.getKey().id())) {
                scheduler.wake(now);
                if (scheduler.hasEnded()) {
                    ended.add(entry.getKey());
                    schedulers.remove(entry.getKey());
                }
            }
        }
    }

    private void setAlarm(Instant now) {
        Optional<Instant> next = nextWakeup();
        alarmIsOff = limit.isReached();
        if (next.isPresent()
                && !limit.isReached()
                && (alarm == null || next.get().isBefore(alarm))) {
            long number = ++alarms;
            alarm = next.get();
            server.at(next.get(), now, () -> ring(number));
        }
    }

    /** A callback cannot be cancelled, so one that was overtaken does nothing. */
    private void ring(long number) {
        try {
            synchronized (this) {
                if (number != alarms) {
                    return;
                }
                alarm = null;
                wake(server.now());
            }
        } catch (RuntimeException e) {
            if (!server.isClosed()) {
                LOG.error("a schedule could not be woken", e);
                failure = e;
            }
        }
    }
}
