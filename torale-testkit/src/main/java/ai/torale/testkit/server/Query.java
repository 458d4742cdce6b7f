package ai.torale.testkit.server;

import io.temporal.api.enums.v1.IndexedValueType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A visibility query: {@code = != < <= > >= IN, BETWEEN, STARTS_WITH, IS NULL} on fields, joined by AND, OR, NOT and
 * parentheses, and for counts GROUP BY ExecutionStatus.
 */
final class Query {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:([A-Za-z_][\\w.]*|`[^`]+`)|('(?:[^'\\\\]|\\\\.|'')*'|\"(?:[^\"\\\\]|\\\\.)*\")"
                    + "|(-?\\d+(?:\\.\\d+)?)|(!=|<=|>=|<>|[=<>(),]))");

    /** Whether something matches; what is said of a field without a value is neither true nor false, as in SQL. */
    interface Condition {
        Truth truth(Row row);

        default boolean matches(Row row) {
            return truth(row) == Truth.YES;
        }
    }

    /** The three values of SQL's logic. */
    enum Truth {
        YES,
        NO,
        UNKNOWN;

        static Truth of(boolean is) {
            return is ? YES : NO;
        }

        Truth and(Truth other) {
            if (this == NO || other == NO) {
                return NO;
            }
            return this == YES ? other : UNKNOWN;
        }

        Truth or(Truth other) {
            return not().and(other.not()).not();
        }

        Truth not() {
            return switch (this) {
                case YES -> NO;
                case NO -> YES;
                case UNKNOWN -> UNKNOWN;
            };
        }
    }

    /** Something with fields. */
    interface Row {
        /** Null when it has none. */
        @Nullable Object value(String field);
    }

    private final List<String> tokens = new ArrayList<>();
    private final String text;
    private final Function<String, IndexedValueType> types;
    private int next;
    private boolean grouped;
    private boolean negated;

    private Query(String text, Function<String, IndexedValueType> types) {
        this.text = text;
        this.types = types;
        Matcher token = TOKEN.matcher(text);
        int end = 0;
        while (end < text.stripTrailing().length()) {
            token.region(end, text.length());
            if (!token.lookingAt()) {
                throw invalid("unexpected character at position " + end);
            }
            tokens.add(token.group().strip());
            end = token.end();
        }
    }

    /**
     * What was asked.
     *
     * @param grouped whether to count by execution status
     * @param negated whether there is a NOT before a condition
     */
    record Parsed(Condition condition, boolean grouped, boolean negated) {}

    /**
     * Refuses with INVALID_ARGUMENT.
     *
     * @param types the type of a field; refuses a field that does not exist
     */
    static Parsed parse(String text, Function<String, IndexedValueType> types) {
        Query query = new Query(text, types);
        Condition condition = query.tokens.isEmpty() || query.isWord("GROUP") ? row -> Truth.YES : query.or();
        if (query.takeWord("GROUP")) {
            query.group();
        }
        if (query.next < query.tokens.size()) {
            throw query.invalid("unexpected '" + query.tokens.get(query.next) + "'");
        }
        return new Parsed(condition, query.grouped, query.negated);
    }

    private void group() {
        expectWord("BY");
        Field field = new Field(field());
        if (isWord(",")) {
            throw unsupported("'group by' clause supports only a single field");
        }
        if (!field.name.equals("ExecutionStatus")) {
            throw unsupported("'group by' clause is only supported for ExecutionStatus search attribute");
        }
        grouped = true;
    }

    private Condition or() {
        Condition left = and();
        while (takeWord("OR")) {
            Condition first = left;
            Condition second = and();
            left = row -> first.truth(row).or(second.truth(row));
        }
        return left;
    }

    private Condition and() {
        Condition left = not();
        while (takeWord("AND")) {
            Condition first = left;
            Condition second = not();
            left = row -> first.truth(row).and(second.truth(row));
        }
        return left;
    }

    private Condition not() {
        if (takeWord("NOT")) {
            negated = true;
            Condition inner = not();
            return row -> inner.truth(row).not();
        }
        if (takeSign("(")) {
            Condition inner = or();
            expectSign(")");
            return inner;
        }
        return comparison();
    }

    private Condition comparison() {
        Field field = new Field(field());
        if (takeWord("IS")) {
            boolean wantsNull = !takeWord("NOT");
            expectWord("NULL");
            return row -> Truth.of((row.value(field.name) == null) == wantsNull);
        }
        boolean not = takeWord("NOT");
        Condition condition = listed(field).orElse(null);
        if (condition == null) {
            if (not) {
                throw invalid("unexpected NOT");
            }
            return compared(field, take());
        }
        return not ? row -> condition.truth(row).not() : condition;
    }

    private Optional<Condition> listed(Field field) {
        if (takeWord("IN")) {
            List<Object> literals = literals(field);
            return Optional.of(row ->
                    literals.stream().map(literal -> field.equal(row, literal)).reduce(Truth.NO, Truth::or));
        }
        if (takeWord("BETWEEN")) {
            field.mustBeOrdered("BETWEEN");
            Object from = literal(field);
            expectWord("AND");
            Object to = literal(field);
            return Optional.of(
                    row -> field.sign(row, from, sign -> sign >= 0).and(field.sign(row, to, sign -> sign <= 0)));
        }
        if (takeWord("STARTS_WITH")) {
            field.mustBeOrdered("STARTS_WITH");
            if (!(literal(field) instanceof String prefix) || field.name.equals("ExecutionStatus")) {
                throw invalid("STARTS_WITH takes a string");
            }
            return Optional.of(row -> field.startsWith(row, prefix));
        }
        return Optional.empty();
    }

    private Condition compared(Field field, String operator) {
        if (!operator.matches("=|!=|<>")) {
            field.mustBeOrdered(operator);
        }
        Object literal = literal(field);
        return switch (operator) {
            case "=" -> row -> field.equal(row, literal);
            case "!=", "<>" -> row -> field.equal(row, literal).not();
            case "<" -> row -> field.sign(row, literal, sign -> sign < 0);
            case "<=" -> row -> field.sign(row, literal, sign -> sign <= 0);
            case ">" -> row -> field.sign(row, literal, sign -> sign > 0);
            case ">=" -> row -> field.sign(row, literal, sign -> sign >= 0);
            default -> throw invalid("'" + operator + "' is no operator");
        };
    }

    private List<Object> literals(Field field) {
        expectSign("(");
        List<Object> literals = new ArrayList<>();
        do {
            literals.add(literal(field));
        } while (takeSign(","));
        expectSign(")");
        return literals;
    }

    private Object literal(Field field) {
        return Literals.of(field.name, field.type, literal());
    }

    private Object literal() {
        String token = take();
        char first = token.charAt(0);
        if (first == '\'' || first == '"') {
            String inner = token.substring(1, token.length() - 1);
            return (first == '\'' ? inner.replace("''", "'") : inner).replaceAll("\\\\(.)", "$1");
        }
        if (Character.isDigit(first) || first == '-') {
            return Double.valueOf(token);
        }
        if (token.equalsIgnoreCase("true") || token.equalsIgnoreCase("false")) {
            return Boolean.valueOf(token);
        }
        throw invalid("'" + token + "' is no value; write strings in quotes");
    }

    private String field() {
        String token = take();
        String name = token.startsWith("`") ? token.substring(1, token.length() - 1) : token;
        if (!Character.isLetter(name.charAt(0)) && name.charAt(0) != '_') {
            throw invalid("'" + token + "' is no search attribute");
        }
        return name;
    }

    private String take() {
        if (next == tokens.size()) {
            throw invalid("it ends too early");
        }
        return tokens.get(next++);
    }

    private boolean isWord(String word) {
        return next < tokens.size() && tokens.get(next).toUpperCase(Locale.ROOT).equals(word);
    }

    private boolean takeWord(String word) {
        return isWord(word) && next++ >= 0;
    }

    private void expectWord(String word) {
        if (!takeWord(word)) {
            throw invalid(word + " is missing");
        }
    }

    private boolean takeSign(String sign) {
        return isWord(sign) && next++ >= 0;
    }

    private void expectSign(String sign) {
        if (!takeSign(sign)) {
            throw invalid(sign + " is missing");
        }
    }

    private static RuntimeException unsupported(String what) {
        return Refusal.invalid("invalid query: operation is not supported: " + what);
    }

    private RuntimeException invalid(String why) {
        return Refusal.invalid("invalid query: " + why + ": " + text);
    }

    /** A field of the query, and how its values compare. */
    private final class Field {
        private final String name;
        private final IndexedValueType type;

        Field(String name) {
            this.name = name;
            this.type = types.apply(name);
        }

        void mustBeOrdered(String operator) {
            if (type == IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST) {
                throw invalid("operator '" + operator + "' not supported for KeywordList type search attribute");
            }
        }

        /** A missing list has no word: so the servers on SQLite compare it. */
        Truth equal(Row row, Object literal) {
            Object value = comparable(row);
            if (value == null) {
                return type == IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST ? Truth.NO : Truth.UNKNOWN;
            }
            return Truth.of(Literals.equal(value, literal));
        }

        Truth sign(Row row, Object literal, IntPredicate wanted) {
            Object value = comparable(row);
            return value == null ? Truth.UNKNOWN : Truth.of(wanted.test(Literals.compare(value, literal)));
        }

        Truth startsWith(Row row, String prefix) {
            Object value = row.value(name);
            return value == null ? Truth.UNKNOWN : Truth.of(value instanceof String text && text.startsWith(prefix));
        }

        /** An open run counts as closed at the end of time: so the servers on SQL compare it. */
        private @Nullable Object comparable(Row row) {
            Object value = row.value(name);
            return value == null && name.equals("CloseTime") ? Instant.MAX : value;
        }
    }
}
