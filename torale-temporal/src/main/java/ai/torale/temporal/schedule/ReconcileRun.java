package ai.torale.temporal.schedule;

import ai.torale.InvalidException;
import ai.torale.temporal.schedule.Reconciliation.Progress;
import ai.torale.temporal.schedule.Reconciliation.Step;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out a plan step by step, counts, and tells the listeners. */
final class ReconcileRun {
    private static final Logger LOG = LoggerFactory.getLogger(ReconcileRun.class);

    /** After these every further step would fail as well. */
    private static final Set<String> HOPELESS = Set.of("ACCESS_DENIED", "NAMESPACE_NOT_FOUND");

    /** After as many in a row of these the server is not there, or not for us. */
    private static final Set<String> DISCOURAGING = Set.of("UNAVAILABLE", "THROTTLED");

    private static final int PATIENCE = 3;

    private final ScheduleManager schedules;
    private final ReconcilePlan plan;
    private final List<Consumer<Progress>> listeners;
    private final List<BiConsumer<String, String>> deletions;
    private final Map<Step, Integer> counts = new EnumMap<>(Step.class);
    private final Map<String, TaskScheduleException> failures = new LinkedHashMap<>();
    private final int planned;
    private int done;
    private int discouraged;

    ReconcileRun(
            ScheduleManager schedules,
            ReconcilePlan plan,
            List<Consumer<Progress>> listeners,
            List<BiConsumer<String, String>> deletions) {
        this.schedules = schedules;
        this.plan = plan;
        this.listeners = listeners;
        this.deletions = deletions;
        this.planned =
                plan.missing().size() + plan.drifted().size() + plan.orphaned().size();
    }

    Reconciliation.Result result() {
        plan.missing().forEach((id, task) -> step(id, () -> step(schedules.saveNew(task))));
        plan.drifted().forEach((id, task) -> step(id, () -> step(schedules.save(task))));
        plan.orphaned().forEach((id, orphan) -> step(id, () -> delete(id, orphan)));
        return new Reconciliation.Result(counts, failures);
    }

    /** Only what the plan saw: another host may have the task again by now. */
    private Step delete(String taskId, ReconcilePlan.Orphan orphan) {
        if (!schedules.deleteIf(taskId, found -> isStill(orphan, found))) {
            return Step.UNCHANGED;
        }
        String epoch = orphan.epoch().orElseThrow(); // isStill compares it
        deletions.forEach(deletion -> delete(taskId, epoch, deletion));
        return Step.DELETED;
    }

    private static void delete(String taskId, String epoch, BiConsumer<String, String> deletion) {
        try {
            deletion.accept(taskId, epoch);
        } catch (RuntimeException e) {
            LOG.warn("what belongs to the deleted schedule of task {} is left", taskId, e);
            throw new TaskScheduleException(
                    TaskScheduleException.INCOMPLETE,
                    taskId,
                    "the schedule of task '" + taskId + "' is deleted, but not what belongs to it ("
                            + e.getClass().getName() + "); unwatch it",
                    false);
        }
    }

    private boolean isStill(ReconcilePlan.Orphan orphan, DescribeScheduleResponse found) {
        ScheduleState state = found.getSchedule().getState();
        return orphan.epoch().filter(Described.epoch(found.getMemo())::equals).isPresent()
                && orphan.mark().equals(ScheduleMark.in(found.getSchedule().getSpec()))
                && !ReconcilePlan.stays(
                        state.getPaused(),
                        state.getNotes(),
                        Described.createdAt(found.getMemo()),
                        schedules.settings().clock().instant());
    }

    private static Step step(Written written) {
        return switch (written) {
            case CREATED -> Step.CREATED;
            case UPDATED -> Step.UPDATED;
            case UNCHANGED -> Step.UNCHANGED;
        };
    }

    private void step(String taskId, Supplier<Step> work) {
        Step step;
        try {
            step = work.get();
            discouraged = 0;
        } catch (TaskScheduleException e) {
            discouraged = DISCOURAGING.contains(e.code()) ? discouraged + 1 : 0;
            if (HOPELESS.contains(e.code()) || discouraged == PATIENCE) {
                throw e;
            }
            failures.put(taskId, e);
            step = Step.FAILED;
        } catch (InvalidException e) { // the manager's rules have changed since the plan
            failures.put(
                    taskId, new TaskScheduleException(TaskScheduleException.REFUSED, taskId, e.getMessage(), false));
            step = Step.FAILED;
        }
        counts.merge(step, 1, Integer::sum);
        done++;
        tell(new Progress(taskId, step, done, planned));
    }

    private void tell(Progress progress) {
        for (Consumer<Progress> listener : listeners) {
            try {
                listener.accept(progress);
            } catch (RuntimeException e) {
                LOG.warn(
                        "a listener failed at the schedule of task {}, which was {}",
                        progress.taskId(),
                        progress.step(),
                        e);
            }
        }
    }
}
