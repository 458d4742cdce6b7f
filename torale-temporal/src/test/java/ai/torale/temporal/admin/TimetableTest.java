package ai.torale.temporal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.cron.Cron;
import ai.torale.temporal.schedule.RecentCheck;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimetableTest {
    @ParameterizedTest
    @CsvSource({
        "*/5 * * * *, 2026-03-02T09:00:01Z, 2026-03-02T09:25:00Z",
        "@every 1h, 2026-03-02T09:30:00Z, 2026-03-02T11:15:00Z",
        // From Friday on: Monday, and Tuesday.
        "0 9 * * MON-FRI, 2026-03-06T09:00:01Z, 2026-03-10T09:15:00Z",
        "0 0 1 1 *, 2026-03-02T09:00:00Z, 2028-01-01T00:15:00Z"
    })
    void it_is_too_long_since_a_success_15_minutes_after_the_second_fire(String cron, Instant success, Instant from) {
        Timetable times = new Timetable.Written(Cron.parse(cron), ZoneId.of("UTC"));

        assertThat(times.overdueFrom(success)).contains(from);
    }

    @Test
    void what_fires_but_once_more_is_never_overdue() {
        Timetable times = new Timetable.Written(Cron.parse("0 0 1 1 *"), ZoneId.of("UTC"));

        assertThat(times.overdueFrom(Instant.parse("2099-06-01T00:00:00Z"))).isEmpty();
    }

    @Test
    void what_says_no_cron_is_overdue_after_twice_its_longest_announced_wait() {
        List<Instant> coming = List.of(
                Instant.parse("2026-03-05T09:00:30Z"),
                Instant.parse("2026-03-06T09:00:30Z"),
                Instant.parse("2026-03-09T09:00:30Z"));

        Timetable times = Timetable.observed(coming, List.of());

        assertThat(times.overdueFrom(Instant.parse("2026-03-05T09:00:30Z")))
                .contains(Instant.parse("2026-03-11T09:15:30Z"));
    }

    @Test
    void past_fires_tell_where_no_two_are_announced() {
        List<RecentCheck> past = List.of(ran("2026-03-02T09:00:00Z"), ran("2026-03-02T10:00:00Z"));

        Timetable times = Timetable.observed(List.of(), past);

        assertThat(times.overdueFrom(Instant.parse("2026-03-02T10:00:00Z")))
                .contains(Instant.parse("2026-03-02T12:15:00Z"));
    }

    @Test
    void of_which_nobody_knows_any_fire_is_overdue_at_once() {
        Timetable times = Timetable.observed(List.of(), List.of());

        assertThat(times.overdueFrom(Instant.parse("2026-03-02T10:00:00Z")))
                .contains(Instant.parse("2026-03-02T10:15:00Z"));
    }

    private static RecentCheck ran(String scheduledAt) {
        return new RecentCheck("w", "r", Instant.parse(scheduledAt), RecentCheck.Status.COMPLETED);
    }
}
