package ai.torale.testkit.server;

import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_BOOL;
import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_DATETIME;
import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_INT;
import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST;
import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_UNSPECIFIED;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The search attributes of the namespace: the system's, the server's own and those that were registered. */
final class Attributes {
    private static final Map<String, IndexedValueType> SYSTEM = Map.ofEntries(
            Map.entry("WorkflowId", INDEXED_VALUE_TYPE_KEYWORD),
            Map.entry("RunId", INDEXED_VALUE_TYPE_KEYWORD),
            Map.entry("WorkflowType", INDEXED_VALUE_TYPE_KEYWORD),
            Map.entry("StartTime", INDEXED_VALUE_TYPE_DATETIME),
            Map.entry("ExecutionTime", INDEXED_VALUE_TYPE_DATETIME),
            Map.entry("CloseTime", INDEXED_VALUE_TYPE_DATETIME),
            Map.entry("ExecutionStatus", INDEXED_VALUE_TYPE_KEYWORD),
            Map.entry("TaskQueue", INDEXED_VALUE_TYPE_KEYWORD),
            Map.entry("HistoryLength", INDEXED_VALUE_TYPE_INT),
            Map.entry("ExecutionDuration", INDEXED_VALUE_TYPE_INT),
            Map.entry("ParentWorkflowId", INDEXED_VALUE_TYPE_KEYWORD),
            Map.entry("ParentRunId", INDEXED_VALUE_TYPE_KEYWORD),
            Map.entry("RootWorkflowId", INDEXED_VALUE_TYPE_KEYWORD),
            Map.entry("RootRunId", INDEXED_VALUE_TYPE_KEYWORD));

    /** A run has a value of these only when something gives it one. */
    private static final Map<String, IndexedValueType> SERVERS = Map.of(
            Launcher.SCHEDULED_BY,
            INDEXED_VALUE_TYPE_KEYWORD,
            Launcher.SCHEDULED_AT,
            INDEXED_VALUE_TYPE_DATETIME,
            "TemporalSchedulePaused",
            INDEXED_VALUE_TYPE_BOOL,
            "TemporalNamespaceDivision",
            INDEXED_VALUE_TYPE_KEYWORD,
            "TemporalChangeVersion",
            INDEXED_VALUE_TYPE_KEYWORD_LIST,
            "TemporalPauseInfo",
            INDEXED_VALUE_TYPE_KEYWORD_LIST,
            "BatcherNamespace",
            INDEXED_VALUE_TYPE_KEYWORD,
            "BatcherUser",
            INDEXED_VALUE_TYPE_KEYWORD);

    private final String namespace;
    private final Map<String, IndexedValueType> custom;
    private final Predicate<String> registeredLater;

    /**
     * Of a namespace with these of its own.
     *
     * @param registeredLater tells of others which exist; their types are not known
     */
    Attributes(String namespace, Map<String, IndexedValueType> custom, Predicate<String> registeredLater) {
        this.namespace = namespace;
        this.custom = Map.copyOf(custom);
        this.registeredLater = registeredLater;
    }

    /** Unspecified when it exists and its type is not known; empty when there is none. */
    Optional<IndexedValueType> type(String name) {
        return List.of(SYSTEM, SERVERS, custom).stream()
                .flatMap(types -> Optional.ofNullable(types.get(name)).stream())
                .findFirst()
                .or(() -> registeredLater.test(name) ? Optional.of(INDEXED_VALUE_TYPE_UNSPECIFIED) : Optional.empty());
    }

    /** Whether a name is no host's to give. */
    static boolean isReserved(String name) {
        return SYSTEM.containsKey(name) || SERVERS.containsKey(name) || name.startsWith("Temporal");
    }

    /** In the words of the server, which maps the names of a namespace to columns. */
    String undefined(String name) {
        return "Namespace " + namespace + " has no mapping defined for search attribute " + name;
    }

    /** Refuses with INVALID_ARGUMENT what does not exist, is the system's, or has a value of another type. */
    void check(SearchAttributes given) {
        given.getIndexedFieldsMap().forEach((name, value) -> {
            if (SYSTEM.containsKey(name)) {
                throw Refusal.invalid(name + " attribute can't be set in SearchAttributes");
            }
            IndexedValueType type = type(name).orElseThrow(() -> Refusal.invalid(undefined(name)));
            @Nullable Object decoded = decoded(value);
            if (decoded != null && !fits(decoded, type)) {
                throw Refusal.invalid(
                        "invalid value for search attribute " + name + " of type " + typeName(type) + ": " + decoded);
            }
        });
    }

    /** The same with the type that each value has here, as the server shows them. */
    SearchAttributes typed(SearchAttributes given) {
        SearchAttributes.Builder typed = given.toBuilder();
        given.getIndexedFieldsMap()
                .forEach((name, value) -> type(name)
                        .filter(type -> type != INDEXED_VALUE_TYPE_UNSPECIFIED)
                        .ifPresent(type -> typed.putIndexedFields(name, typed(value, typeName(type)))));
        return typed.build();
    }

    /** A value with the name of its type. */
    static Payload typed(Payload value, String type) {
        return value.toBuilder()
                .putMetadata("type", ByteString.copyFromUtf8(type))
                .build();
    }

    static @Nullable Object decoded(Payload value) {
        return DefaultDataConverter.STANDARD_INSTANCE.fromPayload(value, Object.class, Object.class);
    }

    /** A list with one value stands for the value. */
    private static boolean fits(Object value, IndexedValueType type) {
        if (value instanceof List<?> values && type != INDEXED_VALUE_TYPE_KEYWORD_LIST) {
            return values.stream().allMatch(one -> fits(one, type));
        }
        return switch (type) {
            case INDEXED_VALUE_TYPE_BOOL -> value instanceof Boolean;
            case INDEXED_VALUE_TYPE_INT -> value instanceof Integer || value instanceof Long;
            case INDEXED_VALUE_TYPE_DOUBLE -> value instanceof Number;
            case INDEXED_VALUE_TYPE_DATETIME -> value instanceof String text && isTime(text);
            case INDEXED_VALUE_TYPE_KEYWORD, INDEXED_VALUE_TYPE_TEXT -> value instanceof String;
            case INDEXED_VALUE_TYPE_KEYWORD_LIST -> value instanceof List<?> || value instanceof String;
            default -> true;
        };
    }

    private static boolean isTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** Such as {@code KeywordList}. */
    private static String typeName(IndexedValueType type) {
        return Arrays.stream(type.name().replace("INDEXED_VALUE_TYPE_", "").split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
