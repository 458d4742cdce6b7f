package ai.torale.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Durations;
import io.temporal.api.schedule.v1.IntervalSpec;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecFormTest {
    @Test
    void a_cron_string_becomes_a_calendar_with_its_comment_and_zone() {
        ScheduleSpec spec = SpecForm.of(cron("CRON_TZ=Asia/Tokyo 0 9 * * 1-5 # office"));

        assertThat(spec.getCronStringCount()).isZero();
        assertThat(spec.getTimezoneName()).isEqualTo("Asia/Tokyo");
        assertThat(spec.getStructuredCalendarList())
                .containsExactly(StructuredCalendarSpec.newBuilder()
                        .addSecond(range(0, 0, 1))
                        .addMinute(range(0, 0, 1))
                        .addHour(range(9, 9, 1))
                        .addDayOfMonth(range(1, 31, 1))
                        .addMonth(range(1, 12, 1))
                        .addDayOfWeek(range(1, 5, 1))
                        .setComment("office")
                        .build());
    }

    @Test
    void an_interval_with_a_phase_loses_its_comment() {
        ScheduleSpec spec = SpecForm.of(cron("@every 1h/30m # half past"));

        assertThat(spec.getIntervalList())
                .containsExactly(IntervalSpec.newBuilder()
                        .setInterval(Durations.fromHours(1))
                        .setPhase(Durations.fromMinutes(30))
                        .build());
        assertThat(spec.getStructuredCalendarCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 0 9 * * *",
                "0 0 9 * * * 2024",
                "61 * * * *",
                "@reboot",
                "0 0 31 2 *",
                "TZ=Nowhere/Land 0 9 * * *"
            })
    void what_is_refused_as_cron_is_an_invalid_argument(String text) {
        assertThatThrownBy(() -> SpecForm.of(cron(text)))
                .hasMessageStartingWith("INVALID_ARGUMENT: Invalid schedule spec: ");
    }

    @Test
    void cron_strings_of_different_zones_are_refused() {
        ScheduleSpec spec = ScheduleSpec.newBuilder()
                .addCronString("TZ=Asia/Tokyo 0 9 * * *")
                .addCronString("0 9 * * *")
                .build();

        assertThatThrownBy(() -> SpecForm.of(spec)).hasMessageContaining("conflicting timezone names");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EST", "HST", "MST", "EST5EDT", "Etc/GMT+1", "US/Pacific", ""})
    void a_zone_of_the_time_zone_database_is_accepted(String zone) {
        assertThat(SpecForm.of(cron("0 9 * * *").toBuilder()
                                .setTimezoneName(zone)
                                .build())
                        .getTimezoneName())
                .isEqualTo(zone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+02:00", "Z", "UTC+1", "CEST", "Local"})
    void a_zone_that_is_no_name_is_refused(String zone) {
        ScheduleSpec spec = cron("0 9 * * *").toBuilder().setTimezoneName(zone).build();

        assertThatThrownBy(() -> SpecForm.of(spec)).hasMessageContaining("unknown time zone " + zone);
    }

    @Test
    void ranges_get_their_end_and_step() {
        ScheduleSpec spec = SpecForm.of(ScheduleSpec.newBuilder()
                .addStructuredCalendar(StructuredCalendarSpec.newBuilder()
                        .addHour(Range.newBuilder().setStart(9)))
                .build());

        assertThat(spec.getStructuredCalendar(0).getHourList()).containsExactly(range(9, 9, 1));
    }

    @Test
    void a_calendar_out_of_range_is_refused_in_the_servers_words() {
        ScheduleSpec spec = ScheduleSpec.newBuilder()
                .addStructuredCalendar(StructuredCalendarSpec.newBuilder().addHour(range(24, 24, 1)))
                .build();

        assertThatThrownBy(() -> SpecForm.of(spec)).hasMessageContaining("Hour Start is not in range [0-23]");
    }

    @Test
    void what_excludes_may_lie_before_the_year_2000() {
        ScheduleSpec spec = SpecForm.of(ScheduleSpec.newBuilder()
                .addExcludeStructuredCalendar(StructuredCalendarSpec.newBuilder()
                        .addYear(Range.newBuilder().setStart(1970))
                        .setComment("a mark"))
                .build());

        assertThat(spec.getExcludeStructuredCalendar(0).getComment()).isEqualTo("a mark");
    }

    @Test
    void an_interval_below_a_second_is_refused() {
        ScheduleSpec spec = ScheduleSpec.newBuilder()
                .addInterval(IntervalSpec.newBuilder().setInterval(Durations.fromMillis(500)))
                .build();

        assertThatThrownBy(() -> SpecForm.of(spec)).hasMessageContaining("interval is too small");
    }

    private static ScheduleSpec cron(String text) {
        return ScheduleSpec.newBuilder().addCronString(text).build();
    }

    private static Range range(int start, int end, int step) {
        return Range.newBuilder().setStart(start).setEnd(end).setStep(step).build();
    }
}
