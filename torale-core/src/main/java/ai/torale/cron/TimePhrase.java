package ai.torale.cron;

import java.util.List;
import java.util.Locale;

/** The minutes and hours of a calendar in English, such as {@code Every 15 minutes from 09:00 to 17:45}. */
final class TimePhrase {
    private static final int MOST_TIMES = 6;
    private static final int MINUTES = 60;

    private final Values minutes;
    private final Values hours;

    TimePhrase(long minutes, long hours) {
        this.minutes = Values.of(minutes);
        this.hours = Values.of(hours);
    }

    @Override
    public String toString() {
        if (everyHour()) {
            return ofEveryHour();
        }
        if (minutes.count() * hours.count() <= MOST_TIMES) {
            return "At " + times();
        }
        boolean oneStretch = hours.count() == 1 || (hours.step() == 1 && fillsTheHour());
        if (oneStretch && minutes.step() > 0) {
            return every(minutes.step(), "minute") + window();
        }
        if (minutes.count() == 1 && hours.step() > 0) {
            return every(hours.step(), "hour") + window();
        }
        String inHours = (hours.count() == 1 ? "the hour " : "the hours ") + hours.list(TimePhrase::twoDigits);
        return fillsTheHour() && minutes.first() == 0
                ? every(minutes.step(), "minute") + " in " + inHours
                : atMinutes() + " of " + inHours;
    }

    private boolean everyHour() {
        return hours.count() == 24;
    }

    private String ofEveryHour() {
        if (fillsTheHour()) {
            String from = minutes.first() == 0 ? "" : ", from minute " + minutes.first() + " of every hour";
            return every(minutes.step(), "minute") + from;
        }
        return minutes.count() == 1 && minutes.first() == 0 ? "Every hour" : atMinutes() + " of every hour";
    }

    /** Whether the same step also leads from the last minute to the first of the next hour. */
    private boolean fillsTheHour() {
        return minutes.step() > 0 && minutes.first() + MINUTES - minutes.last() == minutes.step();
    }

    private String atMinutes() {
        return (minutes.count() == 1 ? "At minute " : "At minutes ") + minutes.list(Integer::toString);
    }

    private String times() {
        List<String> times = hours.values().stream()
                .flatMap(hour -> minutes.values().stream().map(minute -> time(hour, minute)))
                .toList();
        return Explanation.list(times, "and");
    }

    private String window() {
        return " from " + time(hours.first(), minutes.first()) + " to " + time(hours.last(), minutes.last());
    }

    private static String every(int step, String unit) {
        return step == 1 ? "Every " + unit : "Every " + step + " " + unit + "s";
    }

    private static String time(int hour, int minute) {
        return twoDigits(hour) + ":" + twoDigits(minute);
    }

    private static String twoDigits(int number) {
        return String.format(Locale.ROOT, "%02d", number);
    }
}
