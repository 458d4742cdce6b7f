package ai.torale.cron;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The calendar of a Temporal Schedule: a time matches when each of its fields lies in one of that field's ranges.
 *
 * <p>It fires when Temporal's server fires, to the second, also where clocks change. Two calendars are equal when the
 * same times match, however their ranges are written. Immutable.
 */
public final class Calendar {
    /** A part of a local time. */
    public enum Field {
        /** 0 to 59. */
        SECOND(0, 59),
        /** 0 to 59. */
        MINUTE(0, 59),
        /** 0 to 23. */
        HOUR(0, 23),
        /** 1 to 31. */
        DAY_OF_MONTH(1, 31),
        /** 1 to 12. */
        MONTH(1, 12),
        /** 0 to 6; 0 is Sunday. */
        WEEKDAY(0, 6),
        /** 1970 to 2100; the server accepts years before 2000 only where they exclude. */
        YEAR(1970, Timetable.LAST_YEAR);

        private final int first;
        private final int last;

        Field(int first, int last) {
            this.first = first;
            this.last = last;
        }

        /** The smallest value. */
        public int first() {
            return first;
        }

        /** The largest value. */
        public int last() {
            return last;
        }
    }

    /**
     * Every so many values from a first one.
     *
     * @param first the first value
     * @param last the value that no value exceeds
     * @param step the distance between two values, at least 1
     */
    public record Range(int first, int last, int step) {
        /** A single value. */
        static Range of(int value) {
            return new Range(value, value, 1);
        }
    }

    private final Map<Field, List<Range>> ranges;
    private final CalendarWalk walk;

    private Calendar(Map<Field, List<Range>> ranges) {
        EnumMap<Field, List<Range>> copy = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            List<Range> given = List.copyOf(ranges.getOrDefault(field, List.of()));
            given.forEach(range -> check(field, range));
            copy.put(field, given);
        }
        this.ranges = copy;
        this.walk = new CalendarWalk(
                bits(Field.SECOND),
                bits(Field.MINUTE),
                bits(Field.HOUR),
                bits(Field.DAY_OF_MONTH),
                bits(Field.MONTH),
                bits(Field.WEEKDAY),
                years());
    }

    /**
     * A calendar of these ranges. A field without a range matches nothing; without a range of years, every year matches.
     *
     * @throws IllegalArgumentException when a range leaves its field's values, or its step is less than 1
     */
    public static Calendar of(Map<Field, List<Range>> ranges) {
        return new Calendar(ranges);
    }

    /** The ranges of one field, in the order in which they were given. */
    public List<Range> ranges(Field field) {
        return ranges.getOrDefault(field, List.of());
    }

    /** The first time after an instant; empty when there is none up to the year 2100. */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        if (!after.isBefore(Cron.AFTER_ALL)) {
            return Optional.empty();
        }
        return walk.next(after.isBefore(Cron.BEFORE_ALL) ? Cron.BEFORE_ALL : after, zone)
                .filter(Cron.AFTER_ALL::isAfter);
    }

    /** Whether the second in which an instant lies matches. */
    public boolean matches(Instant instant, ZoneId zone) {
        return walk.matches(instant, zone);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Calendar calendar && walk.equals(calendar.walk);
    }

    @Override
    public int hashCode() {
        return walk.hashCode();
    }

    @Override
    public String toString() {
        return "Calendar" + ranges;
    }

    private long bits(Field field) {
        long bits = 0;
        for (int value : values(field)) {
            bits |= 1L << value;
        }
        return bits;
    }

    private NavigableSet<Integer> years() {
        return new TreeSet<>(values(Field.YEAR));
    }

    private List<Integer> values(Field field) {
        List<Integer> values = new ArrayList<>();
        for (Range range : ranges(field)) {
            for (int value = range.first(); value <= range.last(); value += range.step()) {
                values.add(value);
            }
        }
        return values;
    }

    private static void check(Field field, Range range) {
        boolean inside = range.first() >= field.first() && range.last() <= field.last();
        if (!inside || range.last() < range.first() || range.step() < 1) {
            throw new IllegalArgumentException(field + " has no range " + range);
        }
    }
}
