package ai.torale.testkit.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    /** Whether something matches. */
    interface Condition {
        boolean matches(Row row);
    }

    /** Something with fields. */
    interface Row {
        /** Null when it has none; fails when there is no such field. */
        @Nullable Object value(String field);
    }

    private final List<String> tokens = new ArrayList<>();
    private final String text;
    private int next;
    private boolean grouped;

    private Query(String text) {
        this.text = text;
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
     */
    record Parsed(Condition condition, boolean grouped) {}

    /** Refuses with INVALID_ARGUMENT. */
    static Parsed parse(String text) {
        Query query = new Query(text);
        Condition condition = query.tokens.isEmpty() || query.isWord("GROUP") ? row -> true : query.or();
        if (query.takeWord("GROUP")) {
            query.group();
        }
        if (query.next < query.tokens.size()) {
            throw query.invalid("unexpected '" + query.tokens.get(query.next) + "'");
        }
        return new Parsed(condition, query.grouped);
    }

    private void group() {
        expectWord("BY");
        if (!take().equals("ExecutionStatus")) {
            throw invalid("'group by' clause is only supported for ExecutionStatus search attribute");
        }
        grouped = true;
    }

    private Condition or() {
        Condition left = and();
        while (takeWord("OR")) {
            Condition first = left;
            Condition second = and();
            left = row -> first.matches(row) || second.matches(row);
        }
        return left;
    }

    private Condition and() {
        Condition left = not();
        while (takeWord("AND")) {
            Condition first = left;
            Condition second = not();
            left = row -> {
                boolean one = first.matches(row);
                boolean other = second.matches(row); // always, so that an unknown field is refused
                return one && other;
            };
        }
        return left;
    }

    private Condition not() {
        if (takeWord("NOT")) {
            Condition inner = not();
            return row -> !inner.matches(row);
        }
        if (takeSign("(")) {
            Condition inner = or();
            expectSign(")");
            return inner;
        }
        return comparison();
    }

    private Condition comparison() {
        String field = field();
        if (takeWord("IS")) {
            boolean wantsNull = !takeWord("NOT");
            expectWord("NULL");
            return row -> (row.value(field) == null) == wantsNull;
        }
        boolean negated = takeWord("NOT");
        Condition condition = listed(field).orElse(null);
        if (condition == null) {
            if (negated) {
                throw invalid("unexpected NOT");
            }
            return compared(field, take());
        }
        return negated ? row -> row.value(field) != null && !condition.matches(row) : condition;
    }

    private Optional<Condition> listed(String field) {
        if (takeWord("IN")) {
            List<Object> literals = literals();
            return Optional.of(row -> literals.stream().anyMatch(literal -> Literals.equal(row.value(field), literal)));
        }
        if (takeWord("BETWEEN")) {
            Object from = literal();
            expectWord("AND");
            Object to = literal();
            return Optional.of(
                    row -> Literals.compare(row.value(field), from).stream().anyMatch(sign -> sign >= 0)
                            && Literals.compare(row.value(field), to).stream().anyMatch(sign -> sign <= 0));
        }
        if (takeWord("STARTS_WITH")) {
            Object prefix = literal();
            return Optional.of(row -> Literals.startsWith(row.value(field), prefix));
        }
        return Optional.empty();
    }

    private Condition compared(String field, String operator) {
        Object literal = literal();
        return switch (operator) {
            case "=" -> row -> Literals.equal(row.value(field), literal);
            case "!=", "<>" -> row -> row.value(field) != null && !Literals.equal(row.value(field), literal);
            case "<" ->
                row -> sign(row, field, literal).filter(sign -> sign < 0).isPresent();
            case "<=" ->
                row -> sign(row, field, literal).filter(sign -> sign <= 0).isPresent();
            case ">" ->
                row -> sign(row, field, literal).filter(sign -> sign > 0).isPresent();
            case ">=" ->
                row -> sign(row, field, literal).filter(sign -> sign >= 0).isPresent();
            default -> throw invalid("operator '" + operator + "' is not supported");
        };
    }

    private static Optional<Integer> sign(Row row, String field, Object literal) {
        return Literals.compare(row.value(field), literal);
    }

    private List<Object> literals() {
        expectSign("(");
        List<Object> literals = new ArrayList<>();
        do {
            literals.add(literal());
        } while (takeSign(","));
        expectSign(")");
        return literals;
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

    private RuntimeException invalid(String why) {
        return Refusal.invalid("invalid query: " + why + ": " + text);
    }
}
