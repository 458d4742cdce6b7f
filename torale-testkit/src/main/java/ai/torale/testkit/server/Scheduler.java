package ai.torale.testkit.server;

import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_UNSPECIFIED;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.BackfillRequest;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleActionResult;
import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.schedule.v1.TriggerImmediatelyRequest;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One schedule at work, as the workflow-backed scheduler of Temporal's server 1.29 does it: it wakes when a run is due, a
 * request came in or a run that others wait for has closed, and then does everything that is due. For one thread.
 */
final class Scheduler {
    private static final Duration IDLE_LIFE = Duration.ofDays(7);
    private static final int LONGEST_BUFFER = 1_000;
    private static final int BACKFILLS_AT_ONCE = 10;

    private final ScheduleFacts facts;
    private final Launcher launcher;
    private final List<BackfillRequest> backfills = new ArrayList<>();
    private List<Start> waiting = new ArrayList<>();
    private SpecTimes times;
    private Instant processed;
    private @Nullable Instant wakeup;
    private boolean ended;

    Scheduler(ScheduleFacts facts, Runs runs, Instant now) {
        this.facts = facts;
        this.launcher = new Launcher(facts, runs);
        this.times = facts.times();
        this.processed = now;
    }

    ScheduleFacts facts() {
        return facts;
    }

    /** When something is to be done next without a request; empty for never. */
    Optional<Instant> wakeup() {
        return Optional.ofNullable(wakeup);
    }

    /** Whether it has ended by itself: it does a week after it has nothing left to do. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether runs wait for the end of this workflow. */
    boolean isWaitingFor(String workflowId) {
        return !waiting.isEmpty()
                && facts.running().stream().anyMatch(run -> run.getWorkflowId().equals(workflowId));
    }

    int bufferSize() {
        return waiting.size();
    }

    void wake(Instant now) {
        Range fired = process(processed, now, SCHEDULE_OVERLAP_POLICY_UNSPECIFIED, false, count -> true);
        processed = fired.last();
        proceed(now, fired.next());
    }

    void patch(Instant now, SchedulePatch patch) {
        Range fired = process(processed, now, SCHEDULE_OVERLAP_POLICY_UNSPECIFIED, false, count -> true);
        processed = fired.last();
        if (patch.hasTriggerImmediately()) {
            TriggerImmediatelyRequest trigger = patch.getTriggerImmediately();
            Instant time = trigger.hasScheduledTime() ? Times.instant(trigger.getScheduledTime()) : now;
            add(new Start(time, time, trigger.getOverlapPolicy(), true));
        }
        patch.getBackfillRequestList().forEach(this::addBackfill);
        facts.pauseOrUnpause(patch.getPause(), patch.getUnpause());
        proceed(now, fired.next());
    }

    /** Refreshes what a description found closed. */
    void refresh(Instant now) {
        launcher.refresh();
        wake(now);
    }

    /** What fell due before is done by the old schedule; what falls due between its last run and now is not. */
    void update(Instant now, Schedule schedule) {
        processed = process(processed, now, SCHEDULE_OVERLAP_POLICY_UNSPECIFIED, false, count -> true)
                .last();
        facts.replace(schedule, now);
        times = facts.times();
        Range fired = process(processed, now, SCHEDULE_OVERLAP_POLICY_UNSPECIFIED, false, count -> true);
        proceed(now, fired.next());
    }

    /** The next times; fewer when actions are limited. */
    List<Instant> futureTimes(int count) {
        int most = facts.remainingActions().orElse(count);
        List<Instant> future = new ArrayList<>();
        Optional<SpecTimes.Fire> fire = times.next(processed);
        while (fire.isPresent() && future.size() < Math.min(count, most)) {
            Instant actual = fire.get().actual();
            if (!facts.wasUpdatedAfter(actual)) {
                future.add(actual);
            }
            fire = times.next(actual);
        }
        return future;
    }

    List<Instant> matchingTimes(Instant from, Instant to, int most) {
        List<Instant> matching = new ArrayList<>();
        Optional<Instant> fire = times.next(from).map(SpecTimes.Fire::actual);
        while (fire.isPresent() && !fire.get().isAfter(to) && matching.size() < most) {
            matching.add(fire.get());
            fire = times.next(fire.get()).map(SpecTimes.Fire::actual);
        }
        return matching;
    }

    private void proceed(Instant now, @Nullable Instant next) {
        processBackfills();
        while (processBuffer(now)) {
            // until nothing more can be done now
        }
        wakeup = earliest(facts.canAct() ? next : null, waiting.isEmpty() ? null : launcher.nextDeadline(now));
        if (hasUnlimitedBackfill()) {
            wakeup = earliest(wakeup, now.plusSeconds(1));
        } else if (!facts.isPaused() && (next == null || !facts.canAct())) {
            Instant end = facts.lastEvent().plus(IDLE_LIFE);
            ended = !end.isAfter(now);
            wakeup = earliest(wakeup, end);
        }
    }

    /**
     * What a span of time brought.
     *
     * @param next the first fire after it
     * @param last the last fire in it, or its start
     */
    private record Range(@Nullable Instant next, Instant last) {}

    private Range process(Instant from, Instant to, ScheduleOverlapPolicy policy, boolean manual, IntPredicate goesOn) {
        if (!manual && !facts.canAct()) {
            return new Range(times.next(to).map(SpecTimes.Fire::actual).orElse(null), to);
        }
        Instant last = from;
        int added = 0;
        Optional<SpecTimes.Fire> fire = times.next(from);
        while (fire.isPresent() && !fire.get().actual().isAfter(to)) {
            Instant actual = fire.get().actual();
            if (!manual && facts.wasUpdatedAfter(actual)) {
                fire = times.next(actual);
                continue;
            }
            if (!manual && Duration.between(actual, to).compareTo(facts.catchUpWindow()) > 0) {
                facts.missedCatchUp();
            } else {
                add(new Start(fire.get().nominal(), actual, policy, manual));
                last = actual;
                added++;
            }
            if (!goesOn.test(added)) {
                break;
            }
            fire = times.next(actual);
        }
        return new Range(fire.map(SpecTimes.Fire::actual).orElse(null), last);
    }

    private void add(Start start) {
        if (waiting.size() >= LONGEST_BUFFER) {
            facts.dropped();
            return;
        }
        waiting.add(start);
        launcher.refreshFirst();
    }

    private void addBackfill(BackfillRequest request) {
        if (backfills.size() >= LONGEST_BUFFER) {
            facts.dropped();
            return;
        }
        Instant inclusive = Times.instant(request.getStartTime()).minusMillis(1);
        backfills.add(
                request.toBuilder().setStartTime(Times.timestamp(inclusive)).build());
    }

    private void processBackfills() {
        int left = BACKFILLS_AT_ONCE;
        while (!backfills.isEmpty() && left > 0 && waiting.size() < LONGEST_BUFFER / 2) {
            BackfillRequest request = backfills.get(0);
            Instant end = Times.instant(request.getEndTime());
            int limit = left;
            int before = waiting.size();
            Range done = process(
                    Times.instant(request.getStartTime()),
                    end,
                    request.getOverlapPolicy(),
                    true,
                    added -> added < limit);
            left -= waiting.size() - before;
            if (done.next() == null || done.next().isAfter(end)) {
                backfills.remove(0);
            } else {
                backfills.set(
                        0,
                        request.toBuilder()
                                .setStartTime(Times.timestamp(done.next()))
                                .build());
            }
        }
    }

    private boolean hasUnlimitedBackfill() {
        return !backfills.isEmpty()
                && facts.resolve(backfills.get(0).getOverlapPolicy())
                        == ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL;
    }

    /** Answers whether there may be more to do right now. */
    private boolean processBuffer(Instant now) {
        launcher.refreshIfAsked();
        NewWorkflowExecutionInfo action = facts.action();
        if (waiting.isEmpty()) {
            return false;
        }
        Overlap overlap =
                Overlap.of(waiting, !facts.running().isEmpty(), facts.resolve(SCHEDULE_OVERLAP_POLICY_UNSPECIFIED));
        waiting = new ArrayList<>(overlap.waiting());
        facts.skipped(overlap.skipped());
        boolean again = false;
        for (Start start : overlap.startBeside()) {
            again |= !launcher.start(start, action, false, now);
        }
        if (overlap.startAlone() != null) {
            again |= !launcher.start(overlap.startAlone(), action, true, now);
        }
        if (overlap.terminate()) {
            again |= launcher.terminateRunning();
        } else if (overlap.cancel()) {
            launcher.cancelRunning();
        }
        return again;
    }

    private static @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    /** What a listing shows of the last runs. */
    List<ScheduleActionResult> recent(int count) {
        List<ScheduleActionResult> all = facts.recent();
        return all.subList(Math.max(0, all.size() - count), all.size());
    }

    /** The runs that have not closed; the schedule itself may not know yet. */
    List<WorkflowExecution> open() {
        return launcher.open();
    }
}
