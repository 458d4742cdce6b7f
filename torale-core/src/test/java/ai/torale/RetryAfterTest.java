package ai.torale;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "120, 120", "' 7 ', 7", "007, 7", "86400, 86400"})
    void digits_are_seconds(String value, long seconds) {
        assertThat(RetryAfter.parse(value, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Wed, 04 Mar 2026 05:06:37 GMT | 30",
                "Wed, 4 Mar 2026 05:06:08 GMT | 1",
                "Wed, 04 Mar 2026 05:06:07 GMT | 0",
                "Wed, 04 Mar 2026 05:05:00 GMT | 0",
                "Fri, 01 Jan 1999 00:00:00 GMT | 0",
            })
    void a_date_is_the_time_until_then_and_never_less_than_nothing(String value, long seconds) {
        assertThat(RetryAfter.parse(value, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "-5",
                "+5",
                "1.5",
                "1e3",
                "5 s",
                "5, 6",
                "٥",
                "0x10",
                "Thu, 04 Mar 2026 05:06:37 GMT",
                "Wed, 31 Feb 2026 05:06:37 GMT",
                "2026-03-04T05:06:37Z",
            })
    void nonsense_is_no_pause(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "86401",
                "999999999",
                "9999999999",
                "99999999999999999999999999",
                "Sun, 08 Mar 2026 05:06:37 GMT",
                "Fri, 31 Dec 9999 23:59:59 GMT",
            })
    void a_longer_pause_is_a_day(String value) {
        assertThat(RetryAfter.parse(value, NOW)).contains(Duration.ofDays(1));
    }
}
