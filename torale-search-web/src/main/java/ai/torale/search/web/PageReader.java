package ai.torale.search.web;

import ai.torale.search.SearchException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Evaluator;
import org.jsoup.select.NodeFilter.FilterResult;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;

/** Makes text for people out of what a server sent. */
final class PageReader {
    private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*[\"']?([^\"';\\s]+)");

    private PageReader() {}

    /**
     * The document that was sent. Its charset is that of the byte order mark, else of the header, else of the page's
     * own declaration, else UTF-8; Latin-1 is read as Windows-1252, as browsers do.
     *
     * @throws Unreadable when it is neither HTML nor text
     */
    static Document parse(FetchedPage page) throws Unreadable {
        String type = page.contentType().replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        String charset = charset(page.contentType());
        switch (type) {
            case "", "text/html", "application/xhtml+xml" -> {
                Document document = html(page, charset);
                boolean latin = document.charset().equals(StandardCharsets.ISO_8859_1)
                        || document.charset().equals(StandardCharsets.US_ASCII);
                return latin ? html(page, "windows-1252") : document;
            }
            case "text/xml" -> throw notAPage(page, type);
            default -> {
                if (!type.startsWith("text/")) {
                    throw notAPage(page, type);
                }
                return plain(page, charset);
            }
        }
    }

    /**
     * The text that a task looks at.
     *
     * @param select the CSS selector; null for the whole page
     * @throws Unreadable when there is none
     * @throws SearchException when the time is up before the whole page was looked through
     */
    static PageText read(Document document, WebAddress address, @Nullable String select, TimeLimit limit)
            throws Unreadable {
        partNumbers(document);
        List<Element> found = select == null ? List.of(document.body()) : find(document, address, select, limit);
        if (found.isEmpty()) {
            throw new Unreadable("nothing on " + address.host() + " matches the selector " + select
                    + "; the page may have another structure now, be a login page, or be drawn by scripts");
        }
        List<String> parts = found.stream()
                .map(Element::text)
                .map(PageText::normal)
                .filter(text -> !text.isEmpty())
                .toList();
        String subject = select == null ? "the page" : select;
        if (parts.isEmpty()) {
            throw new Unreadable(subject + " on " + address.host()
                    + " holds no text; it may be drawn by scripts, which are not run");
        }
        return new PageText(subject, parts);
    }

    /**
     * The outermost elements that a selector finds. Their texts hold those of the matches within them, so together
     * they are never longer than the page. A selector may take the square of the page's size, so the time is kept.
     */
    private static List<Element> find(Document document, WebAddress address, String select, TimeLimit limit) {
        Evaluator evaluator = Selector.evaluatorOf(select);
        List<Element> found = new ArrayList<>();
        document.filter((node, depth) -> {
            if (!(node instanceof Element element)) {
                return FilterResult.CONTINUE;
            }
            if (limit.left().isZero()) {
                throw SearchException.transientFailure("the page on " + address.host()
                        + " could not be looked through before the deadline; use a simpler selector"
                        + " or allow the search more time");
            }
            if (!evaluator.matches(document, element)) {
                return FilterResult.CONTINUE;
            }
            found.add(element);
            return FilterResult.SKIP_ENTIRELY;
        });
        return found;
    }

    /** Numbers in different elements are different ones: {@code 499<sup>99</sup>} is not 49999. */
    private static void partNumbers(Document document) {
        @Nullable TextNode before = null;
        for (TextNode text : document.nodeStream(TextNode.class).toList()) {
            String content = text.getWholeText();
            if (content.isEmpty()) {
                continue;
            }
            boolean meet = before != null
                    && !Objects.equals(before.parent(), text.parent())
                    && Character.isDigit(content.charAt(0))
                    && Character.isDigit(
                            before.getWholeText().charAt(before.getWholeText().length() - 1));
            if (meet) {
                text.text(" " + content);
            }
            before = text;
        }
    }

    private static Document html(FetchedPage page, @Nullable String charset) {
        try {
            return Jsoup.parse(
                    new ByteArrayInputStream(page.body()),
                    charset,
                    page.address().toString());
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory can always be read", e);
        }
    }

    private static Document plain(FetchedPage page, @Nullable String charset) {
        Document document = Document.createShell(page.address().toString());
        String name = charset == null ? StandardCharsets.UTF_8.name() : charset;
        document.body().appendText(new String(page.body(), Charset.forName(name)));
        return document;
    }

    private static @Nullable String charset(String contentType) {
        Matcher matcher = CHARSET.matcher(contentType);
        try {
            return matcher.find() && Charset.isSupported(matcher.group(1)) ? matcher.group(1) : null;
        } catch (IllegalCharsetNameException e) {
            return null;
        }
    }

    private static Unreadable notAPage(FetchedPage page, String type) {
        String kind = type.matches("[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,60}") ? type : "another kind";
        return new Unreadable(page.address().host() + " sent " + kind + ", not a web page");
    }
}
