package ai.torale.search.web;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Json;
import ai.torale.check.Outcome;
import ai.torale.search.SearchResult;
import ai.torale.search.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebPageConditionsTest {
    private final TestSite site = TestSite.start();
    private final WebPageSearch search = WebPageSearch.create();
    private final WebPage price = WebPageSearch.page(site.url("/")).select("span.price");
    private final WebPage whole = WebPageSearch.page(site.url("/"));

    @AfterEach
    void closeSite() {
        site.close();
    }

    @Test
    void a_number_below_the_limit_meets_the_condition_and_is_the_state() {
        serve("<title>GPU</title><span class=price>489,00 €</span>");

        SearchResult result = search.search(Requests.first(price.below(500)));

        assertThat(result.conditionMet()).contains(true);
        assertThat(result.answer()).isEqualTo("span.price is 489,00 €, below 500");
        assertThat(result.state()).contains(Json.parse("{\"number\":489}"));
        assertThat(result.sources()).containsExactly(new Source(site.url("/"), "GPU"));
    }

    @Test
    void a_limit_itself_is_neither_below_nor_above() {
        serve("<span class=price>500.00</span>");

        assertThat(search.search(Requests.first(price.below(500))).conditionMet())
                .contains(false);
        assertThat(search.search(Requests.first(price.above(500))).conditionMet())
                .contains(false);
    }

    @Test
    void a_number_above_the_limit_meets_the_condition() {
        serve("<span class=price>500.01</span>");

        SearchResult result = search.search(Requests.first(price.above(500)));

        assertThat(result.conditionMet()).contains(true);
        assertThat(result.answer()).isEqualTo("span.price is 500.01, above 500");
    }

    @Test
    void a_number_written_differently_is_no_change_and_each_other_number_below_is_told() {
        Checks checks = new Checks(search, price.below(500));

        List<String> pages = List.of("599 €", "499 €", "499.00 €", "EUR 499,-", "489 €", "510 €", "489 €");
        pages.forEach(text -> {
            serve("<span class=price>" + text + "</span>");
            checks.next();
        });

        assertThat(checks.told())
                .containsExactly(
                        "span.price is 499 €, below 500",
                        "span.price is 489 €, below 500",
                        "span.price is 489 €, below 500");
    }

    @Test
    void one_number_written_twice_is_one_number() {
        serve("<span class=price>$1,299</span><span class=price>1299.00 USD</span>");

        SearchResult result = search.search(Requests.first(price.above(1000)));

        assertThat(result.state()).contains(Json.parse("{\"number\":1299}"));
        assertThat(result.answer()).isEqualTo("span.price is 1299, above 1000");
    }

    @Test
    void numbers_that_do_not_say_which_is_meant_are_inconclusive() {
        serve("<span class=price>499 € <s>599 €</s></span>");
        assertThat(unknown(price.below(500)))
                .isEqualTo("span.price holds several numbers; select the one that is meant");

        serve("<span class=price>sold out</span>");
        assertThat(unknown(price.below(500))).isEqualTo("span.price holds no number");

        serve("<span class=price>1.5k</span>");
        assertThat(unknown(price.below(500))).contains("can be read in several ways");
    }

    @Test
    void numbers_in_different_elements_are_not_joined() {
        serve("<span class=price>499<sup>99</sup></span>");
        assertThat(unknown(price.below(500))).contains("several numbers");

        serve("<span class=price><i>499</i><b>99</b></span>");
        assertThat(unknown(price.below(500))).contains("several numbers");

        serve("<span class=price>$<i>49</i>.<b>99</b></span>");
        assertThat(search.search(Requests.first(price.below(500))).state()).contains(Json.parse("{\"number\":49.99}"));

        serve("<span class=price>4<!-- -->99</span>");
        assertThat(search.search(Requests.first(price.below(500))).state()).contains(Json.parse("{\"number\":499}"));
    }

    @Test
    void raised_and_lowered_letters_stay_in_their_words() {
        serve("<p>H<sub>2</sub>O on the 1<sup>st</sup>");

        assertThat(search.search(Requests.first(whole.contains("H2O on the 1st")))
                        .conditionMet())
                .contains(true);
    }

    @Test
    void a_text_is_found_whatever_its_case_and_its_blanks() {
        serve("<p>Release&nbsp;Date\n  announ&shy;ced</p><p>IN STOCK</p>");

        SearchResult result = search.search(Requests.first(whole.contains("release  date Announced")));

        assertThat(result.conditionMet()).contains(true);
        assertThat(result.answer()).isEqualTo("the page contains \"release  date Announced\"");
        assertThat(search.search(Requests.first(whole.contains("in stock"))).conditionMet())
                .contains(true);
        assertThat(search.search(Requests.first(whole.contains("sold out"))).conditionMet())
                .contains(false);
    }

    @Test
    void a_text_is_told_when_it_appears_and_not_when_the_page_changes_around_it() {
        Checks checks = new Checks(search, whole.contains("in stock"));

        for (String text :
                List.of("soon", "in stock", "in stock, 3 left", "in stock, 2 left", "sold out", "in stock")) {
            serve("<p>" + text + "</p>");
            checks.next();
        }

        assertThat(checks.told()).hasSize(2).containsOnly("the page contains \"in stock\"");
    }

    @Test
    void a_watcher_of_changes_is_told_nothing_at_the_first_look() {
        serve("<p>A</p>");
        Checks checks = new Checks(search, whole.changes());

        checks.next();
        checks.next();

        assertThat(checks.told()).isEmpty();
        assertThat(checks.state()).isEqualTo(Json.parse("{\"text\":\"A\"}"));
    }

    @Test
    void each_change_is_told_exactly_once_and_a_way_back_is_a_change_too() {
        Checks checks = new Checks(search, whole.changes());

        for (String text : List.of("A", "A", "B", "B", "B", "A", "A", "B", "C")) {
            serve("<p>" + text + "</p>");
            checks.next();
        }

        assertThat(checks.told())
                .containsExactly(
                        "the page changed from \"A\" to \"B\"",
                        "the page changed from \"B\" to \"A\"",
                        "the page changed from \"A\" to \"B\"",
                        "the page changed from \"B\" to \"C\"");
    }

    @Test
    void a_change_is_told_under_the_same_key_when_its_check_is_repeated_after_the_commit() {
        Checks checks = new Checks(search, whole.changes());
        serve("<p>A</p>");
        checks.next();
        serve("<p>B</p>");
        String key = checks.next().notification().orElseThrow().key();

        assertThat(checks.again().notification().orElseThrow().key()).isEqualTo(key);

        checks.next();
        assertThat(checks.told()).containsExactly("the page changed from \"A\" to \"B\"");
    }

    @Test
    void a_search_that_is_repeated_before_the_commit_gives_the_same_answer() {
        serve("<p>B</p>");
        Json before = Json.parse("{\"text\":\"A\"}");

        SearchResult once = search.search(Requests.after(before, whole.changes()));
        SearchResult again = search.search(Requests.after(before, whole.changes()));

        assertThat(once.conditionMet()).contains(true);
        assertThat(again.conditionMet()).isEqualTo(once.conditionMet());
        assertThat(again.state()).isEqualTo(once.state());
    }

    @Test
    void a_page_that_could_not_be_read_in_between_hides_no_change_and_makes_none() {
        Checks checks = new Checks(search, price.changes());
        serve("<span class=price>A</span>");
        checks.next();
        serve("<p>maintenance</p>");
        assertThat(checks.next().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        serve("<span class=price>A</span>");
        checks.next();
        serve("<p>maintenance</p>");
        checks.next();
        serve("<span class=price>B</span>");
        checks.next();

        assertThat(checks.told()).containsExactly("span.price changed from \"A\" to \"B\"");
    }

    @Test
    void what_nobody_sees_is_no_change() {
        Checks checks = new Checks(search, whole.changes());
        serve("<p>Pokémon cards ❤️</p>");
        checks.next();

        serve("<p>Poke\u0301mon&nbsp;\n ca&shy;rds\u200b ❤\ufeff</p><script>var time = 1;</script><!-- 2 -->");

        assertThat(checks.next().outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void a_state_that_is_not_this_condition_s_is_a_first_look() {
        serve("<p>B</p>");

        SearchResult result = search.search(Requests.after(Json.parse("{\"number\":1}"), whole.changes()));

        assertThat(result.conditionMet()).contains(false);
    }

    @Test
    void a_long_text_is_cut_to_12_kib_with_the_hash_of_the_whole() {
        Checks checks = new Checks(search, whole.changes());
        String text = "日本語\"\\😀".repeat(4_000);
        serve("<p>" + text + "</p>");
        checks.next();
        assertThat(checks.state().size()).isBetween(12 * 1024 - 50, 12 * 1024);
        assertThat(checks.state().asMap()).containsOnlyKeys("text", "sha256");

        serve("<p>" + text + "!</p>");
        checks.next();

        assertThat(checks.told()).containsExactly("the page changed after the part that is kept");
    }

    @Test
    void a_change_in_a_long_text_is_shown_where_it_is() {
        Checks checks = new Checks(search, whole.changes());
        serve("<p>" + "word ".repeat(100) + "old" + " word".repeat(100) + "</p>");
        checks.next();
        serve("<p>" + "word ".repeat(100) + "new" + " word".repeat(100) + "</p>");
        checks.next();

        assertThat(checks.told())
                .singleElement()
                .asString()
                .contains("word old word", "word new word")
                .hasSizeLessThan(700);
    }

    @Test
    void every_element_that_the_selector_finds_is_watched() {
        serve("<ul><li>A<li> <li>B</ul>");

        SearchResult result = search.search(Requests.first(whole.select("li").changes()));

        assertThat(result.state()).contains(Json.parse("{\"text\":\"A\\nB\"}"));
    }

    @Test
    void a_title_is_one_line_of_at_most_200_characters() {
        serve("<title>\n A\tlong " + "😀".repeat(300) + "</title><p>x</p>");

        SearchResult result = search.search(Requests.first(whole.changes()));

        assertThat(result.sources().get(0).title()).startsWith("A long 😀").hasSize(7 + 2 * 193);
    }

    private void serve(String html) {
        site.serves("/", "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    private String unknown(WebPage page) {
        SearchResult result = search.search(Requests.first(page));
        assertThat(result.conditionMet()).isEmpty();
        return result.reasoning();
    }
}
