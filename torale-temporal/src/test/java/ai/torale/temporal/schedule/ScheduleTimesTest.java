package ai.torale.temporal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.temporal.api.schedule.v1.IntervalSpec;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTimesTest {
    @Test
    void a_calendar_is_its_five_fields() {
        StructuredCalendarSpec calendar = StructuredCalendarSpec.newBuilder()
                .addSecond(range(0, 0, 1))
                .addMinute(range(0, 59, 5))
                .addHour(range(9, 17, 1))
                .addDayOfMonth(range(1, 31, 1))
                .addMonth(range(1, 12, 1))
                .addDayOfWeek(range(1, 5, 1))
                .build();

        assertThat(ScheduleTimes.of(spec(calendar))).containsExactly("*/5 9-17 * * 1-5");
    }

    @Test
    void an_empty_calendar_is_midnight_every_day() {
        assertThat(ScheduleTimes.of(spec(StructuredCalendarSpec.getDefaultInstance())))
                .containsExactly("0 0 * * *");
    }

    @Test
    void several_ranges_are_a_list_and_an_end_before_its_start_is_none() {
        StructuredCalendarSpec calendar = StructuredCalendarSpec.newBuilder()
                .addMinute(range(15, 0, 0))
                .addMinute(range(45, 45, 1))
                .addHour(range(8, 10, 1))
                .addHour(range(12, 20, 4))
                .build();

        assertThat(ScheduleTimes.of(spec(calendar))).containsExactly("15,45 8-10,12-20/4 * * *");
    }

    @Test
    void seconds_and_years_make_seven_fields() {
        StructuredCalendarSpec calendar = StructuredCalendarSpec.newBuilder()
                .addSecond(range(0, 59, 10))
                .addYear(range(2030, 2030, 1))
                .build();

        assertThat(ScheduleTimes.of(spec(calendar))).containsExactly("*/10 0 0 * * * 2030");
    }

    @ParameterizedTest
    @CsvSource({
        "PT1M, PT0S, @every 1m",
        "PT90S, PT0S, @every 90s",
        "PT1H30M, PT0S, @every 90m",
        "PT24H, PT0S, @every 1d",
        "PT36H, PT0S, @every 36h",
        "PT25H1M1S, PT0S, @every 90061s",
        "PT12H, PT15M, @every 12h/15m"
    })
    void an_interval_is_the_shortest_that_says_the_same(Duration interval, Duration phase, String expected) {
        ScheduleSpec spec = ScheduleSpec.newBuilder()
                .addInterval(IntervalSpec.newBuilder()
                        .setInterval(Durations.fromSeconds(interval.toSeconds()))
                        .setPhase(Durations.fromSeconds(phase.toSeconds())))
                .build();

        assertThat(ScheduleTimes.of(spec)).containsExactly(expected);
    }

    @Test
    void calendars_come_before_intervals_and_none_is_left_out() {
        ScheduleSpec spec = spec(StructuredCalendarSpec.getDefaultInstance()).toBuilder()
                .addInterval(IntervalSpec.newBuilder().setInterval(Durations.fromHours(1)))
                .addStructuredCalendar(StructuredCalendarSpec.newBuilder().addHour(range(7, 7, 1)))
                .build();

        assertThat(ScheduleTimes.of(spec)).containsExactly("0 0 * * *", "0 7 * * *", "@every 1h");
    }

    private static ScheduleSpec spec(StructuredCalendarSpec calendar) {
        return ScheduleSpec.newBuilder().addStructuredCalendar(calendar).build();
    }

    private static Range range(int start, int end, int step) {
        return Range.newBuilder().setStart(start).setEnd(end).setStep(step).build();
    }
}
