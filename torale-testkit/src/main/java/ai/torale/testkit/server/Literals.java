package ai.torale.testkit.server;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares the value of a search attribute with what stands in a query; nothing compares with no value. */
final class Literals {
    private Literals() {}

    static boolean equal(@Nullable Object value, Object literal) {
        if (value instanceof Collection<?> values) {
            return values.stream().anyMatch(one -> equal(one, literal));
        }
        return compare(value, literal).filter(sign -> sign == 0).isPresent();
    }

    static boolean startsWith(@Nullable Object value, Object literal) {
        if (!(literal instanceof String prefix)) {
            throw Refusal.invalid("invalid query: STARTS_WITH takes a string");
        }
        return value instanceof String text && text.startsWith(prefix);
    }

    /** The sign of value minus literal. */
    static Optional<Integer> compare(@Nullable Object value, Object literal) {
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Instant time) {
            return Optional.of(time.compareTo(instant(literal)));
        }
        if (value instanceof Number number && literal instanceof Number other) {
            return Optional.of(Double.compare(number.doubleValue(), other.doubleValue()));
        }
        if (value instanceof Boolean is && literal instanceof Boolean other) {
            return Optional.of(Boolean.compare(is, other));
        }
        if (value instanceof String text && literal instanceof String other) {
            return Optional.of(text.compareTo(other));
        }
        throw Refusal.invalid("invalid query: " + literal + " does not fit a search attribute of type "
                + value.getClass().getSimpleName());
    }

    private static Instant instant(Object literal) {
        try {
            if (literal instanceof Number nanos) {
                return Instant.ofEpochSecond(0, nanos.longValue());
            }
            return OffsetDateTime.parse(literal.toString()).toInstant();
        } catch (DateTimeException e) {
            throw Refusal.invalid("invalid query: '" + literal + "' is no time such as 2024-03-07T14:00:00Z");
        }
    }
}
