package ai.torale.notify.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** The pause that a receiver asks for: seconds, or a date. */
final class RetryAfter {
    /** The 72 hours that a delivery lives: a receiver that asks for more would lose it. */
    static final Duration LONGEST = Duration.ofDays(3);

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private RetryAfter() {}

    /** The pause, not below zero; empty when the value makes no sense or exceeds {@link #LONGEST}. */
    static Optional<Duration> parse(String value, Instant now) {
        return pause(value.strip(), now)
                .map(pause -> pause.isNegative() ? Duration.ZERO : pause)
                .filter(pause -> pause.compareTo(LONGEST) <= 0);
    }

    private static Optional<Duration> pause(String value, Instant now) {
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
            return Optional.of(Duration.between(now, until));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
