package ai.torale.search.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.SpiException.Kind;
import ai.torale.search.SearchException;
import ai.torale.search.SearchRequest;
import ai.torale.task.MonitoringTask;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebPageTest {
    private static final String URL = "https://shop.example/gpu";

    private final WebPageSearch search = WebPageSearch.create();

    @Test
    void a_page_is_written_as_attributes_of_texts() {
        WebPage page = WebPageSearch.page(URL);

        assertThat(page.select("span.price").below(500).attributes())
                .isEqualTo(Map.of("url", URL, "select", "span.price", "below", "500"));
        assertThat(page.above(499.99).attributes()).containsEntry("above", "499.99");
        assertThat(page.above(new BigDecimal("1E+3")).attributes()).containsEntry("above", "1000");
        assertThat(page.below(new BigDecimal("0.10")).attributes()).containsEntry("below", "0.10");
        assertThat(page.below(-0.5).attributes()).containsEntry("below", "-0.5");
        assertThat(page.contains("in stock").attributes()).isEqualTo(Map.of("url", URL, "contains", "in stock"));
        assertThat(page.changes().attributes()).isEqualTo(Map.of("url", URL, "changes", "true"));
    }

    @Test
    void a_page_is_never_changed_by_its_copies() {
        WebPage page = WebPageSearch.page(URL).changes();

        WebPage narrower = page.select("p");

        assertThat(narrower.attributes()).containsKey("select");
        assertThat(page.attributes()).doesNotContainKey("select");
    }

    @Test
    void a_page_that_cannot_be_watched_is_refused_where_it_is_written() {
        WebPage page = WebPageSearch.page("ftp://shop.example").select("span[").below(Double.NaN);

        InvalidException failure = catchThrowableOfType(InvalidException.class, page::attributes);

        assertThat(failure.problems())
                .extracting(Problem::code)
                .containsExactly("URL_INVALID", "SELECTOR_INVALID", "NUMBER_INVALID");
    }

    @Test
    void every_problem_of_a_task_is_named_at_once_with_field_value_and_remedy() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("select", "div >");
        attributes.put("below", "1.299,00 €");
        attributes.put("contains", "\u00a0\u200b");
        attributes.put("changes", "yes");
        attributes.put("colour", "red");

        assertThat(search.problems(Requests.task(attributes)))
                .containsExactly(
                        new Problem("URL_MISSING", "attributes.url", "", "give the address of the page"),
                        new Problem(
                                "SELECTOR_INVALID",
                                "attributes.select",
                                "div >",
                                "give a CSS selector such as span.price, or leave it out"),
                        new Problem(
                                "NUMBER_INVALID",
                                "attributes.below",
                                "1.299,00 €",
                                "write a plain number such as 499.99"),
                        new Problem("CHANGES_INVALID", "attributes.changes", "yes", "write true, or leave it out"),
                        new Problem("TEXT_BLANK", "attributes.contains", "\u00a0\u200b", "give the text to look for"),
                        new Problem(
                                "CONDITION_SEVERAL",
                                "attributes",
                                "below, changes, contains",
                                "give one condition; make a task for each"),
                        new Problem(
                                "ATTRIBUTE_UNKNOWN",
                                "attributes",
                                "colour",
                                "use only url, select and one of above, below, changes, contains"));
    }

    @Test
    void a_task_that_can_be_answered_has_no_problem() {
        assertThat(search.problems(Requests.task(
                        WebPageSearch.page(URL).select("h1 > a[href]").changes())))
                .isEmpty();
    }

    @Test
    void a_task_without_a_condition_is_refused() {
        assertThat(search.problems(Requests.task(Map.of("url", URL))))
                .extracting(Problem::code, Problem::field)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("CONDITION_MISSING", "attributes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shop.example", "ftp://shop.example/?key=s3cr3t", "http://", "mailto:a@b.example"})
    void an_address_that_is_not_of_the_web_is_refused_and_its_query_not_shown(String url) {
        List<Problem> problems = search.problems(Requests.task(Map.of("url", url, "changes", "true")));

        assertThat(problems).singleElement().extracting(Problem::code).isEqualTo("URL_INVALID");
        assertThat(problems.toString()).doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "span[", "div >", ":not(", "p:matches((", "p:nth-child(x)", "a:unknown", "}{"})
    void a_selector_that_cannot_be_read_is_refused(String css) {
        assertThat(search.problems(Requests.task(Map.of("url", URL, "changes", "true", "select", css))))
                .singleElement()
                .extracting(Problem::code)
                .isEqualTo("SELECTOR_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {":not(", "div ", "[a", "(("})
    void a_selector_without_end_is_refused_without_harm(String piece) {
        String css = piece.repeat(3_000);

        assertThat(search.problems(Requests.task(Map.of("url", URL, "changes", "true", "select", css))))
                .extracting(Problem::code)
                .contains("SELECTOR_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "five", "1,299", "1e9", "NaN", "+5", " 5", "٥", ".5", "5.", "--5"})
    void a_limit_that_is_no_plain_number_is_refused(String number) {
        assertThat(search.problems(Requests.task(Map.of("url", URL, "below", number))))
                .singleElement()
                .extracting(Problem::code, Problem::field)
                .containsExactly("NUMBER_INVALID", "attributes.below");
    }

    @Test
    void a_search_of_a_task_with_problems_is_a_permanent_failure() {
        MonitoringTask task = Requests.task(Map.of("url", URL));
        SearchRequest request =
                SearchRequest.of(task, Instant.EPOCH, Instant.now().plus(Duration.ofMinutes(1)));

        SearchException failure = catchThrowableOfType(SearchException.class, () -> search.search(request));

        assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure).hasMessageContaining("CONDITION_MISSING");
    }

    @Test
    void a_page_is_shown_without_the_query_of_its_address() {
        assertThat(WebPageSearch.page(URL + "?key=s3cr3t").changes())
                .hasToString("WebPage{changes=true, url=" + URL + "}");
    }

    @Test
    void every_option_that_is_wrong_is_named_at_once() {
        WebPageSearch.Builder builder = WebPageSearch.builder()
                .userAgent("a\r\nb")
                .connectTimeout(Duration.ZERO)
                .maxBodySize(0);

        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidException.class)
                .hasMessageContainingAll("userAgent", "connectTimeout", "maxBodySize");
    }

    @ParameterizedTest
    @CsvSource({"2147483647", "-1"})
    void a_body_size_that_cannot_be_kept_is_refused(int size) {
        assertThatThrownBy(() -> WebPageSearch.builder().maxBodySize(size).build())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("maxBodySize");
    }
}
