package ai.torale.cron;

import ai.torale.Problem;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One of the five fields, and how the server reads what stands in it: a set of values, one bit each. */
enum CronField {
    MINUTE("minute", 0, 59),
    HOUR("hour", 0, 23),
    DAY_OF_MONTH("day of month", 1, 31),
    MONTH("month", 1, 12),
    WEEKDAY("weekday", 0, 7);

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern FOREIGN =
            Pattern.compile(".*\\?.*|L(-.*)?|LW|W|[0-9]+[LW]|(SUN|MON|TUE|WED|THU|FRI|SAT)L|H(\\(.*\\)?)?");
    private static final int SUNDAY_AS_SEVEN = 7;
    private static final int NONE = -1;

    private final String title;
    private final int min;
    private final int max;

    CronField(String title, int min, int max) {
        this.title = title;
        this.min = min;
        this.max = max;
    }

    /** Every value that the field takes. */
    long all() {
        long bits = bits(min, max, 1);
        return this == WEEKDAY ? bits & ~(1L << SUNDAY_AS_SEVEN) : bits;
    }

    /** The values that a text stands for; its problems go to the list, and then the answer has no meaning. */
    long parse(String text, Consumer<Problem> problems) {
        long bits = 0;
        for (String part : text.split(",", -1)) {
            bits |= new Part(part, problems).bits();
        }
        return bits;
    }

    /** The ranges as the server keeps them, of a text that is accepted. */
    List<Calendar.Range> ranges(String text) {
        List<Calendar.Range> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            new Part(part, problem -> {}).addRanges(ranges);
        }
        return ranges;
    }

    private static long bits(int from, int to, int step) {
        long bits = 0;
        for (int value = from; value <= to; value += step) {
            bits |= 1L << value;
        }
        return bits;
    }

    private int last() {
        return this == WEEKDAY ? max - 1 : max;
    }

    private OptionalInt value(String text) {
        if (NUMBER.matcher(text).matches()) {
            int number = number(text);
            return number >= min && number <= max ? OptionalInt.of(number) : OptionalInt.empty();
        }
        int shortest = this == WEEKDAY ? 2 : 3;
        String name = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i < names().size() && name.length() >= shortest; i++) {
            if (names().get(i).startsWith(name)) {
                return OptionalInt.of(this == MONTH ? i + 1 : i);
            }
        }
        return OptionalInt.empty();
    }

    /** Any number of digits; whatever is far beyond every field becomes the largest int. */
    private static int number(String digits) {
        String plain = digits.replaceFirst("^0+(?=.)", "");
        return plain.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(plain);
    }

    private List<String> names() {
        return switch (this) {
            case MONTH -> Names.MONTHS;
            case WEEKDAY -> Names.WEEKDAYS;
            default -> List.of();
        };
    }

    private String allowed() {
        String range = "the " + title + " field takes " + min + " to " + max;
        return switch (this) {
            case MONTH -> range + " or a name such as JAN";
            case WEEKDAY -> range + " (0 and 7 are Sunday) or a name such as MON";
            default -> range;
        };
    }

    /** What stands between two commas. */
    private final class Part {
        private final String text;
        private final Consumer<Problem> problems;
        private boolean broken;

        Part(String text, Consumer<Problem> problems) {
            this.text = text;
            this.problems = problems;
        }

        long bits() {
            String[] halves = text.split("/", -1);
            if (FOREIGN.matcher(halves[0].toUpperCase(Locale.ROOT)).matches()) {
                refuse("CRON_SYMBOL", foreignRemedy());
                return 0;
            }
            int step = halves.length == 1 ? 1 : step(halves);
            int from = from(halves[0]);
            int to = to(halves[0], halves.length > 1 ? max : from, from);
            return broken ? 0 : days(from, to, step);
        }

        void addRanges(List<Calendar.Range> ranges) {
            String[] halves = text.split("/", -1);
            int step = halves.length == 1 ? 1 : step(halves);
            int from = from(halves[0]);
            int to = to(halves[0], halves.length > 1 ? max : from, from);
            if (CronField.this == WEEKDAY && to == SUNDAY_AS_SEVEN) {
                boolean isMet = (SUNDAY_AS_SEVEN - from) % step == 0;
                if (isMet && (step > 1 || from > 1)) {
                    ranges.add(Calendar.Range.of(0));
                    if (from == SUNDAY_AS_SEVEN) {
                        return;
                    }
                }
                to = SUNDAY_AS_SEVEN - 1;
            }
            ranges.add(new Calendar.Range(from, to, step));
        }

        private int step(String[] halves) {
            int size = Long.bitCount(all());
            if (halves.length == 2 && NUMBER.matcher(halves[1]).matches()) {
                int step = number(halves[1]);
                if (step >= 1 && step <= size) {
                    return step;
                }
            }
            refuse(
                    "CRON_STEP",
                    "the step in the " + title + " field is a number from 1 to " + size + hintForLongSteps());
            return 1;
        }

        private String hintForLongSteps() {
            return switch (CronField.this) {
                case MINUTE -> "; for a longer period use the hour field or @every, such as @every 90m";
                case HOUR -> "; for a longer period use @every, such as @every 36h";
                default -> "";
            };
        }

        private int from(String range) {
            return range.equals("*")
                    ? min
                    : checked(range.contains("-") ? range.substring(0, range.indexOf('-')) : range);
        }

        private int to(String range, int otherwise, int from) {
            if (range.equals("*")) {
                return max;
            }
            if (!range.contains("-")) {
                return otherwise;
            }
            int dash = range.indexOf('-');
            int to = checked(range.substring(dash + 1));
            if (to < from && !broken) {
                String twoRanges = range.substring(0, dash + 1) + last() + "," + min + range.substring(dash);
                refuse("CRON_RANGE", "the range in the " + title + " field runs backwards: write " + twoRanges);
            }
            return to;
        }

        private int checked(String value) {
            OptionalInt number = CronField.this.value(value);
            if (number.isEmpty() && !broken) {
                refuse("CRON_VALUE", value.isEmpty() ? "a value is missing; " + allowed() : allowed());
            }
            return number.orElse(NONE);
        }

        private long days(int from, int to, int step) {
            if (CronField.this != WEEKDAY) {
                return CronField.bits(from, to, step);
            }
            if (from == 1 && to == SUNDAY_AS_SEVEN && step == 1) {
                refuse("CRON_RANGE", "Temporal leaves out Sunday for this range in the weekday field: write * or 1-6");
            }
            long bits = CronField.bits(from, to, step);
            return (bits | (bits >> SUNDAY_AS_SEVEN)) & all();
        }

        private String foreignRemedy() {
            String remedy = text.contains("?") ? "write * instead of ?" : "write plain values";
            return "the " + title + " field knows no L, W, H and ?: " + remedy;
        }

        private void refuse(String code, String remedy) {
            broken = true;
            problems.accept(new Problem(code, "cron", text, remedy));
        }
    }

    private static final class Names {
        static final List<String> MONTHS = months();
        static final List<String> WEEKDAYS =
                List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");

        private static List<String> months() {
            return Stream.of(Month.values())
                    .map(month -> month.name().toLowerCase(Locale.ROOT))
                    .toList();
        }
    }
}
