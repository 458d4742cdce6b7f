package ai.torale.temporal.admin;

import ai.torale.InvalidException;
import ai.torale.cron.Cron;
import ai.torale.temporal.schedule.ListedSchedule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * When a task's schedule fires.
 *
 * @param cron as the listing shows it
 * @param zone in which the cron is read
 */
record Timetable(Cron cron, ZoneId zone) {
    /** How long after its fire a check may take to succeed; the default execution timeout of a check. */
    private static final Duration GRACE = Duration.ofMinutes(15);

    /** Empty for a schedule that is no task's, or holds what this version cannot read. */
    static Optional<Timetable> of(ListedSchedule listed) {
        if (listed.taskId().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Timetable(Cron.parseWithBothDays(listed.cron()), ZoneId.of(listed.timeZone())));
        } catch (InvalidException | DateTimeException e) {
            return Optional.empty(); // another version's, or one that somebody edited by hand
        }
    }

    /**
     * The next fire of a schedule; empty while it is paused. As the server announced it, jitter included; when all that
     * it announced has passed, as the cron says.
     */
    static Optional<Instant> nextRun(ListedSchedule listed, Instant now) {
        if (listed.paused()) {
            return Optional.empty();
        }
        return listed.nextTimes().stream()
                .filter(time -> time.isAfter(now))
                .findFirst()
                .or(() -> of(listed).flatMap(times -> times.cron.next(now, times.zone)));
    }

    /**
     * From when on it is too long since the last success: two fires, and 15 minutes after the second. Empty when there
     * are no two fires more.
     */
    Optional<Instant> overdueFrom(Instant success) {
        List<Instant> fires = cron.next(success, zone, 2);
        return fires.size() == 2 ? Optional.of(fires.get(1).plus(GRACE)) : Optional.empty();
    }
}
