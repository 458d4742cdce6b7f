package ai.torale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An immutable JSON value.
 *
 * <p>Two values are equal when their {@linkplain #canonical() canonical texts} are: the order of keys, blanks, the
 * spelling of a number ({@code 1}, {@code 1.0}, {@code 1e0}) and the Unicode form of a text make no difference.
 * Numbers are kept exactly. Nesting is limited to 1,000 levels, a number to 1,000 digits (Jackson's limits).
 */
public final class Json {
    private static final int MAX_DEPTH = 1_000;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final JsonNode node;
    private final String canonical;

    private Json(JsonNode node) {
        this.node = node;
        StringBuilder text = new StringBuilder();
        appendCanonical(node, text);
        this.canonical = text.toString();
        refuseUnpairedSurrogates(canonical);
    }

    /**
     * Reads a JSON text.
     *
     * @throws InvalidException when the text is no JSON value, holds a key twice, or is followed by something else
     */
    public static Json parse(String text) {
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw invalid(
                    text,
                    "give one JSON value; it is broken near offset "
                            + Math.max(
                                    0,
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getCharOffset()));
        }
        if (node.isMissingNode()) {
            throw invalid(text, "give one JSON value; the text is empty");
        }
        return new Json(node);
    }

    /**
     * A value made of maps with text keys, collections, arrays of objects, texts, numbers, booleans and nulls.
     *
     * @throws InvalidException when it holds anything else, a number that is not finite, or itself
     */
    public static Json of(Object value) {
        return new Json(toNode(value, 0));
    }

    /** The members of an object; empty for every other value. */
    public Map<String, @Nullable Object> asMap() {
        return members(node);
    }

    /**
     * The value in Java's own types: unmodifiable {@code Map} and {@code List}, {@code String}, {@code BigDecimal},
     * {@code Boolean} or null.
     */
    public @Nullable Object value() {
        return toJava(node);
    }

    /** Whether this is a JSON object or array: the values that may be a task's state. */
    public boolean isStructured() {
        return node.isContainerNode();
    }

    /**
     * The canonical text: no blanks, keys sorted by UTF-16 units at every level, texts in NFC, numbers as
     * {@code BigDecimal.stripTrailingZeros().toString()}.
     */
    public String canonical() {
        return canonical;
    }

    /** The length of {@link #toString()} in UTF-8 bytes. */
    public int size() {
        return toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** The compact JSON text, keys in the order in which they were given. */
    @Override
    public String toString() {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Json json && canonical.equals(json.canonical);
    }

    @Override
    public int hashCode() {
        return canonical.hashCode();
    }

    private static void appendCanonical(JsonNode node, StringBuilder text) {
        if (node.isObject()) {
            appendMembers(node, text);
        } else if (node.isArray()) {
            String separator = "";
            text.append('[');
            for (JsonNode item : node) {
                appendCanonical(item, text.append(separator));
                separator = ",";
            }
            text.append(']');
        } else if (node.isNumber()) {
            text.append(node.decimalValue().stripTrailingZeros());
        } else if (node.isTextual()) {
            appendText(normal(node.textValue()), text);
        } else {
            text.append(node.asText());
        }
    }

    private static void appendMembers(JsonNode object, StringBuilder text) {
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
        members.sort(Comparator.comparing((Map.Entry<String, JsonNode> member) -> normal(member.getKey()))
                .thenComparing(Map.Entry::getKey));
        String separator = "";
        text.append('{');
        for (Map.Entry<String, JsonNode> member : members) {
            appendText(normal(member.getKey()), text.append(separator));
            appendCanonical(member.getValue(), text.append(':'));
            separator = ",";
        }
        text.append('}');
    }

    /** Escapes as RFC 8785 does, by hand: the text is hashed, so no library's habit may decide it. */
    private static void appendText(String value, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static Map<String, @Nullable Object> members(JsonNode node) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        node.properties().forEach(member -> map.put(member.getKey(), toJava(member.getValue())));
        return Collections.unmodifiableMap(map);
    }

    private static @Nullable Object toJava(JsonNode node) {
        if (node.isObject()) {
            return members(node);
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach(item -> list.add(toJava(item)));
            return Collections.unmodifiableList(list);
        }
        if (node.isNumber()) {
            return node.decimalValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isTextual() ? node.textValue() : null;
    }

    private static JsonNode toNode(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw invalid("", "nest at most " + MAX_DEPTH + " levels, and never a collection in itself");
        }
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof Json json) {
            return json.node;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = NODES.objectNode();
            map.forEach((key, member) -> object.set(key(key), toNode(member, depth + 1)));
            return object;
        }
        if (value instanceof Iterable<?> items) {
            ArrayNode array = NODES.arrayNode();
            items.forEach(item -> array.add(toNode(item, depth + 1)));
            return array;
        }
        if (value instanceof Object[] items) {
            return toNode(Arrays.asList(items), depth);
        }
        if (value instanceof CharSequence text) {
            return NODES.textNode(text.toString());
        }
        if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        if (value instanceof Number number) {
            return NODES.numberNode(decimal(number));
        }
        throw invalid(
                value.getClass().getName(),
                "use maps with text keys, lists, texts, numbers, booleans and nulls; give other types as text");
    }

    private static String key(@Nullable Object key) {
        if (key instanceof CharSequence text) {
            return text.toString();
        }
        throw invalid(String.valueOf(key), "use texts as the keys of a map");
    }

    private static BigDecimal decimal(Number number) {
        try {
            return new BigDecimal(number.toString());
        } catch (NumberFormatException e) {
            throw invalid(number.toString(), "use finite numbers; give others as text");
        }
    }

    /** An unpaired surrogate cannot be written as UTF-8: two different texts would become one. */
    private static void refuseUnpairedSurrogates(String text) {
        if (text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE)) {
            throw invalid(text, "use well-formed Unicode; it holds an unpaired surrogate");
        }
    }

    private static InvalidException invalid(String value, String remedy) {
        return InvalidException.of("JSON", new Problem("JSON_INVALID", "json", value, remedy));
    }
}
