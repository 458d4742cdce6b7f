package ai.torale.cron;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Temporal's way through a calendar, to the second: sets of values with one bit for each; Sunday is 0.
 *
 * @param years the years that match; empty for every year
 */
record CalendarWalk(
        long seconds,
        long minutes,
        long hours,
        long daysOfMonth,
        long months,
        long weekdays,
        NavigableSet<Integer> years) {
    static final NavigableSet<Integer> EVERY_YEAR = Collections.emptyNavigableSet();
    private static final int NONE = -1;

    CalendarWalk {
        years = years.isEmpty() ? EVERY_YEAR : Collections.unmodifiableNavigableSet(new TreeSet<>(years));
    }

    /** The first time after an instant; empty when there is none up to the year 2100. */
    Optional<Instant> next(Instant after, ZoneId zone) {
        if (seconds == 0 || minutes == 0 || hours == 0 || daysOfMonth == 0 || months == 0 || weekdays == 0) {
            return Optional.empty();
        }
        ServerClock clock = new ServerClock(zone.getRules());
        ServerClock.Hand hand = clock.justAfter(after);
        while (hand.time().getYear() <= Timetable.LAST_YEAR) {
            LocalDateTime time = hand.time();
            if (!matchesYear(time.getYear())) {
                hand = hand.moveTo(
                        time.toLocalDate().withDayOfYear(1).plusYears(1).atStartOfDay());
                continue;
            }
            int hour = matchesDay(clock, time) ? from(hours, time.getHour()) : NONE;
            if (hour == NONE) {
                hand = hand.moveTo(time.toLocalDate().plusDays(1).atStartOfDay());
                continue;
            }
            if (hour != time.getHour()) {
                hand = hand.moveTo(time.toLocalDate().atTime(hour, 0));
            }
            int minute = from(minutes, hand.time().getMinute());
            if (minute == NONE) {
                hand = clock.nextHour(hand);
                continue;
            }
            boolean sameMinute = minute == hand.time().getMinute();
            int second = from(seconds, sameMinute ? hand.time().getSecond() : 0);
            if (second == NONE) {
                hand = clock.nextMinute(hand.at(minute));
                continue;
            }
            LocalDateTime wanted = hand.time().toLocalDate().atTime(hour, minute, second);
            if (!clock.exists(wanted)) {
                hand = hand.skipHour();
                continue;
            }
            Instant fire = clock.instant(hand, wanted);
            if (fire.isAfter(after)) {
                return Optional.of(fire);
            }
            // Where a whole day or half an hour was skipped (Apia in 2011, Caracas in 2016) the server goes back for
            // ever.
            hand = hand.moveTo(wanted.truncatedTo(ChronoUnit.HOURS).plusHours(1));
        }
        return Optional.empty();
    }

    /** Whether the second in which an instant lies matches. */
    boolean matches(Instant instant, ZoneId zone) {
        LocalDateTime time = LocalDateTime.ofInstant(instant, zone);
        return matchesYear(time.getYear())
                && has(months, time.getMonthValue())
                && has(daysOfMonth, time.getDayOfMonth())
                && has(weekdays, time.getDayOfWeek().getValue() % 7)
                && has(hours, time.getHour())
                && has(minutes, time.getMinute())
                && has(seconds, time.getSecond());
    }

    private boolean matchesYear(int year) {
        return years.isEmpty() || years.contains(year);
    }

    private boolean matchesDay(ServerClock clock, LocalDateTime time) {
        return has(months, time.getMonthValue())
                && has(daysOfMonth, time.getDayOfMonth())
                && has(weekdays, clock.weekday(time));
    }

    private static boolean has(long bits, int value) {
        return ((bits >> value) & 1) == 1;
    }

    /** The first value of a set that is not before the given one. */
    private static int from(long bits, int value) {
        long rest = value > 59 ? 0 : (bits >> value) << value;
        return rest == 0 ? NONE : Long.numberOfTrailingZeros(rest);
    }
}
