package ai.torale.cron;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;

/** The days of a calendar in English, to follow a time, such as {@code  on the 1st of every month}. */
final class DayPhrase {
    private static final int FEBRUARY_ONLY = 1 << 2;
    private static final int MANY = 4;

    private final Values days;
    private final Values months;
    private final Values weekdays;
    private final boolean everyHour;

    DayPhrase(CalendarTimetable calendar) {
        days = Values.of(calendar.daysOfMonth());
        months = Values.of(calendar.months());
        weekdays = Values.of(mondayFirst(calendar.weekdays()));
        everyHour = calendar.hours() == CronField.HOUR.all();
    }

    @Override
    public String toString() {
        boolean everyDay = days.count() == 31;
        boolean everyWeekday = weekdays.count() == 7;
        if (!everyDay) {
            return onDays() + (everyWeekday ? "" : ", if that is a " + Explanation.list(names(), "or"));
        }
        if (!everyWeekday) {
            return onWeekdays() + inMonths();
        }
        return (everyHour ? "" : " every day") + inMonths();
    }

    private String onDays() {
        if (days.step() > 1 && days.count() >= MANY) {
            return " on every " + ordinal(days.step()) + " day from the " + ordinal(days.first()) + " to the "
                    + ordinal(days.last()) + ofMonths();
        }
        return " on the " + days.list(DayPhrase::ordinal) + ofMonths();
    }

    private String ofMonths() {
        boolean rare = days.first() > Month.FEBRUARY.minLength();
        if (months.count() == 12) {
            return " of every month" + (rare ? " that has one" : "");
        }
        boolean leapDay = rare && months.equals(Values.of(FEBRUARY_ONLY));
        return " of " + monthNames() + (leapDay ? " in leap years" : "");
    }

    private String inMonths() {
        return months.count() == 12 ? "" : " in " + monthNames();
    }

    private String monthNames() {
        return months.list(month -> Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    }

    private String onWeekdays() {
        return weekdays.isRun()
                ? ", " + name(weekdays.first()) + " to " + name(weekdays.last())
                : " on "
                        + Explanation.list(
                                names().stream().map(name -> name + "s").toList(), "and");
    }

    private List<String> names() {
        return weekdays.values().stream().map(DayPhrase::name).toList();
    }

    private static String name(int weekday) {
        return DayOfWeek.of(weekday).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static long mondayFirst(long weekdays) {
        return (weekdays | ((weekdays & 1) << 7)) & ~1L;
    }

    private static String ordinal(int number) {
        int last = number / 10 == 1 ? 0 : number % 10;
        return number
                + switch (last) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
    }
}
