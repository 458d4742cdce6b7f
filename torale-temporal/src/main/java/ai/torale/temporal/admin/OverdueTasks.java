package ai.torale.temporal.admin;

import ai.torale.temporal.admin.TemporalAdmin.Overdue;
import ai.torale.temporal.schedule.ListedCheck;
import ai.torale.temporal.schedule.ListedSchedule;
import ai.torale.temporal.schedule.RecentCheck;
import ai.torale.temporal.schedule.ScheduleManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the tasks without a successful check.
 *
 * <p>The listing of schedules tells of most tasks that they are well. For the others, a hundred at a time, completed
 * checks are listed, those that ended last first, until each was seen or none is left.
 */
final class OverdueTasks {
    private static final int TOGETHER = 100;
    private static final int ROWS = 1_000;

    private final ScheduleManager schedules;
    private final Instant now;
    private final UiLinks links;
    private final List<Overdue> overdue = new ArrayList<>();

    private OverdueTasks(ScheduleManager schedules, Instant now, UiLinks links) {
        this.schedules = schedules;
        this.now = now;
        this.links = links;
    }

    /**
     * A task that is overdue unless a completed check is found.
     *
     * @param success the last success that the listing of schedules knows
     * @param since the last success, or the creation
     */
    private record Suspect(
            String taskId, String scheduleId, Timetable times, Optional<Instant> success, Instant since) {}

    static List<Overdue> find(ScheduleManager schedules, Instant now, UiLinks links) {
        OverdueTasks search = new OverdueTasks(schedules, now, links);
        List<Suspect> suspects = schedules
                .list()
                .flatMap(listed -> search.suspect(listed).stream())
                .toList();
        for (int i = 0; i < suspects.size(); i += TOGETHER) {
            search.judge(suspects.subList(i, Math.min(i + TOGETHER, suspects.size())));
        }
        search.overdue.sort(Comparator.comparing(Overdue::since).thenComparing(Overdue::taskId));
        return List.copyOf(search.overdue);
    }

    private Optional<Suspect> suspect(ListedSchedule listed) {
        if (listed.paused() || listed.taskId().isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> success = listed.recent().stream()
                .filter(check -> check.status() == RecentCheck.Status.COMPLETED)
                .map(RecentCheck::scheduledAt)
                .max(Comparator.naturalOrder());
        Instant since = Stream.of(success, listed.createdAt())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH); // nobody knows since when it is watched: better shown than missed
        return Optional.of(new Suspect(
                        listed.taskId().orElseThrow(), listed.scheduleId(), Timetable.of(listed), success, since))
                .filter(task -> overdueFrom(task, task.since()).isPresent());
    }

    private void judge(List<Suspect> together) {
        Map<String, Suspect> open = new LinkedHashMap<>();
        together.forEach(task -> open.put(task.taskId(), task));
        boolean more = true;
        while (more && !open.isEmpty()) {
            int before = open.size();
            List<ListedCheck> completed =
                    schedules.checks().completed(open.keySet()).limit(ROWS).toList();
            for (ListedCheck check : completed) {
                check.taskId().map(open::remove).ifPresent(task -> judge(task, Optional.of(check.startedAt())));
            }
            more = completed.size() == ROWS && open.size() < before;
        }
        open.values().forEach(task -> judge(task, task.success()));
    }

    private void judge(Suspect task, Optional<Instant> completed) {
        Instant since = completed.filter(found -> found.isAfter(task.since())).orElse(task.since());
        overdueFrom(task, since)
                .ifPresent(from -> overdue.add(new Overdue(
                        task.taskId(), task.scheduleId(), completed, from, links.schedule(task.scheduleId()))));
    }

    private Optional<Instant> overdueFrom(Suspect task, Instant since) {
        return task.times().overdueFrom(since).filter(from -> !from.isAfter(now));
    }
}
