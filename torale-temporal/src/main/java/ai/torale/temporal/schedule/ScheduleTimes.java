package ai.torale.temporal.schedule;

import ai.torale.cron.Calendar;
import com.google.protobuf.util.Durations;
import io.temporal.api.schedule.v1.IntervalSpec;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the calendars and intervals that a server answers as cron expressions again, the shortest that say the same.
 *
 * <p>A calendar with seconds or years becomes an expression of seven fields.
 */
final class ScheduleTimes {
    private static final List<Calendar.Range> ZERO = List.of(new Calendar.Range(0, 0, 1));

    private ScheduleTimes() {}

    /** One expression for each calendar and interval. */
    static List<String> of(ScheduleSpec spec) {
        return Stream.concat(
                        spec.getStructuredCalendarList().stream().map(ScheduleTimes::cron),
                        spec.getIntervalList().stream().map(ScheduleTimes::every))
                .toList();
    }

    /** What each calendar matches; empty for one with values that no calendar has. */
    static List<Optional<Calendar>> calendars(List<StructuredCalendarSpec> calendars) {
        return calendars.stream().map(ScheduleTimes::calendar).toList();
    }

    private static Optional<Calendar> calendar(StructuredCalendarSpec calendar) {
        Map<Calendar.Field, List<Calendar.Range>> ranges = new EnumMap<>(Calendar.Field.class);
        ranges.put(Calendar.Field.SECOND, ranges(calendar.getSecondList(), ZERO));
        ranges.put(Calendar.Field.MINUTE, ranges(calendar.getMinuteList(), ZERO));
        ranges.put(Calendar.Field.HOUR, ranges(calendar.getHourList(), ZERO));
        ranges.put(Calendar.Field.DAY_OF_MONTH, ranges(calendar.getDayOfMonthList(), all(Calendar.Field.DAY_OF_MONTH)));
        ranges.put(Calendar.Field.MONTH, ranges(calendar.getMonthList(), all(Calendar.Field.MONTH)));
        ranges.put(Calendar.Field.WEEKDAY, ranges(calendar.getDayOfWeekList(), all(Calendar.Field.WEEKDAY)));
        ranges.put(Calendar.Field.YEAR, ranges(calendar.getYearList(), List.of()));
        try {
            return Optional.of(Calendar.of(ranges));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<Calendar.Range> ranges(List<Range> ranges, List<Calendar.Range> whenEmpty) {
        return ranges.isEmpty()
                ? whenEmpty
                : ranges.stream()
                        .map(range -> new Calendar.Range(
                                range.getStart(),
                                Math.max(range.getEnd(), range.getStart()),
                                Math.max(range.getStep(), 1)))
                        .toList();
    }

    private static List<Calendar.Range> all(Calendar.Field field) {
        return List.of(new Calendar.Range(field.first(), field.last(), 1));
    }

    private static String cron(StructuredCalendarSpec calendar) {
        String fields = String.join(
                " ",
                field(calendar.getMinuteList(), 0, 59, "0"),
                field(calendar.getHourList(), 0, 23, "0"),
                field(calendar.getDayOfMonthList(), 1, 31, "*"),
                field(calendar.getMonthList(), 1, 12, "*"),
                field(calendar.getDayOfWeekList(), 0, 6, "*"));
        String second = field(calendar.getSecondList(), 0, 59, "0");
        String year = field(calendar.getYearList(), 0, Integer.MAX_VALUE, "*");
        return second.equals("0") && year.equals("*") ? fields : second + " " + fields + " " + year;
    }

    private static String field(List<Range> ranges, int min, int max, String whenEmpty) {
        return ranges.isEmpty()
                ? whenEmpty
                : ranges.stream().map(range -> range(range, min, max)).collect(Collectors.joining(","));
    }

    private static String range(Range range, int min, int max) {
        int start = range.getStart();
        int end = Math.max(range.getEnd(), start);
        String step = range.getStep() > 1 ? "/" + range.getStep() : "";
        if (start == min && end == max) {
            return "*" + step;
        }
        return start == end ? String.valueOf(start) : start + "-" + end + step;
    }

    private static String every(IntervalSpec interval) {
        String phase = Durations.toSeconds(interval.getPhase()) == 0
                ? ""
                : "/" + shortest(Duration.ofSeconds(Durations.toSeconds(interval.getPhase())));
        return "@every " + shortest(Duration.ofSeconds(Durations.toSeconds(interval.getInterval()))) + phase;
    }

    private static String shortest(Duration duration) {
        long seconds = duration.toSeconds();
        return Stream.of(
                        parts(
                                duration.toDays(),
                                duration.toHoursPart(),
                                duration.toMinutesPart(),
                                duration.toSecondsPart()),
                        parts(0, duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart()),
                        parts(0, 0, duration.toMinutes(), duration.toSecondsPart()),
                        parts(0, 0, 0, seconds))
                .min(Comparator.comparingInt(String::length))
                .orElseThrow();
    }

    private static String parts(long days, long hours, long minutes, long seconds) {
        return part(days, "d") + part(hours, "h") + part(minutes, "m") + part(seconds, "s");
    }

    private static String part(long count, String unit) {
        return count == 0 ? "" : count + unit;
    }
}
