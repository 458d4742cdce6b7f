package ai.torale.temporal.schedule;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.task.MonitoringTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the desired tasks with a listing of the schedules. */
final class ReconcilePlan {
    private static final Duration YOUNG = Duration.ofMinutes(10);

    private final ScheduleManager schedules;
    private final boolean deeply;
    private final Instant now;
    private final Map<String, MonitoringTask> desired = new LinkedHashMap<>();
    private final Map<String, MonitoringTask> missing = new LinkedHashMap<>();
    private final Map<String, MonitoringTask> drifted = new LinkedHashMap<>();
    private final Map<String, Orphan> orphaned = new LinkedHashMap<>();
    private final List<String> left = new ArrayList<>();
    private final Map<String, List<Problem>> refused = new LinkedHashMap<>();
    private int unchanged;

    /**
     * A schedule without a task, as the listing showed it.
     *
     * @param epoch which life of its task it belongs to
     * @param mark what it held; empty when somebody removed it
     */
    record Orphan(Optional<String> epoch, Optional<ScheduleMark> mark) {}

    ReconcilePlan(ScheduleManager schedules, Collection<MonitoringTask> tasks, boolean deeply) {
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
            if (stays(listed.paused(), listed.note(), listed.createdAt(), now)) {
                left.add(id);
            } else {
                orphaned.put(id, new Orphan(listed.epoch(), listed.mark()));
            }
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
                && !Described.hasToldAnotherQuestion(listed.paused(), listed.note(), task)
                && (!deeply || schedules.isAsDesired(task));
    }

    /** Whether a schedule stays, though its task is not desired. */
    static boolean stays(boolean paused, String note, Optional<Instant> createdAt, Instant now) {
        boolean young = createdAt.filter(time -> time.isAfter(now.minus(YOUNG))).isPresent();
        return young || Described.isCompleted(paused, note);
    }

    boolean nothingDesired() {
        return desired.isEmpty();
    }

    Map<String, MonitoringTask> missing() {
        return missing;
    }

    Map<String, MonitoringTask> drifted() {
        return drifted;
    }

    Map<String, Orphan> orphaned() {
        return orphaned;
    }

    List<String> left() {
        return left;
    }

    int unchanged() {
        return unchanged;
    }

    Map<String, List<Problem>> refused() {
        return refused;
    }
}
