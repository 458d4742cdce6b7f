package ai.torale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An immutable JSON value.
 *
 * <p>Two values are equal when their {@linkplain #canonical() canonical texts} are: the order of keys, blanks, the
 * spelling of a number ({@code 1}, {@code 1.0}, {@code 1e0}) and the Unicode form of a text make no difference.
 * Numbers are kept exactly.
 *
 * <p>Its limits are tighter than those of the JSON readers that it meets on its way (Jackson's, and a store's): a value
 * that was accepted once can be written, wrapped and read again. Nesting: 500 levels; a number: 1,000 characters; a
 * key: 50,000; combining marks in a row: 1,000, because their normal form costs the square of their number.
 */
public final class Json {
    private static final int MAX_DEPTH = 500;
    private static final int MAX_NUMBER = 1_000;
    private static final int MAX_EXPONENT = 1_000_000_999;
    private static final int MAX_KEY = 50_000;
    private static final int MAX_MARKS = 1_000;
    private static final String LIMITS =
            MAX_DEPTH + " levels, numbers of " + MAX_NUMBER + " and keys of " + MAX_KEY + " characters";
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
        appendCanonical(node, text, 0);
        this.canonical = text.toString();
    }

    /**
     * Reads a JSON text.
     *
     * @throws InvalidException when the text is no JSON value, holds a key twice, exceeds a limit, or is followed by
     *     something else; it does not repeat the text, which may be an answer or hold a secret
     */
    public static Json parse(String text) {
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (StreamConstraintsException e) {
            throw invalid(length(text), "give one JSON value within the limits: " + LIMITS);
        } catch (JsonProcessingException e) {
            long offset = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
            throw invalid(length(text), "give one JSON value; it is broken near offset " + Math.max(0, offset));
        } catch (NumberFormatException e) {
            throw invalid(length(text), "give one JSON value; it holds a number out of every range");
        }
        if (node.isMissingNode()) {
            throw invalid(length(text), "give one JSON value; the text is empty");
        }
        return new Json(node);
    }

    /**
     * A value made of maps with text keys, collections, arrays of objects, texts, numbers, booleans and nulls.
     *
     * @throws InvalidException when it holds anything else, a number that is not finite, a key twice, itself, or more
     *     than a limit allows
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

    /** The length of a text as a JSON string in UTF-8 bytes, quotes included. */
    public static int sizeOf(String text) {
        int bytes = 2;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                bytes += "\b\f\n\r\t".indexOf(c) < 0 ? 6 : 2;
            } else if (c < 0x80) {
                bytes += c == '"' || c == '\\' ? 2 : 1;
            } else {
                bytes += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            }
        }
        return bytes;
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

    private static void appendCanonical(JsonNode node, StringBuilder text, int level) {
        if (node.isContainerNode() && level == MAX_DEPTH) {
            throw tooDeep();
        }
        if (node.isObject()) {
            appendMembers(node, text, level + 1);
        } else if (node.isArray()) {
            String separator = "";
            text.append('[');
            for (JsonNode item : node) {
                appendCanonical(item, text.append(separator), level + 1);
                separator = ",";
            }
            text.append(']');
        } else if (node.isNumber()) {
            text.append(normal(node.decimalValue()));
        } else if (node.isTextual()) {
            appendText(normal(node.textValue()), text);
        } else {
            text.append(node.asText());
        }
    }

    private static void appendMembers(JsonNode object, StringBuilder text, int level) {
        TreeMap<String, JsonNode> members = new TreeMap<>();
        object.properties().forEach(member -> {
            if (members.put(normal(key(member.getKey())), member.getValue()) != null) {
                throw twice();
            }
        });
        String separator = "";
        text.append('{');
        for (Map.Entry<String, JsonNode> member : members.entrySet()) {
            appendText(member.getKey(), text.append(separator));
            appendCanonical(member.getValue(), text.append(':'), level);
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
        int marks = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            switch (Character.getType(point)) {
                case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> marks++;
                case Character.SURROGATE ->
                    // It cannot be written as UTF-8: two different texts would become one.
                    throw invalid(length(text), "use well-formed Unicode; a text holds an unpaired surrogate");
                default -> marks = 0;
            }
            if (marks > MAX_MARKS) {
                throw invalid(length(text), "use at most " + MAX_MARKS + " combining marks in a row");
            }
        }
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** Exponents are bounded well within an int: how Java reads those at its edge differs between its versions. */
    private static String normal(BigDecimal number) {
        String given = number.toString();
        if (Math.abs((long) number.scale()) > MAX_EXPONENT) {
            throw invalid(length(given), "use exponents of at most nine digits, or give the number as text");
        }
        String normal = number.stripTrailingZeros().toString();
        if (Math.max(given.length(), normal.length()) > MAX_NUMBER) {
            throw invalid(length(given), "use numbers of at most " + MAX_NUMBER + " characters; give others as text");
        }
        return normal;
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
            throw tooDeep();
        }
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof Json json) {
            return json.node;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = NODES.objectNode();
            map.forEach((key, member) -> {
                if (object.replace(key(key), toNode(member, depth + 1)) != null) {
                    throw twice();
                }
            });
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
        if (!(key instanceof CharSequence text)) {
            throw invalid(key == null ? "null" : key.getClass().getName(), "use texts as the keys of a map");
        }
        if (text.length() > MAX_KEY) {
            throw invalid(length(text), "use keys of at most " + MAX_KEY + " characters");
        }
        return text.toString();
    }

    private static BigDecimal decimal(Number number) {
        try {
            return new BigDecimal(number.toString());
        } catch (NumberFormatException e) {
            throw invalid(number.toString(), "use finite numbers; give others as text");
        }
    }

    private static String length(CharSequence text) {
        return text.length() + " characters";
    }

    private static InvalidException tooDeep() {
        return invalid("", "nest at most " + MAX_DEPTH + " levels, and never a collection in itself");
    }

    private static InvalidException twice() {
        return invalid("", "use each key once; two keys that look the same are the same");
    }

    private static InvalidException invalid(String value, String remedy) {
        return InvalidException.of("JSON", new Problem("JSON_INVALID", "json", value, remedy));
    }
}
