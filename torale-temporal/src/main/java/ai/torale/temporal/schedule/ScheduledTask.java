package ai.torale.temporal.schedule;

import ai.torale.InvalidException;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.workflow.TaskConfig;
import ai.torale.temporal.workflow.TaskFields;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.common.converter.DataConverter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A task's schedule as the server holds it. */
public final class ScheduledTask {
    private final String taskId;
    private final String scheduleId;
    private final String epoch;
    private final String cron;
    private final String timeZone;
    private final @Nullable MonitoringTask task;
    private final boolean paused;
    private final String note;
    private final Instant createdAt;
    private final List<Instant> nextTimes;
    private final List<RecentCheck> running;
    private final List<RecentCheck> recent;

    ScheduledTask(String taskId, String scheduleId, DescribeScheduleResponse described, DataConverter converter) {
        Schedule schedule = described.getSchedule();
        ScheduleState state = schedule.getState();
        this.taskId = taskId;
        this.scheduleId = scheduleId;
        this.epoch = Described.epoch(described.getMemo());
        this.cron = ScheduleMark.in(schedule.getSpec())
                .map(ScheduleMark::cron)
                .orElseGet(() -> String.join("; ", ScheduleTimes.of(schedule.getSpec())));
        this.timeZone = Described.zone(schedule.getSpec());
        this.task = task(schedule, converter).orElse(null);
        this.paused = state.getPaused();
        this.note = state.getNotes();
        this.createdAt = Described.createdAt(described.getMemo())
                .orElseGet(() -> Described.instant(described.getInfo().getCreateTime()));
        this.nextTimes = Described.instants(described.getInfo().getFutureActionTimesList());
        this.running = Described.running(described.getInfo());
        this.recent = Described.recent(described.getInfo().getRecentActionsList());
    }

    /** The task that a schedule carries; empty when it carries none, or none that can be read. */
    static Optional<MonitoringTask> task(Schedule schedule, DataConverter converter) {
        try {
            return Described.config(schedule.getAction().getStartWorkflow(), converter).stream()
                    .map(TaskConfig::task)
                    .flatMap(Stream::ofNullable)
                    .findFirst()
                    .map(TaskFields::toTask);
        } catch (InvalidException e) {
            return Optional.empty();
        }
    }

    /** The task's id. */
    public String taskId() {
        return taskId;
    }

    /** The id of the Temporal Schedule. */
    public String scheduleId() {
        return scheduleId;
    }

    /** The life of the task: made when its schedule was created, kept by every update. */
    public String epoch() {
        return epoch;
    }

    /** The cron as the user wrote it; what says the same when somebody edited the schedule and removed it. */
    public String cron() {
        return cron;
    }

    /** The name of the zone in which the cron is read. */
    public String timeZone() {
        return timeZone;
    }

    /** The task that the schedule carries; empty when the host keeps its tasks, or it cannot be read. */
    public Optional<MonitoringTask> task() {
        return Optional.ofNullable(task);
    }

    /** Whether it is paused. */
    public boolean paused() {
        return paused;
    }

    /** The note of whoever paused or resumed it last; may be empty. */
    public String note() {
        return note;
    }

    /** When it was created. */
    public Instant createdAt() {
        return createdAt;
    }

    /** When it fires next, the soonest first; at most ten, also while it is paused. */
    public List<Instant> nextTimes() {
        return nextTimes;
    }

    /** The checks that run now. */
    public List<RecentCheck> running() {
        return running;
    }

    /** The last checks that it started, the oldest first; at most ten. */
    public List<RecentCheck> recent() {
        return recent;
    }

    @Override
    public String toString() {
        return "ScheduledTask[" + taskId + ", " + cron + (paused ? ", paused]" : "]");
    }
}
