package ai.torale.acceptance.cron;

import ai.torale.InvalidException;
import ai.torale.cron.Cron;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random cron expressions, zones and windows; the same for the same seed. */
final class CronSamples {
    static final List<ZoneId> ZONES = List.of(
                    "UTC Africa/Cairo Africa/Casablanca Africa/Johannesburg America/Argentina/Buenos_Aires America/Caracas",
                    "America/Chicago America/Havana America/Los_Angeles America/New_York America/Phoenix America/Santiago",
                    "America/Sao_Paulo America/St_Johns Antarctica/Troll Asia/Beirut Asia/Kathmandu Asia/Kolkata",
                    "Asia/Pyongyang Asia/Shanghai Asia/Tehran Asia/Tokyo Atlantic/Azores Australia/Adelaide",
                    "Australia/Lord_Howe Australia/Sydney Europe/Berlin Europe/Dublin Europe/Istanbul Europe/London",
                    "Europe/Moscow Europe/Paris Pacific/Apia Pacific/Auckland Pacific/Chatham Pacific/Honolulu")
            .stream()
            .flatMap(line -> List.of(line.split(" ")).stream())
            .map(ZoneId::of)
            .toList();

    private static final Instant FIRST = Instant.parse("2006-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2036-01-01T00:00:00Z");
    private static final List<String> MONTHS = List.of("jan", "FEB", "March", "apr", "May", "june", "Jul", "augu");
    private static final List<String> WEEKDAYS = List.of("su", "MON", "Tues", "wed", "THU", "frid", "Saturday");

    private static final List<String> PIECES = Stream.concat(
                    "0123456789*/-,#?LWH@ +.:dhmsTZ=MONjan\t".chars().mapToObj(Character::toString),
                    Stream.of("us", "ns", "ms", "1d", "  ", "/7", "-7", "00", "60", "MON", "31", "50000d", " # x", "µ"))
            .toList();
    private static final List<String> PREFIXES =
            List.of("TZ=Asia/Tokyo ", "CRON_TZ=Europe/Paris ", "cron_tz=UTC ", " TZ=UTC ", "0 ", "@every ", "@every");

    private final Random random;
    private int pairs;

    CronSamples(long seed) {
        random = new Random(seed);
    }

    /** A cron expression with its zone, and its place in the sample. */
    record Pair(int number, Cron cron, ZoneId zone) {
        @Override
        public String toString() {
            return "'" + cron + "' in " + zone;
        }
    }

    /** From is excluded, to is included. */
    record Window(Instant from, Instant to) {}

    Pair pair() {
        ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
        while (true) {
            try {
                return new Pair(pairs++, Cron.parseWithBothDays(text()), zone);
            } catch (InvalidException e) {
                // Such as a backwards range or 31 February: draw again.
            }
        }
    }

    /** Four windows at changes of offset, of which two begin within two hours of the change, and two at random dates. */
    List<Window> windows(Pair pair) {
        List<Instant> changes = changes(pair.zone());
        Duration reach = reach(pair.cron().shortestPeriod());
        int near = (int) Math.min(reach.toSeconds(), 2 * 60 * 60);
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            boolean atChange = i < 4 && !changes.isEmpty();
            Instant middle = atChange ? changes.get(random.nextInt(changes.size())) : date();
            Instant from = i % 2 == 0
                    ? middle.minus(reach).plusSeconds(random.nextInt(60))
                    : middle.plusSeconds(random.nextInt(2 * near) - near);
            windows.add(new Window(from, middle.plus(reach)));
        }
        return windows;
    }

    /** An expression with one to three pieces replaced, removed or inserted; mostly wrong. */
    String mutant() {
        StringBuilder text = new StringBuilder(text());
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length());
            String other = PIECES.get(random.nextInt(PIECES.size()));
            switch (random.nextInt(3)) {
                case 0 -> text.replace(at, at + 1, other);
                case 1 -> text.insert(at, other);
                default -> text.deleteCharAt(at).append(text.length() == 0 ? "*" : "");
            }
        }
        return random.nextInt(40) == 0 ? PREFIXES.get(random.nextInt(PREFIXES.size())) + text : text.toString();
    }

    String text() {
        return switch (random.nextInt(20)) {
            case 0 ->
                List.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly")
                        .get(random.nextInt(7));
            case 1, 2 -> every();
            default -> fields();
        };
    }

    private String fields() {
        String day = field(1, 31, 60, List.of(), 0);
        String weekday = field(0, 7, 60, WEEKDAYS, 0);
        return switch (random.nextInt(5)) {
            case 0 -> String.join(" ", minute(), hour(), day, month(), weekday);
            case 1, 2 -> String.join(" ", minute(), hour(), "*", month(), weekday);
            default -> String.join(" ", minute(), hour(), day, month(), "*");
        };
    }

    private String minute() {
        return random.nextInt(3) == 0 ? "*/" + (1 + random.nextInt(60)) : field(0, 59, 10, List.of(), 0);
    }

    /** Often one of the hours in which clocks change. */
    private String hour() {
        return random.nextInt(3) == 0
                ? List.of("0", "1", "2", "3", "4", "23", "1-3", "22-23,0-2").get(random.nextInt(8))
                : field(0, 23, 40, List.of(), 0);
    }

    private String month() {
        return field(1, 12, 70, MONTHS, 1);
    }

    private String field(int min, int max, int starsPercent, List<String> names, int firstName) {
        if (random.nextInt(100) < starsPercent) {
            return "*";
        }
        int parts = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
        return IntStream.range(0, parts)
                .mapToObj(i -> part(min, max, names, firstName))
                .collect(Collectors.joining(","));
    }

    private String part(int min, int max, List<String> names, int firstName) {
        int from = min + random.nextInt(max - min + 1);
        int to = from + random.nextInt(max - from + 1);
        String step = "/" + (1 + random.nextInt(max - min));
        String first = value(from, names, firstName);
        return switch (random.nextInt(6)) {
            case 0 -> first + "-" + value(to, names, firstName);
            case 1 -> first + "-" + value(to, names, firstName) + step;
            case 2 -> first + step;
            case 3 -> "*" + step;
            default -> first;
        };
    }

    private String value(int number, List<String> names, int firstName) {
        int index = number - firstName;
        boolean named = index < names.size() && random.nextBoolean();
        return named ? names.get(index) : (random.nextInt(8) == 0 ? "0" : "") + number;
    }

    private String every() {
        List<String> intervals = List.of(
                "1s", "7s", "90s", "1m", "90m", "1h", "1h30m", "5h", "0.5h", "1d", "1.5d", "2d12h", "7d", "10d",
                "1000ms");
        List<String> phases = List.of("", "", "/0", "/1s", "/59s", "/30m", "/.25h", "/23h", "/4d", "/3d1h");
        return "@every " + intervals.get(random.nextInt(intervals.size())) + phases.get(random.nextInt(phases.size()));
    }

    private Instant date() {
        long seconds = Duration.between(FIRST, LAST).toSeconds();
        return FIRST.plusSeconds((long) (random.nextDouble() * seconds));
    }

    private static List<Instant> changes(ZoneId zone) {
        List<Instant> changes = new ArrayList<>();
        ZoneOffsetTransition change = zone.getRules().nextTransition(FIRST);
        while (change != null && change.getInstant().isBefore(LAST)) {
            changes.add(change.getInstant());
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return changes;
    }

    /** So wide that some fires fall in, and not more than 1,000. */
    private static Duration reach(Duration period) {
        Duration wide = period.multipliedBy(400);
        Duration most = Duration.ofDays(period.compareTo(Duration.ofDays(7)) > 0 ? 1_500 : 60);
        return wide.compareTo(most) < 0 ? wide : most;
    }
}
