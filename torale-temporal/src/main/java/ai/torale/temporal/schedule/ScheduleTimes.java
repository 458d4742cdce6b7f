package ai.torale.temporal.schedule;

import com.google.protobuf.util.Durations;
import io.temporal.api.schedule.v1.IntervalSpec;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the calendars and intervals that a server answers as cron expressions again, the shortest that say the same.
 *
 * <p>A calendar with seconds or years becomes an expression of seven fields.
 */
final class ScheduleTimes {
    private ScheduleTimes() {}

    /** One expression for each calendar and interval. */
    static List<String> of(ScheduleSpec spec) {
        return Stream.concat(
                        spec.getStructuredCalendarList().stream().map(ScheduleTimes::cron),
                        spec.getIntervalList().stream().map(ScheduleTimes::every))
                .toList();
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
