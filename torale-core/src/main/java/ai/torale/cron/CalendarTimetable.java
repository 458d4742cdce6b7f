package ai.torale.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Five fields, each a set of values with one bit for each; Sunday is 0. A time matches when all of its fields do. */
record CalendarTimetable(long minutes, long hours, long daysOfMonth, long months, long weekdays) implements Timetable {
    private static final long FULL_MINUTE = 1;
    private static final int LEAP_YEARS = 4;
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);

    @Override
    public Optional<Instant> next(Instant after, ZoneId zone) {
        return walk().next(after, zone);
    }

    /** False when no year has a day that matches, such as 31 February. */
    boolean everFires() {
        for (Month month : Month.values()) {
            if (has(months, month.getValue()) && Long.numberOfTrailingZeros(daysOfMonth) <= month.maxLength()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Duration shortestPeriod() {
        int first = earliest();
        int last = first;
        int shortest = Integer.MAX_VALUE;
        for (int time = first + 1; time < 24 * 60; time++) {
            if (has(hours, time / 60) && has(minutes, time % 60)) {
                shortest = Math.min(shortest, time - last);
                last = time;
            }
        }
        Duration overnight = Duration.ofDays(shortestDistanceOfDays()).plusMinutes(first - last);
        Duration withinADay = Duration.ofMinutes(shortest);
        return withinADay.compareTo(overnight) < 0 ? withinADay : overnight;
    }

    @Override
    public String explain() {
        return Explanation.ofCalendar(this);
    }

    /** The first minute of a day that matches. */
    private int earliest() {
        return Long.numberOfTrailingZeros(hours) * 60 + Long.numberOfTrailingZeros(minutes);
    }

    private long shortestDistanceOfDays() {
        long shortest = Long.MAX_VALUE;
        LocalDate last = LocalDate.MIN;
        LocalDate end = LocalDate.of(repetition(), 12, 31);
        for (LocalDate day = FIRST_DAY; !day.isAfter(end) && shortest > 1; day = day.plusDays(1)) {
            if (matches(day) && has(weekdays, day.getDayOfWeek().getValue() % 7)) {
                shortest =
                        last.equals(LocalDate.MIN) ? shortest : Math.min(shortest, ChronoUnit.DAYS.between(last, day));
                last = day;
            }
        }
        return shortest;
    }

    /**
     * The year by which every distance between two days has come up: dates repeat with the leap years, weekdays within
     * months every 28 years; both together at no time before 2100.
     */
    private int repetition() {
        if (weekdays == CronField.WEEKDAY.all()) {
            return FIRST_DAY.getYear() + 2 * LEAP_YEARS;
        }
        return daysOfMonth == CronField.DAY_OF_MONTH.all() ? FIRST_DAY.getYear() + 7 * LEAP_YEARS : LAST_YEAR;
    }

    private boolean matches(LocalDate day) {
        return has(months, day.getMonthValue()) && has(daysOfMonth, day.getDayOfMonth());
    }

    private CalendarWalk walk() {
        return new CalendarWalk(FULL_MINUTE, minutes, hours, daysOfMonth, months, weekdays, CalendarWalk.EVERY_YEAR);
    }

    private static boolean has(long bits, int value) {
        return ((bits >> value) & 1) == 1;
    }
}
