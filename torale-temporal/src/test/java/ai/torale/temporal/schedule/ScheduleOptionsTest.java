package ai.torale.temporal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.cron.Cron;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleOptionsTest {
    @Test
    void nothing_given_means_no_jitter_and_no_overlap() {
        ScheduleOptions options = ScheduleOptions.defaults();

        assertThat(options.jitter()).isZero();
        assertThat(options.catchUpWindow()).isEmpty();
        assertThat(options.overlap()).isEqualTo(ScheduleOptions.Overlap.SKIP);
        assertThat(options.note()).isEmpty();
    }

    @Test
    void every_problem_is_reported_at_once() {
        ScheduleOptions.Builder builder = ScheduleOptions.builder()
                .jitter(Duration.ofSeconds(-1))
                .catchUpWindow(Duration.ofSeconds(9))
                .note("x".repeat(1_001));

        InvalidException refused = catchThrowableOfType(InvalidException.class, builder::build);

        assertThat(refused.problems()).extracting(Problem::code).containsExactly("JITTER", "CATCH_UP_WINDOW", "NOTE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.5S", "PT1M0.000000001S", "PT-1S"})
    void a_jitter_is_whole_seconds_and_not_negative(Duration jitter) {
        InvalidException refused = catchThrowableOfType(
                InvalidException.class,
                () -> ScheduleOptions.builder().jitter(jitter).build());

        assertThat(refused.problems()).extracting(Problem::field).containsExactly("jitter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT9S", "PT10.5S", "P366D", "PT2562047788015215H"})
    void a_catch_up_window_is_whole_seconds_of_ten_seconds_to_a_year(Duration window) {
        InvalidException refused = catchThrowableOfType(
                InvalidException.class,
                () -> ScheduleOptions.builder().catchUpWindow(window).build());

        assertThat(refused.problems()).extracting(Problem::field).containsExactly("catchUpWindow");
    }

    @Test
    void the_bounds_themselves_are_accepted() {
        ScheduleOptions options = ScheduleOptions.builder()
                .jitter(Duration.ZERO)
                .catchUpWindow(Duration.ofSeconds(10))
                .note("x".repeat(1_000))
                .build();

        assertThat(options.catchUpWindow()).contains(Duration.ofSeconds(10));
        assertThat(options.note()).hasSize(1_000);
    }

    @ParameterizedTest
    @CsvSource({"PT59S, true", "PT1M, false", "PT2M, false"})
    void a_jitter_is_shorter_than_the_period(Duration jitter, boolean accepted) {
        ScheduleOptions options = ScheduleOptions.builder().jitter(jitter).build();

        assertThat(options.problems(Cron.parse("* * * * *")).isEmpty()).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({
        "@every 1m, PT10M",
        "*/10 * * * *, PT10M",
        "0 * * * *, PT1H",
        "0 9 * * *, PT24H",
        "0 9 * * MON, PT24H",
        "0 9 1 1 *, PT24H"
    })
    void a_fire_is_made_up_for_within_its_period_of_ten_minutes_to_a_day(String cron, Duration window) {
        assertThat(ScheduleOptions.defaults().catchUpWindow(Cron.parse(cron))).isEqualTo(window);
    }

    @Test
    void a_builder_of_options_begins_with_them() {
        ScheduleOptions options = ScheduleOptions.builder()
                .jitter(Duration.ofSeconds(30))
                .catchUpWindow(Duration.ofMinutes(5))
                .overlap(ScheduleOptions.Overlap.BUFFER_ONE)
                .note("made by the shop")
                .build();

        assertThat(options.toBuilder().build()).hasToString(options.toString());
    }
}
