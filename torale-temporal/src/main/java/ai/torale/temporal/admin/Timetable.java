package ai.torale.temporal.admin;

import ai.torale.InvalidException;
import ai.torale.cron.Cron;
import ai.torale.temporal.schedule.ListedSchedule;
import ai.torale.temporal.schedule.RecentCheck;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** When a task's schedule fires. */
sealed interface Timetable {
    /** How long after its fire a check may take to succeed; the default execution timeout of a check. */
    Duration GRACE = Duration.ofMinutes(15);

    /**
     * As its cron says.
     *
     * @param cron as the listing shows it
     * @param zone in which the cron is read
     */
    record Written(Cron cron, ZoneId zone) implements Timetable {
        @Override
        public Optional<Instant> overdueFrom(Instant success) {
            List<Instant> fires = cron.next(success, zone, 2);
            return fires.size() == 2 ? Optional.of(fires.get(1).plus(GRACE)) : Optional.empty();
        }
    }

    /**
     * As far as its fires tell: what somebody edited by hand, or another version wrote, may say no cron.
     *
     * @param period the longest between two fires that are known; zero when no two are
     */
    record Observed(Duration period) implements Timetable {
        @Override
        public Optional<Instant> overdueFrom(Instant success) {
            return Optional.of(success.plus(period.multipliedBy(2)).plus(GRACE));
        }
    }

    /** Of a schedule in the listing, however it was edited. */
    static Timetable of(ListedSchedule listed) {
        Optional<Written> written = written(listed.cron(), listed.timeZone());
        return written.isPresent() ? written.get() : observed(listed.nextTimes(), listed.recent());
    }

    /** Empty for what this version cannot read as one cron. */
    private static Optional<Written> written(String cron, String zone) {
        try {
            return Optional.of(new Written(Cron.parseWithBothDays(cron), ZoneId.of(zone)));
        } catch (InvalidException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Past fires count only where the coming ones do not tell: between them a schedule may have been paused. */
    static Observed observed(List<Instant> coming, List<RecentCheck> past) {
        List<Instant> fires = coming.size() > 1
                ? coming
                : Stream.concat(past.stream().map(RecentCheck::scheduledAt), coming.stream())
                        .sorted()
                        .toList();
        return new Observed(IntStream.range(1, fires.size())
                .mapToObj(i -> Duration.between(fires.get(i - 1), fires.get(i)))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO));
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
                .or(() -> listed.taskId()
                        .flatMap(task -> written(listed.cron(), listed.timeZone()))
                        .flatMap(times -> times.cron.next(now, times.zone)));
    }

    /**
     * From when on it is too long since the last success: two fires, and 15 minutes after the second. Empty when there
     * are no two fires more.
     */
    Optional<Instant> overdueFrom(Instant success);
}
