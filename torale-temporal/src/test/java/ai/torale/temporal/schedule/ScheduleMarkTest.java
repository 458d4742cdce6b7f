package ai.torale.temporal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Json;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import org.junit.jupiter.api.Test;

class ScheduleMarkTest {
    @Test
    void a_mark_is_the_cron_as_written_and_16_hex_digits() {
        ScheduleMark mark = ScheduleMark.of("*/5 * * * *", Json.parse("{\"a\":1}"));

        assertThat(mark.comment()).isEqualTo("*/5 * * * * torale:v1:015abd7f5cc57a2d");
    }

    @Test
    void a_mark_reads_back_from_a_calendar() {
        ScheduleMark mark = ScheduleMark.of("0 9 * * *", Json.parse("{}"));

        assertThat(ScheduleMark.in(spec(mark.comment()))).contains(mark);
    }

    @Test
    void a_mark_reads_back_from_an_excluded_calendar() {
        ScheduleMark mark = ScheduleMark.of("@every 1h", Json.parse("{}"));
        ScheduleSpec spec = ScheduleSpec.newBuilder()
                .addExcludeStructuredCalendar(
                        StructuredCalendarSpec.newBuilder().setComment(mark.comment()))
                .build();

        assertThat(ScheduleMark.in(spec)).contains(mark);
    }

    @Test
    void other_comments_are_no_marks() {
        assertThat(ScheduleMark.in(spec(""))).isEmpty();
        assertThat(ScheduleMark.in(spec("every morning"))).isEmpty();
        assertThat(ScheduleMark.in(spec("0 9 * * * torale:v1:15"))).isEmpty();
        assertThat(ScheduleMark.in(spec("0 9 * * * torale:v2:015abd7f5cc57a2d")))
                .isEmpty();
    }

    @Test
    void the_same_content_in_another_order_has_the_same_hash() {
        assertThat(ScheduleMark.of("@daily", Json.parse("{\"a\":1,\"b\":[1.0]}")))
                .isEqualTo(ScheduleMark.of("@daily", Json.parse("{\"b\":[1],\"a\":1.0}")))
                .isNotEqualTo(ScheduleMark.of("@daily", Json.parse("{\"a\":1,\"b\":[2]}")));
    }

    @Test
    void the_longest_cron_leaves_room_in_the_200_characters_of_a_comment() {
        assertThat(ScheduleMark.of("0".repeat(150), Json.parse("{}")).comment()).hasSizeLessThanOrEqualTo(200);
    }

    private static ScheduleSpec spec(String comment) {
        return ScheduleSpec.newBuilder()
                .addStructuredCalendar(StructuredCalendarSpec.newBuilder().setComment(comment))
                .build();
    }
}
