package ai.torale.cron;

import ai.torale.Problem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a cron expression, or says what is wrong with it. */
final class CronParser {
    private static final String FIELDS = "minute hour day-of-month month weekday, such as 0 9 * * MON-FRI";
    private static final String COMMENT =
            "remove the # and what follows: Temporal ignores it as a comment, so that MON#2 means every Monday";
    private static final String NAME =
            "use @hourly, @daily, @midnight, @weekly, @monthly, @yearly or @annually in small"
                    + " letters, @every with a duration, or five fields";
    private static final String BOTH_DAYS = "day of month and weekday together are ambiguous (Temporal fires when both"
            + " match, Unix cron when either does): write * in one of the two fields, or"
            + " allow both (bothDays)";
    private static final Pattern ZONE = Pattern.compile("(CRON_)?TZ=.*", Pattern.CASE_INSENSITIVE);
    private static final Map<String, String> NAMES = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    private final String text;
    private final boolean bothDays;
    private final List<Problem> problems = new ArrayList<>();
    private final Optional<Timetable> timetable;

    CronParser(String text, boolean bothDays) {
        this.bothDays = bothDays;
        boolean readable = isShort(text) && isPlain(text);
        this.text = readable ? text.strip() : "";
        this.timetable = readable ? read() : Optional.empty();
    }

    String text() {
        return text;
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Only when there are no problems. */
    Timetable timetable() {
        return timetable.orElseThrow();
    }

    /** The calendar of an accepted text that is not {@code @every}, with the ranges as they were written. */
    static Calendar calendar(String accepted) {
        List<String> fields = fields(accepted);
        Map<Calendar.Field, List<Calendar.Range>> ranges = new EnumMap<>(Calendar.Field.class);
        ranges.put(Calendar.Field.SECOND, List.of(Calendar.Range.of(0)));
        ranges.put(Calendar.Field.MINUTE, CronField.MINUTE.ranges(fields.get(0)));
        ranges.put(Calendar.Field.HOUR, CronField.HOUR.ranges(fields.get(1)));
        ranges.put(Calendar.Field.DAY_OF_MONTH, CronField.DAY_OF_MONTH.ranges(fields.get(2)));
        ranges.put(Calendar.Field.MONTH, CronField.MONTH.ranges(fields.get(3)));
        ranges.put(Calendar.Field.WEEKDAY, CronField.WEEKDAY.ranges(fields.get(4)));
        return Calendar.of(ranges);
    }

    private static List<String> fields(String text) {
        return List.of(NAMES.getOrDefault(text, text).split(" +"));
    }

    private boolean isShort(String raw) {
        if (raw.length() <= Cron.MAX_LENGTH) {
            return true;
        }
        refuse("CRON_LENGTH", raw, "use at most " + Cron.MAX_LENGTH + " characters");
        return false;
    }

    private boolean isPlain(String raw) {
        if (raw.chars().allMatch(character -> character >= ' ' && character <= '~')) {
            return true;
        }
        refuse("CRON_CHARACTERS", raw, "use ASCII letters, digits and signs on one line, fields separated by blanks");
        return false;
    }

    private Optional<Timetable> read() {
        if (ZONE.matcher(text).matches()) {
            refuse("CRON_TIME_ZONE", text, "leave out the TZ= prefix and use the time zone parameter");
        } else if (text.contains("#")) {
            refuse("CRON_COMMENT", text, COMMENT);
        } else if (text.startsWith("@every")) {
            return new EveryParser(text, problems::add).read().map(Timetable.class::cast);
        } else if (text.startsWith("@") && !NAMES.containsKey(text)) {
            refuse("CRON_NAME", text, NAME);
        } else {
            return readFields(fields(text));
        }
        return Optional.empty();
    }

    private Optional<Timetable> readFields(List<String> fields) {
        if (fields.size() != 5) {
            refuse("CRON_FIELDS", text, fieldsRemedy(text.isEmpty() ? 0 : fields.size()));
            return Optional.empty();
        }
        String day = fields.get(2);
        String weekday = fields.get(4);
        CalendarTimetable calendar = new CalendarTimetable(
                CronField.MINUTE.parse(fields.get(0), problems::add),
                CronField.HOUR.parse(fields.get(1), problems::add),
                CronField.DAY_OF_MONTH.parse(day, problems::add),
                CronField.MONTH.parse(fields.get(3), problems::add),
                CronField.WEEKDAY.parse(weekday, problems::add));
        if (!bothDays && !day.equals("*") && !weekday.equals("*")) {
            refuse("CRON_BOTH_DAYS", day + " and " + weekday, BOTH_DAYS);
        }
        if (problems.isEmpty() && !calendar.everFires()) {
            refuse("CRON_NEVER", text, "never fires: no month of the month field has that day of month");
        }
        return Optional.of(calendar);
    }

    private static String fieldsRemedy(int count) {
        return switch (count) {
            case 0 -> "is empty: use five fields, " + FIELDS;
            case 6 ->
                "has 6 fields, and Temporal reads the sixth as the year: drop the seconds (or the year) and use"
                        + " five, " + FIELDS;
            case 7 -> "has 7 fields: drop the seconds and the year and use five, " + FIELDS;
            default -> String.format(Locale.ROOT, "has %d field%s: use five, %s", count, count == 1 ? "" : "s", FIELDS);
        };
    }

    private void refuse(String code, String value, String remedy) {
        problems.add(new Problem(code, "cron", value, remedy));
    }
}
