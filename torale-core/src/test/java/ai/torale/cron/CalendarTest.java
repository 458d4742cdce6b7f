package ai.torale.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.torale.cron.Calendar.Field;
import ai.torale.cron.Calendar.Range;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final Instant START = Instant.parse("2024-03-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 9 * * *",
                "*/7 1-3 * * *",
                "30 2 * * *",
                "0 0 31 * *",
                "15 9-17/4 * * MON-FRI",
                "0 0 29 2 *",
                "0 12 * * 5-7",
                "0 12 * * 1-7/2",
                "@weekly"
            })
    void the_calendar_of_a_cron_fires_when_the_cron_does(String text) {
        Cron cron = Cron.parse(text);

        List<Instant> fires = fires(cron.calendar().orElseThrow(), NEW_YORK, 60);

        assertThat(fires).isEqualTo(cron.next(START, NEW_YORK, 60));
    }

    @Test
    void an_interval_is_no_calendar() {
        Cron cron = Cron.parse("@every 3h/20m");

        assertThat(cron.calendar()).isEmpty();
        assertThat(cron.interval()).hasValue(java.time.Duration.ofHours(3));
        assertThat(cron.phase()).isEqualTo(java.time.Duration.ofMinutes(20));
    }

    @Test
    void ranges_are_kept_as_they_were_written() {
        Calendar calendar =
                Cron.parseWithBothDays("5/20 9-17/4 1,15 * 5-7").calendar().orElseThrow();

        assertThat(calendar.ranges(Field.MINUTE)).containsExactly(new Range(5, 59, 20));
        assertThat(calendar.ranges(Field.HOUR)).containsExactly(new Range(9, 17, 4));
        assertThat(calendar.ranges(Field.DAY_OF_MONTH)).containsExactly(new Range(1, 1, 1), new Range(15, 15, 1));
        assertThat(calendar.ranges(Field.WEEKDAY)).containsExactly(new Range(0, 0, 1), new Range(5, 6, 1));
        assertThat(calendar.ranges(Field.YEAR)).isEmpty();
    }

    @Test
    void seconds_are_counted() {
        Calendar calendar = every(Map.of(Field.SECOND, List.of(new Range(10, 59, 25)), Field.MINUTE, at(59)));

        assertThat(fires(calendar, ZoneOffset.UTC, 3))
                .containsExactly(
                        Instant.parse("2024-03-01T00:59:10Z"),
                        Instant.parse("2024-03-01T00:59:35Z"),
                        Instant.parse("2024-03-01T01:59:10Z"));
    }

    @Test
    void seconds_of_a_repeated_hour_fire_twice() {
        Calendar calendar = every(Map.of(
                Field.SECOND,
                at(30),
                Field.MINUTE,
                at(30),
                Field.HOUR,
                at(1),
                Field.MONTH,
                at(11),
                Field.DAY_OF_MONTH,
                at(3)));

        assertThat(fires(calendar, NEW_YORK, 2))
                .containsExactly(Instant.parse("2024-11-03T05:30:30Z"), Instant.parse("2024-11-03T06:30:30Z"));
    }

    @Test
    void a_year_is_waited_for_and_then_over() {
        Calendar calendar = every(Map.of(
                Field.SECOND,
                at(0),
                Field.MINUTE,
                at(0),
                Field.HOUR,
                at(0),
                Field.DAY_OF_MONTH,
                at(1),
                Field.MONTH,
                at(1),
                Field.YEAR,
                List.of(new Range(2030, 2034, 4))));

        assertThat(fires(calendar, ZoneOffset.UTC, 5))
                .containsExactly(Instant.parse("2030-01-01T00:00:00Z"), Instant.parse("2034-01-01T00:00:00Z"));
    }

    @Test
    void a_field_without_a_range_matches_nothing() {
        assertThat(Calendar.of(Map.of()).next(START, ZoneOffset.UTC)).isEmpty();
    }

    @Test
    void a_time_matches_by_its_local_second() {
        Calendar calendar = every(Map.of(Field.HOUR, at(9), Field.WEEKDAY, at(5)));

        assertThat(calendar.matches(Instant.parse("2024-03-01T14:20:30.5Z"), NEW_YORK))
                .isTrue();
        assertThat(calendar.matches(Instant.parse("2024-03-01T15:20:30Z"), NEW_YORK))
                .isFalse();
        assertThat(calendar.matches(Instant.parse("2024-03-02T14:20:30Z"), NEW_YORK))
                .isFalse();
    }

    @Test
    void a_range_beyond_its_field_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Calendar.of(Map.of(Field.HOUR, List.of(new Range(0, 24, 1)))))
                .withMessageContaining("HOUR");
    }

    private static List<Range> at(int value) {
        return List.of(new Range(value, value, 1));
    }

    /** Every second that the given fields allow. */
    private static Calendar every(Map<Field, List<Range>> given) {
        EnumMap<Field, List<Range>> ranges = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            if (field != Field.YEAR) {
                ranges.put(field, List.of(new Range(field.first(), field.last(), 1)));
            }
        }
        ranges.putAll(given);
        return Calendar.of(ranges);
    }

    private static List<Instant> fires(Calendar calendar, ZoneId zone, int count) {
        List<Instant> fires = new ArrayList<>();
        Optional<Instant> fire = calendar.next(START, zone);
        while (fire.isPresent() && fires.size() < count) {
            fires.add(fire.get());
            fire = calendar.next(fire.get(), zone);
        }
        return fires;
    }
}
