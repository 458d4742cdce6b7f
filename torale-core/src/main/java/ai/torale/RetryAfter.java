package ai.torale;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads HTTP's header {@code Retry-After}, for search providers and notifiers that speak HTTP. */
public final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,64}");
    private static final int MAX_DIGITS = 9;
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /**
     * The pause that is asked for.
     *
     * @param header the header's value: seconds, or a date as HTTP writes it
     * @param now what a date is compared with
     * @return zero for a date in the past, a day for anything longer, empty for what is neither seconds nor a date
     */
    public static Optional<Duration> parse(String header, Instant now) {
        String value = header.strip();
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(
                    value.length() > MAX_DIGITS ? LONGEST : bounded(Duration.ofSeconds(Long.parseLong(value))));
        }
        try {
            Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
            return Optional.of(bounded(Duration.between(now, until)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration pause) {
        if (pause.isNegative()) {
            return Duration.ZERO;
        }
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
