package ai.torale.cron;

import ai.torale.InvalidException;
import ai.torale.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression in Temporal's dialect.
 *
 * <p>Five fields (minute, hour, day of month, month, weekday), {@code @hourly} and its like, or {@code @every}. What the
 * server would accept and understand otherwise than its author is refused: see docs/cron.md. Previews agree with the
 * server's own, to the second, as long as both have the same time zone data. The server fires nothing before 1970 and
 * after 2100. Two crons are equal when their {@link #text()} is. Immutable.
 */
public final class Cron {
    /** The longest expression that is accepted, in characters. */
    public static final int MAX_LENGTH = 150;

    /** The most fires that one call lists. */
    public static final int MAX_FIRES = 10_000;

    /** From here the first second of 1970 is still ahead; the server does not look further back. */
    static final Instant BEFORE_ALL = Instant.EPOCH.minusSeconds(1);

    /** Nothing fires from here on. */
    static final Instant AFTER_ALL = Instant.parse("2101-01-01T00:00:00Z");

    private final String text;
    private final Timetable timetable;

    /** Computed when it is first asked for, perhaps by several threads: all come to the same answer. */
    private volatile @Nullable Duration shortestPeriod;

    private Cron(String text, Timetable timetable) {
        this.text = text;
        this.timetable = timetable;
    }

    /**
     * A cron expression that is accepted.
     *
     * @throws InvalidException naming each problem, with a {@code CRON_} code and the remedy; also when both the day of
     *     month and the weekday are given: Unix cron fires when either matches, Temporal when both do
     */
    public static Cron parse(String text) {
        return parse(new CronParser(text, false));
    }

    /**
     * Like {@link #parse}, for a caller that means days on which both the day of month and the weekday match.
     *
     * @throws InvalidException naming each problem, with a {@code CRON_} code and the remedy
     */
    public static Cron parseWithBothDays(String text) {
        return parse(new CronParser(text, true));
    }

    /** What {@link #parse} would refuse a cron expression for; none when it is accepted. */
    public static List<Problem> problems(String text) {
        return new CronParser(text, false).problems();
    }

    private static Cron parse(CronParser parser) {
        InvalidException.throwIfAny("cron expression", parser.problems());
        return new Cron(parser.text(), parser.timetable());
    }

    /** The expression as it was written, without blanks around it. */
    public String text() {
        return text;
    }

    /** The calendar that the server makes of it; empty for {@code @every}. */
    public Optional<Calendar> calendar() {
        return timetable instanceof CalendarTimetable ? Optional.of(CronParser.calendar(text)) : Optional.empty();
    }

    /** The interval of {@code @every}; empty for every other expression. */
    public Optional<Duration> interval() {
        return timetable instanceof IntervalTimetable every ? Optional.of(every.interval()) : Optional.empty();
    }

    /** By how much the fires of {@code @every} come later than the multiples of the interval since 1970; else zero. */
    public Duration phase() {
        return timetable instanceof IntervalTimetable every ? every.phase() : Duration.ZERO;
    }

    /** One English sentence that says when it fires; names no time zone, but UTC for {@code @every}. */
    public String explain() {
        return timetable.explain();
    }

    /**
     * The first fire after an instant; empty when there is none up to the year 2100.
     *
     * <p>The zone has no influence on {@code @every}.
     */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        if (!after.isBefore(AFTER_ALL)) {
            return Optional.empty();
        }
        return timetable
                .next(after.isBefore(BEFORE_ALL) ? BEFORE_ALL : after, zone)
                .filter(fire -> fire.isBefore(AFTER_ALL));
    }

    /**
     * The first fires after an instant, in order; fewer when no more come up to the year 2100.
     *
     * @param n 0 to {@value #MAX_FIRES}
     * @throws InvalidException when {@code n} is out of range
     */
    public List<Instant> next(Instant after, ZoneId zone, int n) {
        if (n < 0 || n > MAX_FIRES) {
            throw refusal("CRON_COUNT", "n", Integer.toString(n), "ask for 0 to " + MAX_FIRES + " fires");
        }
        List<Instant> fires = new ArrayList<>();
        Optional<Instant> fire = n == 0 ? Optional.empty() : next(after, zone);
        while (fire.isPresent()) {
            fires.add(fire.get());
            fire = fires.size() == n ? Optional.empty() : next(fire.get(), zone);
        }
        return List.copyOf(fires);
    }

    /**
     * All fires of a window, in order.
     *
     * @param from the start, included
     * @param to the end, excluded
     * @throws InvalidException when there are more than {@value #MAX_FIRES}: nothing is cut off silently
     */
    public List<Instant> between(Instant from, Instant to, ZoneId zone) {
        List<Instant> fires = new ArrayList<>();
        Instant start = from.isBefore(Instant.EPOCH) ? BEFORE_ALL : from.minusNanos(1);
        Optional<Instant> fire = next(start, zone).filter(to::isAfter);
        while (fire.isPresent()) {
            if (fires.size() == MAX_FIRES) {
                String window = from + " to " + to;
                throw refusal("CRON_WINDOW", "to", window, "ask for a window with at most " + MAX_FIRES + " fires");
            }
            fires.add(fire.get());
            fire = next(fire.get(), zone).filter(to::isAfter);
        }
        return List.copyOf(fires);
    }

    /**
     * The shortest time between two consecutive fires.
     *
     * <p>Exact for {@code @every}. Otherwise computed over all days of the years 2000 to 2100 in a zone without changes
     * of offset: where clocks change, two fires may come closer by the size of the change.
     */
    public Duration shortestPeriod() {
        Duration known = shortestPeriod;
        if (known == null) {
            known = timetable.shortestPeriod();
            shortestPeriod = known;
        }
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cron cron && text.equals(cron.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The {@link #text()}. */
    @Override
    public String toString() {
        return text;
    }

    private static InvalidException refusal(String code, String field, String value, String remedy) {
        return InvalidException.of("preview", new Problem(code, field, value, remedy));
    }
}
