package ai.torale.cron;

import ai.torale.Problem;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code @every 1h30m/10m}. */
final class EveryParser {
    private static final String DURATION = "a duration in d, h, m, s or ms, such as 90m, 1h30m or 1d";
    private static final Pattern EVERY = Pattern.compile("@every ([0-9a-z.]+)(/([0-9a-z.]+))?");
    /** At most six decimals: beyond them the server's arithmetic rounds. */
    private static final Pattern ELEMENT =
            Pattern.compile("\\G([0-9]+(?:\\.[0-9]{0,6})?|\\.[0-9]{1,6})(ms|[dhms](?![a-z]))");

    private static final Map<String, BigDecimal> SECONDS = Map.of(
            "d", new BigDecimal(24 * 60 * 60),
            "h", new BigDecimal(60 * 60),
            "m", new BigDecimal(60),
            "s", BigDecimal.ONE,
            "ms", new BigDecimal("0.001"));
    /** Far beyond the last year. */
    private static final BigDecimal MAX_SECONDS = new BigDecimal("1e10");

    private final String text;
    private final Consumer<Problem> problems;

    EveryParser(String text, Consumer<Problem> problems) {
        this.text = text;
        this.problems = problems;
    }

    /** Empty when a problem was reported. */
    Optional<IntervalTimetable> read() {
        Matcher every = EVERY.matcher(text);
        if (!every.matches()) {
            return refuse(
                    "CRON_EVERY",
                    text,
                    "after @every write one blank and " + DURATION
                            + ", and if wanted a slash and a phase, such as 1h/10m");
        }
        String phaseText = every.group(3) == null ? "0" : every.group(3);
        Optional<Duration> interval = duration(every.group(1));
        Optional<Duration> phase = duration(phaseText);
        if (interval.isEmpty() || phase.isEmpty()) {
            return Optional.empty();
        }
        if (interval.get().isZero()) {
            return refuse("CRON_EVERY", every.group(1), "the interval of @every is at least one second");
        }
        if (phase.get().compareTo(interval.get()) >= 0) {
            return refuse("CRON_EVERY", phaseText, "the phase of @every is shorter than its interval");
        }
        return checked(new IntervalTimetable(interval.get(), phase.get()));
    }

    private Optional<IntervalTimetable> checked(IntervalTimetable timetable) {
        boolean fires = timetable
                .next(Cron.BEFORE_ALL, ZoneOffset.UTC)
                .filter(Cron.AFTER_ALL::isAfter)
                .isPresent();
        return fires
                ? Optional.of(timetable)
                : refuse("CRON_NEVER", text, "never fires: counted from 1970, the first time is after 2100");
    }

    private Optional<Duration> duration(String written) {
        BigDecimal seconds = written.equals("0") ? BigDecimal.ZERO : sum(written);
        if (seconds == null) {
            return refuse("CRON_EVERY", written, "write " + DURATION);
        }
        if (seconds.stripTrailingZeros().scale() > 0) {
            return refuse("CRON_EVERY", written, "@every counts whole seconds, and at least one");
        }
        return Optional.of(Duration.ofSeconds(seconds.min(MAX_SECONDS).longValueExact()));
    }

    private static @Nullable BigDecimal sum(String written) {
        BigDecimal seconds = BigDecimal.ZERO;
        Matcher element = ELEMENT.matcher(written);
        int end = 0;
        while (element.find()) {
            seconds = seconds.add(new BigDecimal(element.group(1)).multiply(SECONDS.get(element.group(2))));
            end = element.end();
        }
        return end == written.length() ? seconds : null;
    }

    private <T> Optional<T> refuse(String code, String value, String remedy) {
        problems.accept(new Problem(code, "cron", value, remedy));
        return Optional.empty();
    }
}
