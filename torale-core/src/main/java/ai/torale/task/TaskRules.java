package ai.torale.task;

import ai.torale.InvalidException;
import ai.torale.Json;
import ai.torale.Problem;
import ai.torale.cron.Cron;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@link MonitoringTask.Builder#build()} asks of a task; collects every breach instead of stopping at the first. */
final class TaskRules {
    static final int MAX_LINE = 200;
    static final int MAX_TEXT = 4_000;
    static final int MAX_BYTES = 16 * 1024;

    /** What the names of the members and their punctuation take. */
    private static final int NAMES_BYTES = 256;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:@-]{1,200}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern ZONE = Pattern.compile("UTC|(?!SystemV/)[A-Za-z]+/.+");
    private static final Pattern SECRET_KEY = Pattern.compile(
            "passw(or)?d|pwd|passphrase|secret|token|jwt|authori[sz]ation|(^|[._-])auth([._-]|$)|cookie|credential|bearer"
                    + "|(api|access|private)[._-]?key");
    private static final Pattern SECRET_REFERENCE = Pattern.compile("[^{}]*\\{secret:[A-Za-z0-9._-]{1,64}}[^{}]*");

    /** Begins with a single character of the scheme: its whole length would make long values cost their square. */
    private static final Pattern USERINFO = Pattern.compile("[A-Za-z0-9+.-]://[^/?#\\s]*@");

    private final MonitoringTask.Builder task;
    private final List<Problem> problems = new ArrayList<>();
    private Optional<Cron> cron = Optional.empty();
    private ZoneId zone = ZoneOffset.UTC;

    TaskRules(MonitoringTask.Builder task) {
        this.task = task;
        problems.addAll(ofId(task.id));
        parseCron();
        timeZone();
        if (task.name != null) {
            line("name", task.name);
        }
        line("userId", task.userId);
        text("searchQuery", task.searchQuery);
        text("conditionDescription", task.conditionDescription);
        if (task.provider != null) {
            pattern("PROVIDER_NAME", "provider", task.provider, NAME, "use 1 to 32 characters of a-z 0-9 -");
        }
        new TreeSet<>(task.channels)
                .forEach(channel -> pattern(
                        "CHANNEL_NAME",
                        "channels",
                        channel,
                        NAME,
                        "use 1 to 32 characters of a-z 0-9 - for each name"));
        new TreeMap<>(task.attributes).forEach(this::attribute);
        size();
    }

    static List<Problem> ofId(String id) {
        return ID.matcher(id).matches()
                ? List.of()
                : List.of(new Problem("TASK_ID", "id", id, "use 1 to 200 characters of A-Z a-z 0-9 . _ : @ -"));
    }

    List<Problem> problems() {
        return problems;
    }

    /** Only when there are no problems. */
    Cron cron() {
        return cron.orElseThrow();
    }

    ZoneId zone() {
        return zone;
    }

    private void parseCron() {
        try {
            cron = Optional.of(task.bothDays ? Cron.parseWithBothDays(task.cron) : Cron.parse(task.cron));
        } catch (InvalidException e) {
            problems.addAll(e.problems());
        }
    }

    private void timeZone() {
        boolean known = task.timeZone.equals("Z")
                || (ZoneId.getAvailableZoneIds().contains(task.timeZone)
                        && ZONE.matcher(task.timeZone).matches());
        if (known) {
            zone = ZoneId.of(task.timeZone.equals("Z") ? "UTC" : task.timeZone);
        } else {
            add("TIME_ZONE", "timeZone", task.timeZone, "use UTC or an IANA name such as Europe/Paris");
        }
    }

    private void line(String field, String value) {
        if (value.length() > MAX_LINE || value.chars().anyMatch(TaskRules::breaksLine) || !isWellFormed(value)) {
            add("TEXT", field, value, "use one line of at most " + MAX_LINE + " characters");
        }
    }

    private void text(String field, String value) {
        if (value.length() > MAX_TEXT || !isWellFormed(value)) {
            add("TEXT", field, value, "use well-formed text of at most " + MAX_TEXT + " characters");
        }
    }

    private void attribute(String key, String value) {
        String field = "attributes";
        if (!KEY.matcher(key).matches()) {
            add("ATTRIBUTE_KEY", field, key, "use 1 to 64 characters of A-Z a-z 0-9 . _ - for each key");
        } else if (SECRET_KEY.matcher(key.toLowerCase(Locale.ROOT)).find()
                && !SECRET_REFERENCE.matcher(value).matches()) {
            add("ATTRIBUTE_SECRET", field, key, "tasks are stored in plain text: give secrets to your search provider");
        } else if (USERINFO.matcher(value).find()) {
            add(
                    "ATTRIBUTE_SECRET",
                    field,
                    key,
                    "tasks are stored in plain text: remove the user and password from the URL");
        } else if (!isWellFormed(value)) {
            add(
                    "TEXT",
                    field,
                    key,
                    "use well-formed text; the value holds an unpaired surrogate, a NUL or endless combining marks");
        }
    }

    /** The size of the task as JSON, as it stands in schedules and histories. */
    private void size() {
        Stream<String> texts = Stream.of(
                task.id,
                task.cron,
                task.timeZone,
                Objects.requireNonNullElse(task.name, task.id),
                task.userId,
                task.searchQuery,
                task.conditionDescription,
                Objects.requireNonNullElse(task.provider, ""));
        Stream<String> attributes =
                task.attributes.entrySet().stream().flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()));
        long bytes = NAMES_BYTES
                + Stream.concat(texts, Stream.concat(task.channels.stream(), attributes))
                        .mapToLong(text -> Json.sizeOf(text) + 1L)
                        .sum();
        if (bytes > MAX_BYTES) {
            add(
                    "TASK_TOO_LARGE",
                    "task",
                    bytes + " bytes",
                    "keep the task as JSON under 16 KiB: shorten query, condition, channels or attributes");
        }
    }

    private void pattern(String code, String field, String value, Pattern allowed, String remedy) {
        if (!allowed.matcher(value).matches()) {
            add(code, field, value, remedy);
        }
    }

    private void add(String code, String field, String value, String remedy) {
        problems.add(new Problem(code, field, value, remedy));
    }

    private static boolean breaksLine(int c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }

    /** Whether a text can be written as JSON, hashed, and kept by every store: databases refuse a NUL. */
    private static boolean isWellFormed(String text) {
        try {
            return text.indexOf('\0') < 0 && Json.of(text).canonical() != null;
        } catch (InvalidException e) {
            return false;
        }
    }
}
