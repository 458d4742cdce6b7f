package ai.torale.search.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.torale.search.SearchException;
import ai.torale.search.SearchResult;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebPageReadingTest {
    private final TestSite site = TestSite.start();
    private final WebPageSearch search = WebPageSearch.create();

    @AfterEach
    void closeSite() {
        site.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ISO-8859-1, größer als ß",
        "windows-1252, 499 € “heute”",
        "UTF-8, Pokémon カード 😀",
        "UTF-16BE, カード 😀",
        "Shift_JIS, 在庫あり カード",
        "EUC-KR, 재고 있음",
        "GB18030, 有货",
        "KOI8-R, в наличии",
        "windows-1254, İstanbul ışık"
    })
    void the_charset_of_the_header_is_used(String charset, String text) {
        site.serves("/", "text/html; charset=" + charset, ("<p>" + text).getBytes(Charset.forName(charset)));

        assertThat(text("p")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "windows-1252", "Shift_JIS", "UTF-8"})
    void the_charset_of_the_page_is_used_when_the_header_names_none(String charset) {
        String text = charset.equals("Shift_JIS") ? "在庫あり" : "größer";
        String html = "<html><head><meta charset=" + charset + "></head><p>" + text;
        site.serves("/", "text/html", html.getBytes(Charset.forName(charset)));

        assertThat(text("p")).isEqualTo(text);
    }

    @Test
    void a_byte_order_mark_goes_before_the_header() {
        byte[] page = "\ufeff<p>größer".getBytes(StandardCharsets.UTF_8);
        site.serves("/", "text/html; charset=iso-8859-1", page);
        assertThat(text("p")).isEqualTo("größer");

        byte[] utf16 = "\ufeff<p>größer".getBytes(StandardCharsets.UTF_16LE);
        site.serves("/", "text/html", utf16);
        assertThat(text("p")).isEqualTo("größer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html; charset=klingon", "text/html; charset=\"\"", "TEXT/HTML;charset=%%", ""})
    void a_charset_that_nobody_knows_is_utf8(String contentType) {
        Map<String, String> headers = contentType.isEmpty() ? Map.of() : Map.of("Content-Type", contentType);
        site.answers("/", 200, headers, "<p>größer".getBytes(StandardCharsets.UTF_8));

        assertThat(text("p")).isEqualTo("größer");
    }

    @Test
    void latin1_is_read_as_windows_1252_as_browsers_do() {
        site.serves("/", "text/html; charset=ISO-8859-1", "<p>499 €".getBytes(Charset.forName("windows-1252")));

        assertThat(text("p")).isEqualTo("499 €");
    }

    @Test
    void a_compressed_page_is_decompressed() {
        byte[] page = "<p>499 €".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Map.of("Content-Type", "text/html", "Content-Encoding", "gzip");
        site.answers("/", 200, headers, TestSite.gzip(page));

        assertThat(text("p")).isEqualTo("499 €");
        assertThat(site.requests().get(0).getFirst("Accept-Encoding")).isEqualTo("gzip");
    }

    @Test
    void the_search_names_itself_and_asks_for_pages() {
        site.serves("/", "<p>x");
        WebPageSearch named = WebPageSearch.builder()
                .userAgent("Shop watch (me@host.example)")
                .build();

        named.search(Requests.first(WebPageSearch.page(site.url("/")).changes()));
        text("p");

        assertThat(site.requests())
                .extracting(headers -> headers.getFirst("User-Agent"))
                .containsExactly("Shop watch (me@host.example)", "Torale-Search/1.0");
        assertThat(site.requests().get(0)).doesNotContainKeys("Upgrade", "HTTP2-Settings", "Cookie", "Referer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>499",
                "<p>499<p",
                "<div><span><p>499</div></span>",
                "<table><p>499</table>",
                "</p></p><body><body><p>499</html>trailing",
                "<p class='a class=b>499' x><!-- never closed --!><P>499",
                "<html><head><title>x<title></head><p>499"
            })
    void broken_markup_is_read_as_browsers_do(String html) {
        site.serves("/", html.contains("<title>x<title>") ? html.replace("<title></head>", "</title></head>") : html);

        assertThat(text("p:contains(499)")).contains("499");
    }

    @Test
    void a_page_nested_without_end_is_read() {
        site.serves("/", "<div>".repeat(200_000) + "<p>499");

        assertThat(text("p")).isEqualTo("499");
    }

    @Test
    void a_match_within_a_match_is_read_once() {
        site.serves("/", "<div>a<div>b<div>c</div></div></div><p>d</p><div>e</div>");

        assertThat(text("div")).isEqualTo("a b c\ne");
        assertThat(text("p, div, div div")).isEqualTo("a b c\nd\ne");
        assertThat(text("*")).isEqualTo("a b c d e");
    }

    @Test
    void the_matches_of_a_nested_page_are_together_no_longer_than_it() throws Unreadable {
        Document document = Jsoup.parse("<div>x".repeat(400));

        assertThat(PageText.normal(document.body().text())).hasSize(799);
        assertThat(text(document, "div", Duration.ofSeconds(30)).whole()).hasSize(799);
    }

    @Test
    void a_selector_is_given_up_when_the_time_is_over() {
        Document document = Jsoup.parse("<ul>" + "<li>x".repeat(100));

        assertThatThrownBy(() -> text(document, "p ~ li", Duration.ZERO))
                .isInstanceOfSatisfying(
                        SearchException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(SearchException.Kind.TRANSIENT))
                .hasMessageContaining("shop.example could not be looked through", "simpler selector");
    }

    @Test
    void a_letter_keeps_at_most_30_marks() {
        String marks = "\u0323\u0301";

        assertThat(PageText.normal("x" + marks.repeat(1_000) + " x" + marks)).hasSize(31 + 1 + 3);
        assertThat(PageText.normal("x" + "\u0301".repeat(30))).hasSize(31);
    }

    @Test
    void plain_text_is_a_page_without_elements() {
        site.serves("/", "text/plain", "a < b\n<p>499</p>".getBytes(StandardCharsets.UTF_8));

        assertThat(whole()).isEqualTo("a < b <p>499</p>");
        assertThat(unknown("p")).contains("matches the selector p");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, application/json",
        "application/pdf, application/pdf",
        "image/png, image/png",
        "application/rss+xml, application/rss+xml",
        "text/xml; charset=utf-8, text/xml",
        "<script>, another kind"
    })
    void what_is_neither_html_nor_text_is_inconclusive(String contentType, String named) {
        site.serves("/", contentType, "499".getBytes(StandardCharsets.UTF_8));

        assertThat(unknown(null)).isEqualTo(site.host() + " sent " + named + ", not a web page");
    }

    @Test
    void a_selector_without_a_match_is_inconclusive_and_named() {
        site.serves("/", "<p>Please log in");

        assertThat(unknown("span.price"))
                .startsWith("nothing on " + site.host() + " matches the selector span.price;")
                .contains("login page", "scripts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "<p>\u200b</p>", "<script>draw()</script>", "<p hidden></p><img src=x>"})
    void a_page_without_text_is_inconclusive(String html) {
        site.serves("/", html);

        assertThat(unknown(null)).contains("holds no text", "scripts, which are not run");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 202, 206})
    void a_success_that_is_no_whole_page_is_inconclusive(int status) {
        site.answers("/", status, Map.of());

        assertThat(unknown(null)).isEqualTo(site.host() + " answers " + status + ", which is no whole page");
    }

    @Test
    void a_compression_that_was_not_asked_for_is_inconclusive() {
        site.answers("/", 200, Map.of("Content-Encoding", "br"), new byte[] {1, 2, 3});

        assertThat(unknown(null)).contains("compresses its answer in another way than gzip");
    }

    @Test
    void compressed_bytes_that_are_broken_are_inconclusive() {
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        byte[] whole = TestSite.gzip("<p>499 €</p>".repeat(100).getBytes(StandardCharsets.UTF_8));
        cut.write(whole, 0, whole.length / 2);
        site.answers("/", 200, Map.of("Content-Encoding", "gzip"), cut.toByteArray());
        assertThat(unknown(null)).contains("broke off in the middle of the page");

        site.answers("/", 200, Map.of("Content-Encoding", "gzip"), "<p>499".getBytes(StandardCharsets.UTF_8));
        assertThat(unknown(null)).contains("does not decompress");
    }

    @Test
    void a_page_of_empty_compressed_pieces_is_inconclusive() {
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        byte[] empty = TestSite.gzip(new byte[0]);
        for (int i = 0; i < 100_000; i++) {
            pieces.writeBytes(empty);
        }
        site.answers("/", 200, Map.of("Content-Encoding", "gzip"), pieces.toByteArray());

        assertThat(unknown(null)).contains("does not decompress");
    }

    @Test
    void a_redirect_is_followed_and_the_last_address_is_the_source() {
        site.redirects("/", "/a?x=1#y").redirects("/a?x=1", site.url("/b c")).serves("/b%20c", "<p>499");

        SearchResult result = search.search(
                Requests.first(WebPageSearch.page(site.url("/")).select("p").below(500)));

        assertThat(result.conditionMet()).contains(true);
        assertThat(result.sources()).extracting("url").containsExactly(site.url("/b%20c"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void every_kind_of_redirect_is_followed(int status) {
        site.answers("/", status, Map.of("Location", "/new")).serves("/new", "<p>499");

        assertThat(text("p")).isEqualTo("499");
    }

    private String text(String select) {
        return String.valueOf(search.search(Requests.first(
                        WebPageSearch.page(site.url("/")).select(select).changes()))
                .state()
                .orElseThrow()
                .asMap()
                .get("text"));
    }

    private static PageText text(Document document, String select, Duration time) throws Unreadable {
        WebAddress address = WebAddress.parse("http://shop.example/").orElseThrow();
        return PageReader.read(document, address, select, TimeLimit.until(Instant.EPOCH.plus(time), Instant.EPOCH));
    }

    private String whole() {
        return text("body");
    }

    private String unknown(String select) {
        WebPage page = WebPageSearch.page(site.url("/")).changes();
        SearchResult result = search.search(Requests.first(select == null ? page : page.select(select)));
        assertThat(result.conditionMet()).isEmpty();
        return result.reasoning();
    }
}
