package ai.torale.testkit.server;

import ai.torale.InvalidException;
import ai.torale.cron.Calendar;
import ai.torale.cron.Cron;
import io.grpc.StatusRuntimeException;
import io.temporal.api.schedule.v1.CalendarSpec;
import io.temporal.api.schedule.v1.IntervalSpec;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The form in which the server keeps a schedule's spec: cron strings become calendars and intervals, ranges get their
 * end and step. What the server does not accept is refused, and of cron strings also what {@link Cron} refuses.
 */
final class SpecForm {
    private static final int LONGEST_COMMENT = 200;
    private static final int FIRST_YEAR = 2000;
    /** Those of the time zone database that Java knows as abbreviations only. */
    private static final Map<String, String> OLD_ZONES = Map.of("EST", "-05:00", "MST", "-07:00", "HST", "-10:00");

    private SpecForm() {}

    /** Refuses with INVALID_ARGUMENT. */
    @SuppressWarnings("deprecation") // clients of any age may send what excludes as strings
    static ScheduleSpec of(ScheduleSpec given) {
        ScheduleSpec.Builder spec = given.toBuilder().clearCalendar().clearExcludeCalendar();
        given.getCalendarList().forEach(calendar -> spec.addStructuredCalendar(structured(calendar)));
        given.getExcludeCalendarList().forEach(calendar -> spec.addExcludeStructuredCalendar(structured(calendar)));
        addCrons(spec, given.getCronStringList());
        if (!given.getTimezoneData().isEmpty()) {
            throw refused("the testkit knows time zones by name only, not by data");
        }
        zone(spec.getTimezoneName());
        spec.getStructuredCalendarBuilderList().forEach(SpecForm::clean);
        // The server does not look at what excludes.
        spec.getExcludeStructuredCalendarBuilderList().forEach(SpecForm::fill);
        spec.getIntervalList().forEach(SpecForm::check);
        return spec.build();
    }

    /** By the names of the time zone database only: the server knows no offsets such as +02:00. */
    static ZoneId zone(String name) {
        String given = name.isEmpty() ? "UTC" : name;
        if (!ZoneId.getAvailableZoneIds().contains(given) && !OLD_ZONES.containsKey(given)) {
            throw refused("unknown time zone " + name);
        }
        return ZoneId.of(given, OLD_ZONES);
    }

    /** The calendar of a spec in the server's form. */
    static Calendar calendar(StructuredCalendarSpec spec) {
        Map<Calendar.Field, List<Calendar.Range>> ranges = new EnumMap<>(Calendar.Field.class);
        for (Calendar.Field field : Calendar.Field.values()) {
            ranges.put(
                    field,
                    of(spec, field).stream()
                            .map(range -> new Calendar.Range(range.getStart(), range.getEnd(), range.getStep()))
                            .toList());
        }
        return Calendar.of(ranges);
    }

    /** As listings show it. */
    static ScheduleSpec shortened(ScheduleSpec spec, int most) {
        return spec.toBuilder()
                .clearStructuredCalendar()
                .addAllStructuredCalendar(head(spec.getStructuredCalendarList(), most))
                .clearExcludeStructuredCalendar()
                .addAllExcludeStructuredCalendar(head(spec.getExcludeStructuredCalendarList(), most))
                .clearInterval()
                .addAllInterval(head(spec.getIntervalList(), most))
                .build();
    }

    private static <T> List<T> head(List<T> list, int most) {
        return list.subList(0, Math.min(list.size(), most));
    }

    private static void addCrons(ScheduleSpec.Builder spec, List<String> crons) {
        spec.clearCronString();
        Set<String> zones = new TreeSet<>();
        for (String text : crons) {
            CronString cron = CronString.of(text);
            zones.add(cron.zone());
            cron.calendar().ifPresent(spec::addStructuredCalendar);
            cron.interval().ifPresent(spec::addInterval);
        }
        String zone = String.join("", zones);
        if (zones.size() > 1 || !(zone.isEmpty() || Set.of("", zone).contains(spec.getTimezoneName()))) {
            throw refused("conflicting timezone names");
        }
        if (!zone.isEmpty()) {
            spec.setTimezoneName(zone);
        }
    }

    /** A calendar of strings is a cron string in another shape. */
    private static StructuredCalendarSpec structured(CalendarSpec calendar) {
        if (!Set.of("", "0").contains(calendar.getSecond()) || !Set.of("", "*").contains(calendar.getYear())) {
            throw refused("the testkit reads no calendars of strings with seconds or years; use structured calendars");
        }
        String cron = String.join(
                " ",
                or(calendar.getMinute(), "0"),
                or(calendar.getHour(), "0"),
                or(calendar.getDayOfMonth(), "*"),
                or(calendar.getMonth(), "*"),
                or(calendar.getDayOfWeek(), "*"));
        return CronString.of(cron).calendar().orElseThrow().toBuilder()
                .setComment(calendar.getComment())
                .build();
    }

    private static String or(String text, String otherwise) {
        if (text.strip().contains(" ")) {
            throw refused("there are blanks within '" + text + "'");
        }
        return text.isBlank() ? otherwise : text.strip();
    }

    private static void clean(StructuredCalendarSpec.Builder calendar) {
        List<String> errors = new ArrayList<>();
        for (Calendar.Field field : Calendar.Field.values()) {
            of(calendar.build(), field).forEach(range -> check(field, range, errors));
        }
        if (calendar.getComment().length() > LONGEST_COMMENT) {
            errors.add("comment is too long");
        }
        if (!errors.isEmpty()) {
            throw refused("invalid calendar spec: " + String.join(", ", errors));
        }
        fill(calendar);
    }

    private static void fill(StructuredCalendarSpec.Builder calendar) {
        for (Calendar.Field field : Calendar.Field.values()) {
            set(
                    calendar,
                    field,
                    of(calendar.build(), field).stream().map(SpecForm::clean).toList());
        }
    }

    private static Range clean(Range range) {
        return Range.newBuilder()
                .setStart(range.getStart())
                .setEnd(Math.max(range.getStart(), range.getEnd()))
                .setStep(Math.max(range.getStep(), 1))
                .build();
    }

    private static void check(Calendar.Field field, Range range, List<String> errors) {
        int first = field == Calendar.Field.YEAR ? FIRST_YEAR : field.first();
        String limits = "not in range [" + first + "-" + field.last() + "]";
        if (range.getStart() < first || range.getStart() > field.last()) {
            errors.add(name(field) + " Start is " + limits);
        }
        if (range.getEnd() != 0 && (range.getEnd() < range.getStart() || range.getEnd() > field.last())) {
            errors.add(name(field) + " End is before Start or " + limits);
        }
        if (range.getStep() < 0) {
            errors.add(name(field) + " has invalid Step");
        }
    }

    private static void check(IntervalSpec interval) {
        Duration every = Times.duration(interval.getInterval());
        Duration phase = Times.duration(interval.getPhase());
        if (every.toSeconds() < 1) {
            throw refused("interval is too small");
        }
        if (phase.isNegative()) {
            throw refused("phase is negative");
        }
        if (phase.compareTo(every) >= 0) {
            throw refused("phase cannot be greater than Interval");
        }
    }

    private static String name(Calendar.Field field) {
        return switch (field) {
            case SECOND -> "Second";
            case MINUTE -> "Minute";
            case HOUR -> "Hour";
            case DAY_OF_MONTH -> "DayOfMonth";
            case MONTH -> "Month";
            case WEEKDAY -> "DayOfWeek";
            case YEAR -> "Year";
        };
    }

    private static List<Range> of(StructuredCalendarSpec calendar, Calendar.Field field) {
        return switch (field) {
            case SECOND -> calendar.getSecondList();
            case MINUTE -> calendar.getMinuteList();
            case HOUR -> calendar.getHourList();
            case DAY_OF_MONTH -> calendar.getDayOfMonthList();
            case MONTH -> calendar.getMonthList();
            case WEEKDAY -> calendar.getDayOfWeekList();
            case YEAR -> calendar.getYearList();
        };
    }

    static void set(StructuredCalendarSpec.Builder calendar, Calendar.Field field, List<Range> ranges) {
        switch (field) {
            case SECOND -> calendar.clearSecond().addAllSecond(ranges);
            case MINUTE -> calendar.clearMinute().addAllMinute(ranges);
            case HOUR -> calendar.clearHour().addAllHour(ranges);
            case DAY_OF_MONTH -> calendar.clearDayOfMonth().addAllDayOfMonth(ranges);
            case MONTH -> calendar.clearMonth().addAllMonth(ranges);
            case WEEKDAY -> calendar.clearDayOfWeek().addAllDayOfWeek(ranges);
            case YEAR -> calendar.clearYear().addAllYear(ranges);
        }
    }

    static StatusRuntimeException refused(String reason) {
        return Refusal.invalid("Invalid schedule spec: " + reason);
    }

    static StatusRuntimeException refused(String cron, InvalidException refusal) {
        String reasons = refusal.problems().stream()
                .map(problem -> problem.value() + ": " + problem.remedy())
                .collect(Collectors.joining("; "));
        return refused("the testkit refuses the cron string '" + cron + "', as ai.torale.cron.Cron does: " + reasons);
    }
}
