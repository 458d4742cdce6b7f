package ai.torale.temporal.schedule;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.workflow.MonitoringActivities;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What has to be done so that the schedules are those of the desired tasks.
 *
 * <p>A plan until {@link #apply()} carries it out. Each step looks at the schedule again, so an old plan, one that was
 * interrupted, and two hosts at once do no harm: plan and apply again. Schedules of other scopes and makers are never
 * touched.
 */
public final class Reconciliation {
    private static final Duration YOUNG = Duration.ofMinutes(10);

    /** After these every further step would fail as well. */
    private static final Set<String> HOPELESS = Set.of("ACCESS_DENIED", "NAMESPACE_NOT_FOUND");

    /** After as many in a row of these the server is not there, or not for us. */
    private static final Set<String> DISCOURAGING = Set.of("UNAVAILABLE", "THROTTLED");

    private static final int PATIENCE = 3;

    /** What became of one schedule. */
    public enum Step {
        /** It was missing and was created. */
        CREATED,
        /** It differed and was brought in line. */
        UPDATED,
        /** It had no task and was deleted. */
        DELETED,
        /** It was as desired by the time of the step, or no orphan any more. */
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
     * @param counts how many schedules each step was taken for; none is missing
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
    private final boolean nothingDesired;
    private final Map<String, MonitoringTask> missing;
    private final Map<String, MonitoringTask> drifted;
    private final List<String> orphaned;
    private final List<String> left;
    private final int unchanged;
    private final Map<String, List<Problem>> refused;
    private final List<Consumer<Progress>> listeners = new ArrayList<>();

    private Reconciliation(ScheduleManager schedules, Planner planner) {
        this.schedules = schedules;
        this.nothingDesired = planner.desired.isEmpty();
        this.missing = planner.missing;
        this.drifted = planner.drifted;
        this.orphaned = List.copyOf(planner.orphaned);
        this.left = List.copyOf(planner.left);
        this.unchanged = planner.unchanged;
        this.refused = planner.refused;
    }

    static Reconciliation plan(ScheduleManager schedules, Collection<MonitoringTask> desired, boolean deeply) {
        Planner planner = new Planner(schedules, desired, deeply);
        schedules.list().forEach(planner::compare);
        return new Reconciliation(schedules, planner);
    }

    /** Tasks without a schedule. */
    public List<String> missing() {
        return List.copyOf(missing.keySet());
    }

    /** Tasks whose schedule differs from what it should be. */
    public List<String> drifted() {
        return List.copyOf(drifted.keySet());
    }

    /** Task ids of schedules whose task is not desired. */
    public List<String> orphaned() {
        return orphaned;
    }

    /**
     * Task ids of schedules that are left, though their task is not desired: those younger than 10 minutes, for another
     * host may know of the task already; and those of tasks that were told once, for they remember it.
     */
    public List<String> left() {
        return left;
    }

    /** How many schedules are as desired. */
    public int unchanged() {
        return unchanged;
    }

    /** Desired tasks that break a rule of the schedule manager, with what is wrong; their schedules stay as they are. */
    public Map<String, List<Problem>> refused() {
        return Map.copyOf(refused);
    }

    /** Has a listener told each step when it is done, in the thread that applies the plan. */
    public Reconciliation onProgress(Consumer<Progress> listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Creates what is missing, updates what differs and deletes the orphans, at the manager's pace.
     *
     * <p>A call for each missing schedule, 3 for each that differs, 2 for each orphan. A step that fails does not stop the
     * others, but for failures that would meet each of them.
     *
     * @throws InvalidException when no task at all is desired and schedules would be deleted: more likely a table could
     *     not be read; delete them one by one if it is meant
     * @throws TaskScheduleException when the server denies access, or does not answer or throttles three steps in a row,
     *     each beyond the call timeout
     */
    public Result apply() {
        if (nothingDesired && !orphaned.isEmpty()) {
            throw InvalidException.of(
                    "this reconciliation",
                    new Problem(
                            "NOTHING_DESIRED",
                            "desired",
                            "no tasks",
                            "it would delete all " + orphaned.size()
                                    + " schedules; delete each by its id if that is meant"));
        }
        Application application = new Application();
        missing.forEach((id, task) -> application.step(id, () -> step(schedules.saveNew(task))));
        drifted.forEach((id, task) -> application.step(id, () -> step(schedules.save(task))));
        orphaned.forEach(id -> application.step(
                id,
                () -> schedules.deleteIf(
                                id,
                                found -> !isLeft(
                                        schedules.settings().clock().instant(),
                                        found.getSchedule().getState().getPaused(),
                                        found.getSchedule().getState().getNotes(),
                                        Described.createdAt(found.getMemo())))
                        ? Step.DELETED
                        : Step.UNCHANGED));
        return new Result(application.counts, application.failures);
    }

    @Override
    public String toString() {
        return "Reconciliation[missing=" + missing.size() + ", drifted=" + drifted.size() + ", orphaned="
                + orphaned.size() + ", left=" + left.size() + ", unchanged=" + unchanged + ", refused=" + refused.size()
                + "]";
    }

    private static Step step(Written written) {
        return switch (written) {
            case CREATED -> Step.CREATED;
            case UPDATED -> Step.UPDATED;
            case UNCHANGED -> Step.UNCHANGED;
        };
    }

    private static boolean isLeft(Instant now, boolean paused, String note, Optional<Instant> createdAt) {
        boolean completed = paused && note.startsWith(MonitoringActivities.COMPLETED_NOTE);
        boolean young = createdAt.filter(time -> time.isAfter(now.minus(YOUNG))).isPresent();
        return completed || young;
    }

    /** Compares the desired tasks with a listing. */
    private static final class Planner {
        private final ScheduleManager schedules;
        private final boolean deeply;
        private final Instant now;
        private final Map<String, MonitoringTask> desired = new LinkedHashMap<>();
        private final Map<String, MonitoringTask> missing = new LinkedHashMap<>();
        private final Map<String, MonitoringTask> drifted = new LinkedHashMap<>();
        private final List<String> orphaned = new ArrayList<>();
        private final List<String> left = new ArrayList<>();
        private final Map<String, List<Problem>> refused = new LinkedHashMap<>();
        private int unchanged;

        Planner(ScheduleManager schedules, Collection<MonitoringTask> tasks, boolean deeply) {
            this.schedules = schedules;
            this.deeply = deeply;
            this.now = schedules.settings().clock().instant();
            List<Problem> twice = new ArrayList<>();
            for (MonitoringTask task : tasks) {
                if (desired.put(task.id(), task) != null) {
                    twice.add(new Problem("TASK_TWICE", "desired", task.id(), "name each task once"));
                }
                List<Problem> problems = schedules.settings().problems(task);
                if (problems.isEmpty()) {
                    missing.put(task.id(), task);
                } else {
                    refused.put(task.id(), List.copyOf(problems));
                }
            }
            InvalidException.throwIfAny("this reconciliation", twice);
        }

        void compare(ListedSchedule listed) {
            String id = listed.taskId().orElseThrow();
            if (!desired.containsKey(id)) {
                (isLeft(now, listed.paused(), listed.note(), listed.createdAt()) ? left : orphaned).add(id);
                return;
            }
            MonitoringTask task = missing.remove(id);
            if (task == null) {
                return; // refused
            }
            if (isAsDesired(task, listed)) {
                unchanged++;
            } else {
                drifted.put(id, task);
            }
        }

        private boolean isAsDesired(MonitoringTask task, ListedSchedule listed) {
            return listed.mark().filter(schedules.content(task).mark()::equals).isPresent()
                    && (!deeply || schedules.isAsDesired(task));
        }
    }

    /** Carries out steps, counts them and tells the listeners. */
    private final class Application {
        private final Map<Step, Integer> counts = new EnumMap<>(Step.class);
        private final Map<String, TaskScheduleException> failures = new LinkedHashMap<>();
        private final int planned = missing.size() + drifted.size() + orphaned.size();
        private int done;
        private int discouraged;

        void step(String taskId, Supplier<Step> work) {
            Step step;
            try {
                step = work.get();
            } catch (TaskScheduleException e) {
                discouraged = DISCOURAGING.contains(e.code()) ? discouraged + 1 : 0;
                if (HOPELESS.contains(e.code()) || discouraged == PATIENCE) {
                    throw e;
                }
                failures.put(taskId, e);
                step = Step.FAILED;
            }
            discouraged = step == Step.FAILED ? discouraged : 0;
            counts.merge(step, 1, Integer::sum);
            done++;
            Progress progress = new Progress(taskId, step, done, planned);
            listeners.forEach(listener -> listener.accept(progress));
        }
    }
}
