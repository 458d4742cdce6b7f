package ai.torale.testkit.server;

import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands in a query, and how the value of a search attribute compares with it. */
final class Literals {
    private static final Pattern CLOCK = Pattern.compile("(\\d+):([0-5]?\\d):([0-5]?\\d)");
    private static final String UNIT = "(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h|d)";
    private static final Map<String, Duration> UNITS = Map.of(
            "ns", Duration.ofNanos(1),
            "us", Duration.ofNanos(1_000),
            "µs", Duration.ofNanos(1_000),
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private Literals() {}

    /** What a literal means to a field: statuses have several names, durations several forms, times are parsed. */
    static Object of(String field, IndexedValueType type, Object literal) {
        Object meant = switch (field) {
            case "ExecutionStatus" -> status(literal);
            case "ExecutionDuration" -> literal instanceof String text ? nanos(text) : literal;
            default -> type == IndexedValueType.INDEXED_VALUE_TYPE_DATETIME ? instant(literal) : literal;
        };
        if (!fits(meant, type)) {
            throw Refusal.invalid("invalid query: " + literal + " does not fit the search attribute " + field);
        }
        return meant;
    }

    private static boolean fits(Object literal, IndexedValueType type) {
        return switch (type) {
            case INDEXED_VALUE_TYPE_BOOL -> literal instanceof Boolean;
            case INDEXED_VALUE_TYPE_INT, INDEXED_VALUE_TYPE_DOUBLE -> literal instanceof Number;
            case INDEXED_VALUE_TYPE_KEYWORD, INDEXED_VALUE_TYPE_KEYWORD_LIST, INDEXED_VALUE_TYPE_TEXT ->
                literal instanceof String;
            default -> true;
        };
    }

    static boolean equal(Object value, Object literal) {
        if (value instanceof Collection<?> values) {
            return values.stream().anyMatch(one -> equal(one, literal));
        }
        return compare(value, literal) == 0;
    }

    /** The sign of value minus literal. */
    static int compare(Object value, Object literal) {
        if (value instanceof Instant time) {
            return time.compareTo(instant(literal));
        }
        if (value instanceof Number number && literal instanceof Number other) {
            return Double.compare(number.doubleValue(), other.doubleValue());
        }
        if (value instanceof Boolean is && literal instanceof Boolean other) {
            return Boolean.compare(is, other);
        }
        if (value instanceof String text && literal instanceof String other) {
            return text.compareTo(other);
        }
        throw Refusal.invalid("invalid query: " + literal + " does not fit a search attribute of type "
                + value.getClass().getSimpleName());
    }

    /** By name, such as Running or WORKFLOW_EXECUTION_STATUS_RUNNING, or by number. */
    private static Object status(Object literal) {
        @Nullable WorkflowExecutionStatus status = literal instanceof Number number
                ? WorkflowExecutionStatus.forNumber(number.intValue())
                : Arrays.stream(WorkflowExecutionStatus.values())
                        .filter(one -> literal.equals(one.name()) || literal.equals(RunRow.status(one)))
                        .findFirst()
                        .orElse(null);
        if (status == null) {
            throw Refusal.invalid("invalid query: invalid expression: invalid ExecutionStatus value '" + literal + "'");
        }
        return RunRow.status(status);
    }

    /** Nanoseconds as digits, 1h30m, or hours, minutes and seconds as 01:30:00. */
    private static Object nanos(String text) {
        Matcher clock = CLOCK.matcher(text);
        if (clock.matches()) {
            return Duration.ofHours(Long.parseLong(clock.group(1)))
                    .plusMinutes(Long.parseLong(clock.group(2)))
                    .plusSeconds(Long.parseLong(clock.group(3)))
                    .toNanos();
        }
        if (text.matches("-?\\d+")) {
            return Long.valueOf(text);
        }
        if (!text.matches("(" + UNIT + ")+")) {
            throw Refusal.invalid("invalid query: invalid value for search attribute ExecutionDuration: " + text);
        }
        return Pattern.compile(UNIT)
                .matcher(text)
                .results()
                .mapToLong(part -> (long) (Double.parseDouble(part.group(1)) * nanosOf(part.group(2))))
                .sum();
    }

    private static long nanosOf(String unit) {
        return UNITS.getOrDefault(unit, Duration.ZERO).toNanos();
    }

    private static Instant instant(Object literal) {
        try {
            if (literal instanceof Instant time) {
                return time;
            }
            if (literal instanceof Number nanos) {
                return Instant.ofEpochSecond(0, nanos.longValue());
            }
            return OffsetDateTime.parse(literal.toString()).toInstant();
        } catch (DateTimeException e) {
            throw Refusal.invalid("invalid query: '" + literal + "' is no time such as 2024-03-07T14:00:00Z");
        }
    }
}
