package ai.torale.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Timetables in English. */
final class Explanation {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter TIME_WITH_SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);

    private Explanation() {}

    static String ofCalendar(CalendarTimetable calendar) {
        return new TimePhrase(calendar.minutes(), calendar.hours()) + new DayPhrase(calendar).toString() + ".";
    }

    static String ofInterval(Duration interval, Duration phase) {
        Instant first = Instant.EPOCH.plus(phase);
        DateTimeFormatter format = phase.toSecondsPart() == 0 ? TIME : TIME_WITH_SECONDS;
        String time = format.format(first.atOffset(ZoneOffset.UTC)) + " UTC";
        if (interval.equals(Duration.ofDays(1))) {
            return "Every day at " + time + ".";
        }
        boolean sameEachDay = Duration.ofDays(1).toSeconds() % interval.toSeconds() == 0;
        String day = sameEachDay ? "" : " on " + DATE.format(first.atOffset(ZoneOffset.UTC));
        return "Every " + period(interval) + ", counted from " + time + day + ".";
    }

    /** Such as {@code hour}, {@code 2 hours} or {@code 1 hour and 30 minutes}. */
    private static String period(Duration duration) {
        List<String> parts = new ArrayList<>();
        addUnit(parts, duration.toDaysPart(), "day");
        addUnit(parts, duration.toHoursPart(), "hour");
        addUnit(parts, duration.toMinutesPart(), "minute");
        addUnit(parts, duration.toSecondsPart(), "second");
        return parts.size() == 1 ? parts.get(0).replaceFirst("^1 ", "") : list(parts, "and");
    }

    private static void addUnit(List<String> parts, long count, String unit) {
        if (count > 0) {
            parts.add(count + " " + unit + (count == 1 ? "" : "s"));
        }
    }

    /** Such as {@code a, b and c}. */
    static String list(List<String> words, String lastly) {
        int last = words.size() - 1;
        return last == 0
                ? words.get(0)
                : String.join(", ", words.subList(0, last)) + " " + lastly + " " + words.get(last);
    }
}
