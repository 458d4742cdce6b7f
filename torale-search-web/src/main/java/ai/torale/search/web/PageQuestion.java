package ai.torale.search.web;

import ai.torale.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;

/** A task's attributes, read: which page, what of it, and which condition. Collects every breach. */
final class PageQuestion {
    static final String URL = "url";
    static final String SELECT = "select";
    static final String CHANGES = "changes";
    static final String CONTAINS = "contains";
    static final String BELOW = "below";
    static final String ABOVE = "above";

    private static final Set<String> CONDITIONS = Set.of(CHANGES, CONTAINS, BELOW, ABOVE);
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");
    private static final int MAX_SELECTOR = 1_000;

    private final List<Problem> problems = new ArrayList<>();
    private final @Nullable WebAddress address;
    private final @Nullable String select;
    private final @Nullable PageCondition condition;

    private PageQuestion(Map<String, String> attributes) {
        this.address = address(attributes.get(URL));
        this.select = select(attributes.get(SELECT));
        this.condition = condition(attributes);
        unknownKeys(attributes);
    }

    static PageQuestion of(Map<String, String> attributes) {
        return new PageQuestion(attributes);
    }

    /** What is wrong with the attributes. The other methods may be called only when nothing is. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    WebAddress address() {
        return checked(address);
    }

    /** The CSS selector; null for the whole page. */
    @Nullable String select() {
        return select;
    }

    PageCondition condition() {
        return checked(condition);
    }

    private @Nullable WebAddress address(@Nullable String url) {
        if (url == null) {
            add("URL_MISSING", URL, "", "give the address of the page");
            return null;
        }
        return WebAddress.parse(url).orElseGet(() -> {
            String shown = WebAddress.printable(url);
            add("URL_INVALID", URL, shown, "give an address that begins with http:// or https:// and names a host");
            return null;
        });
    }

    private @Nullable String select(@Nullable String css) {
        if (css == null) {
            return null;
        }
        if (css.length() > MAX_SELECTOR) {
            add("SELECTOR_INVALID", SELECT, css, "use at most " + MAX_SELECTOR + " characters");
            return null;
        }
        try {
            Selector.evaluatorOf(css);
            return css;
        } catch (IllegalArgumentException | IllegalStateException e) {
            add("SELECTOR_INVALID", SELECT, css, "give a CSS selector such as span.price, or leave it out");
            return null;
        }
    }

    private @Nullable PageCondition condition(Map<String, String> attributes) {
        Map<String, String> given = new TreeMap<>(attributes);
        given.keySet().retainAll(CONDITIONS);
        List<PageCondition> conditions = new ArrayList<>();
        given.forEach((key, value) -> {
            PageCondition one = condition(key, value);
            if (one != null) {
                conditions.add(one);
            }
        });
        if (given.isEmpty()) {
            add("CONDITION_MISSING", "", "", "give one of " + String.join(", ", new TreeSet<>(CONDITIONS)));
        } else if (given.size() > 1) {
            add("CONDITION_SEVERAL", "", String.join(", ", given.keySet()), "give one condition; make a task for each");
        }
        return conditions.isEmpty() ? null : conditions.get(0);
    }

    private @Nullable PageCondition condition(String key, String value) {
        return switch (key) {
            case CHANGES -> {
                if (!value.equals("true")) {
                    add("CHANGES_INVALID", key, value, "write true, or leave it out");
                }
                yield new PageCondition.Changes();
            }
            case CONTAINS -> {
                if (PageText.normal(value).isEmpty()) {
                    add("TEXT_BLANK", key, value, "give the text to look for");
                }
                yield new PageCondition.Contains(value);
            }
            default -> limit(key, value);
        };
    }

    private @Nullable PageCondition limit(String key, String value) {
        if (!NUMBER.matcher(value).matches()) {
            add("NUMBER_INVALID", key, value, "write a plain number such as 499.99");
            return null;
        }
        return new PageCondition.Limit(key.equals(BELOW), new BigDecimal(value));
    }

    private void unknownKeys(Map<String, String> attributes) {
        Set<String> unknown = new TreeSet<>(attributes.keySet());
        unknown.removeAll(CONDITIONS);
        unknown.removeAll(Set.of(URL, SELECT));
        for (String key : unknown) {
            add(
                    "ATTRIBUTE_UNKNOWN",
                    "",
                    key,
                    "use only url, select and one of " + String.join(", ", new TreeSet<>(CONDITIONS)));
        }
    }

    private void add(String code, String key, String value, String remedy) {
        problems.add(new Problem(code, key.isEmpty() ? "attributes" : "attributes." + key, value, remedy));
    }

    private static <T> T checked(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("look at problems() first");
        }
        return part;
    }
}
