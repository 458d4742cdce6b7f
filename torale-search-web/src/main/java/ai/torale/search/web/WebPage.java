package ai.torale.search.web;

import ai.torale.InvalidException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A page to watch: the attributes of a task for {@link WebPageSearch}.
 *
 * <p>Immutable; each method answers a copy. Name exactly one condition. Nothing is checked before
 * {@link #attributes()}.
 */
public final class WebPage {
    private final Map<String, String> attributes;

    private WebPage(Map<String, String> attributes) {
        this.attributes = Map.copyOf(attributes);
    }

    static WebPage at(String url) {
        return new WebPage(Map.of(PageQuestion.URL, Objects.requireNonNull(url, "url")));
    }

    /** Looks only at the elements that this CSS selector finds. Default: the text of the whole page. */
    public WebPage select(String css) {
        return with(PageQuestion.SELECT, Objects.requireNonNull(css, "css"));
    }

    /** Tells each time the text differs from the last one. The first check only remembers it. */
    public WebPage changes() {
        return with(PageQuestion.CHANGES, "true");
    }

    /**
     * Tells when the text holds another one, and again when that went and came back. Upper and lower case, and blanks
     * of every kind, are the same.
     */
    public WebPage contains(String text) {
        return with(PageQuestion.CONTAINS, Objects.requireNonNull(text, "text"));
    }

    /** Tells when the only number of the text is below a limit. Each other number below it is told as well. */
    public WebPage below(double limit) {
        return with(PageQuestion.BELOW, plain(limit));
    }

    /** As {@link #below(double)}, for limits that a {@code double} does not hold exactly. */
    public WebPage below(BigDecimal limit) {
        return with(PageQuestion.BELOW, limit.toPlainString());
    }

    /** Tells when the only number of the text is above a limit. Each other number above it is told as well. */
    public WebPage above(double limit) {
        return with(PageQuestion.ABOVE, plain(limit));
    }

    /** As {@link #above(double)}, for limits that a {@code double} does not hold exactly. */
    public WebPage above(BigDecimal limit) {
        return with(PageQuestion.ABOVE, limit.toPlainString());
    }

    /**
     * The attributes, for {@code MonitoringTask.builder(…).attributes(…)}.
     *
     * @throws InvalidException naming every problem at once
     */
    public Map<String, String> attributes() {
        InvalidException.throwIfAny("the web page", PageQuestion.of(attributes).problems());
        return attributes;
    }

    /** The attributes as they are; the address without its query. */
    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>(attributes);
        shown.computeIfPresent(PageQuestion.URL, (key, url) -> WebAddress.printable(url));
        return "WebPage" + shown;
    }

    private WebPage with(String key, String value) {
        Map<String, String> more = new TreeMap<>(attributes);
        more.put(key, value);
        return new WebPage(more);
    }

    private static String plain(double number) {
        return Double.isFinite(number)
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : String.valueOf(number);
    }
}
