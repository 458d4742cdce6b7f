package ai.torale.temporal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.cron.Cron;
import java.time.Instant;
import java.time.ZoneId;
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
        Timetable times = new Timetable(Cron.parse(cron), ZoneId.of("UTC"));

        assertThat(times.overdueFrom(success)).contains(from);
    }

    @Test
    void what_fires_but_once_more_is_never_overdue() {
        Timetable times = new Timetable(Cron.parse("0 0 1 1 *"), ZoneId.of("UTC"));

        assertThat(times.overdueFrom(Instant.parse("2099-06-01T00:00:00Z"))).isEmpty();
    }
}
