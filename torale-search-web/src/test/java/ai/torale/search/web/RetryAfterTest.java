package ai.torale.search.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-09-12T09:00:00Z");

    @ParameterizedTest
    @CsvSource({"0,PT0S", "5,PT5S", "' 120 ',PT2M", "86400,PT24H", "86401,PT24H", "99999999999999999999,PT24H"})
    void seconds_are_a_pause_of_a_day_at_most(String header, Duration pause) {
        assertThat(RetryAfter.parse(header, NOW)).contains(pause);
    }

    @Test
    void a_date_is_a_pause_until_then() {
        assertThat(RetryAfter.parse("Sat, 12 Sep 2026 09:01:30 GMT", NOW)).contains(Duration.ofSeconds(90));
    }

    @Test
    void a_date_in_the_past_is_no_pause() {
        assertThat(RetryAfter.parse("Sun, 06 Nov 1994 08:49:37 GMT", NOW)).contains(Duration.ZERO);
    }

    @Test
    void a_date_far_away_is_a_pause_of_a_day() {
        assertThat(RetryAfter.parse("Fri, 31 Dec 9999 23:59:59 GMT", NOW)).contains(RetryAfter.MAX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "+3", "٥", "Mon, 12 Sep 2026 09:01:30 GMT", "12/09/2026"})
    void anything_else_is_no_pause_at_all(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }
}
