package ai.torale.temporal.schedule;

import io.temporal.api.schedule.v1.ScheduleListEntry;
import io.temporal.api.schedule.v1.ScheduleListInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as a listing shows it: some seconds old, and without the task that it carries.
 *
 * @see ScheduleManager#find
 */
public final class ListedSchedule {
    private final String scheduleId;
    private final @Nullable String taskId;
    private final @Nullable ScheduleMark mark;
    private final List<String> times;
    private final String timeZone;
    private final boolean paused;
    private final String note;
    private final String epoch;
    private final @Nullable Instant createdAt;
    private final List<Instant> nextTimes;
    private final List<RecentCheck> recent;

    ListedSchedule(ScheduleListEntry entry, Optional<String> taskId) {
        ScheduleListInfo info = entry.getInfo();
        this.scheduleId = entry.getScheduleId();
        this.taskId = taskId.filter(id -> Described.isOwn(entry.getMemo())).orElse(null);
        this.mark = ScheduleMark.in(info.getSpec()).orElse(null);
        this.times = ScheduleTimes.of(info.getSpec());
        this.timeZone = Described.zone(info.getSpec());
        this.paused = info.getPaused();
        this.note = info.getNotes();
        this.epoch = Described.epoch(entry.getMemo());
        this.createdAt = Described.createdAt(entry.getMemo()).orElse(null);
        this.nextTimes = Described.instants(info.getFutureActionTimesList());
        this.recent = Described.recent(info.getRecentActionsList());
    }

    /** The id of the Temporal Schedule. */
    public String scheduleId() {
        return scheduleId;
    }

    /** The task whose schedule it is; empty when this library did not make it, or another scope did. */
    public Optional<String> taskId() {
        return Optional.ofNullable(taskId);
    }

    /**
     * When it fires: the cron as the user wrote it; for {@code @every}, and for schedules that somebody else made, the
     * shortest that says the same, several separated by {@code "; "}.
     */
    public String cron() {
        return mark == null || mark.cron().startsWith("@every") ? String.join("; ", times) : mark.cron();
    }

    /** The name of the zone in which the cron is read. */
    public String timeZone() {
        return timeZone;
    }

    /** Whether it is paused. */
    public boolean paused() {
        return paused;
    }

    /** The note of whoever paused or resumed it last; may be empty. */
    public String note() {
        return note;
    }

    /** The life of the task; empty for schedules that somebody else made. */
    public Optional<String> epoch() {
        return Optional.of(epoch).filter(text -> !text.isEmpty());
    }

    /** When it was created; empty for schedules that somebody else made. */
    public Optional<Instant> createdAt() {
        return Optional.ofNullable(createdAt);
    }

    /** When it fires next, the soonest first; a few, also while it is paused. */
    public List<Instant> nextTimes() {
        return nextTimes;
    }

    /** The last runs that it started, the oldest first; a few. Their status may be minutes old. */
    public List<RecentCheck> recent() {
        return recent;
    }

    Optional<ScheduleMark> mark() {
        return Optional.ofNullable(mark);
    }

    @Override
    public String toString() {
        return "ListedSchedule[" + scheduleId + ", " + cron() + (paused ? ", paused]" : "]");
    }
}
