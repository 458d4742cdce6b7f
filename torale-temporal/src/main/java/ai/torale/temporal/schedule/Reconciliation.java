package ai.torale.temporal.schedule;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.task.MonitoringTask;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What has to be done so that the schedules are those of the desired tasks.
 *
 * <p>A plan until {@link #apply()} carries it out. Each step looks at the schedule again and leaves alone what somebody
 * has written since, so a plan that was interrupted, and two hosts at once, do no harm: plan and apply again. Schedules of
 * other scopes and makers are never touched.
 */
public final class Reconciliation {
    /** What became of one schedule. */
    public enum Step {
        /** It was missing and was created. */
        CREATED,
        /** It differed and was brought in line. */
        UPDATED,
        /** It had no task and was deleted. */
        DELETED,
        /** It was as desired by the time of the step, or somebody has written the orphan since the plan. */
        UNCHANGED,
        /** The step failed; the others go on. */
        FAILED
    }

    /**
     * One step that has been done.
     *
     * @param taskId whose schedule
     * @param step what became of it
     * @param done how many steps have been done, this one included
     * @param planned how many there are
     */
    public record Progress(String taskId, Step step, int done, int planned) {}

    /**
     * What an application has done.
     *
     * @param counts how many schedules each step was taken for
     * @param failures why steps failed, by task id
     */
    public record Result(Map<Step, Integer> counts, Map<String, TaskScheduleException> failures) {
        public Result {
            counts = Map.copyOf(counts);
            failures = Map.copyOf(failures);
        }

        /** How many schedules a step was taken for. */
        public int count(Step step) {
            return counts.getOrDefault(step, 0);
        }
    }

    private final ScheduleManager schedules;
    private final ReconcilePlan plan;
    private final List<Consumer<Progress>> listeners = new ArrayList<>();
    private final List<BiConsumer<String, String>> deletions = new ArrayList<>();

    private Reconciliation(ScheduleManager schedules, ReconcilePlan plan) {
        this.schedules = schedules;
        this.plan = plan;
    }

    static Reconciliation plan(ScheduleManager schedules, Collection<MonitoringTask> desired, boolean deeply) {
        ReconcilePlan plan = new ReconcilePlan(schedules, desired, deeply);
        schedules.list().forEach(plan::compare);
        return new Reconciliation(schedules, plan);
    }

    /** Tasks without a schedule. */
    public List<String> missing() {
        return List.copyOf(plan.missing().keySet());
    }

    /** Tasks whose schedule differs from what it should be. */
    public List<String> drifted() {
        return List.copyOf(plan.drifted().keySet());
    }

    /** Task ids of schedules whose task is not desired. */
    public List<String> orphaned() {
        return List.copyOf(plan.orphaned().keySet());
    }

    /**
     * Task ids of schedules that are left, though their task is not desired: those younger than 10 minutes, for another
     * host may know of the task already; and those of tasks that were told once, for they remember it.
     */
    public List<String> left() {
        return List.copyOf(plan.left());
    }

    /** How many schedules are as desired. */
    public int unchanged() {
        return plan.unchanged();
    }

    /** Desired tasks that break a rule of the schedule manager, with what is wrong; their schedules stay as they are. */
    public Map<String, List<Problem>> refused() {
        return Map.copyOf(plan.refused());
    }

    /** Has a listener told each step when it is done, in the thread that applies; what it throws is logged. */
    public Reconciliation onProgress(Consumer<Progress> listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Has something else deleted with each orphan, after its schedule; when that fails, so does the step.
     *
     * @param deletion is given the task's id and the epoch of the life that ended
     */
    public Reconciliation alsoDeleting(BiConsumer<String, String> deletion) {
        deletions.add(deletion);
        return this;
    }

    /**
     * Creates what is missing, updates what differs and deletes the orphans, at the manager's pace.
     *
     * <p>A call for each missing schedule, 3 for each that differs, 2 for each orphan. A step that fails does not stop the
     * others, but for failures that would meet each of them.
     *
     * @throws InvalidException when no task at all is desired and there are schedules: more likely a table could not be
     *     read; delete them one by one if it is meant
     * @throws TaskScheduleException when the server denies access, or does not answer or throttles three steps in a row,
     *     each beyond the call timeout
     */
    public Result apply() {
        if (plan.nothingDesired() && plan.orphaned().size() + plan.left().size() > 0) {
            throw InvalidException.of(
                    "this reconciliation",
                    new Problem(
                            "NOTHING_DESIRED",
                            "desired",
                            "no tasks",
                            "there are " + (plan.orphaned().size() + plan.left().size())
                                    + " schedules; delete each by its id if that is meant"));
        }
        return new ReconcileRun(schedules, plan, List.copyOf(listeners), List.copyOf(deletions)).result();
    }

    @Override
    public String toString() {
        return "Reconciliation[missing=" + plan.missing().size() + ", drifted="
                + plan.drifted().size() + ", orphaned=" + plan.orphaned().size() + ", left="
                + plan.left().size() + ", unchanged=" + plan.unchanged() + ", refused="
                + plan.refused().size() + "]";
    }
}
