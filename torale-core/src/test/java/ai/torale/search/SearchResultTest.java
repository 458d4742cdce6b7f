package ai.torale.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.InvalidException;
import ai.torale.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchResultTest {
    @Test
    void it_is_met_not_met_or_unknown() {
        assertThat(SearchResult.met("in stock").conditionMet()).contains(true);
        assertThat(SearchResult.notMet("sold out").conditionMet()).contains(false);
        assertThat(SearchResult.unknown("no price on the page").conditionMet()).isEmpty();
    }

    @Test
    void the_reason_of_an_unknown_result_is_its_reasoning() {
        SearchResult result = SearchResult.unknown("no price on the page");

        assertThat(result.reasoning()).isEqualTo("no price on the page");
        assertThat(result.answer()).isEmpty();
    }

    @Test
    void with_methods_answer_a_copy_and_keep_the_rest() {
        SearchResult plain = SearchResult.met("in stock");

        SearchResult full = plain.withReasoning("the page says so")
                .withSources(List.of(new Source("https://shop.example", "Shop")))
                .withState(Map.of("price", 499));

        assertThat(plain.reasoning()).isEmpty();
        assertThat(plain.state()).isEmpty();
        assertThat(full.conditionMet()).contains(true);
        assertThat(full.answer()).isEqualTo("in stock");
        assertThat(full.reasoning()).isEqualTo("the page says so");
        assertThat(full.sources()).containsExactly(new Source("https://shop.example", "Shop"));
        assertThat(full.state()).contains(Json.parse("{\"price\":499}"));
    }

    @Test
    void sources_are_copied() {
        List<Source> sources = new ArrayList<>(List.of(new Source("https://shop.example", "Shop")));
        SearchResult result = SearchResult.met("in stock").withSources(sources);

        sources.clear();

        assertThat(result.sources()).hasSize(1).isUnmodifiable();
    }

    @Test
    void state_can_be_the_text_of_an_object_or_array() {
        assertThat(SearchResult.met("").withStateJson("[1, 2]").state()).contains(Json.of(List.of(1, 2)));
        assertThat(SearchResult.met("").withStateJson("{}").state()).contains(Json.of(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"hunter2\"", "42", "true", "null"})
    void state_that_is_neither_object_nor_array_is_refused_without_showing_it(String state) {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> SearchResult.met("").withStateJson(state))
                .withMessageContaining("STATE_INVALID")
                .withMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json hunter2", "{\"a\":1,\"a\":hunter2}"})
    void state_that_is_no_json_is_refused_without_showing_it(String state) {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> SearchResult.met("").withStateJson(state))
                .withMessageContaining("JSON_INVALID")
                .withMessageNotContaining("hunter2");
    }

    @Test
    void half_a_character_left_by_a_careless_cut_is_replaced_so_that_the_words_can_be_stored() {
        String cut = "in stock \uD83D\uDE00".substring(0, 10);

        assertThat(SearchResult.met(cut).answer()).isEqualTo("in stock \uFFFD");
        assertThat(SearchResult.unknown("\uDE00?").reasoning()).isEqualTo("\uFFFD?");
        assertThat(new Source(cut, cut)).isEqualTo(new Source("in stock \uFFFD", "in stock \uFFFD"));
    }

    @Test
    void whole_characters_stay_as_they_are() {
        assertThat(SearchResult.met("in stock \uD83D\uDE00").answer()).isEqualTo("in stock \uD83D\uDE00");
    }

    @Test
    void it_prints_no_answer() {
        assertThat(SearchResult.met("hunter2")).hasToString("SearchResult[met]");
        assertThat(SearchResult.notMet("hunter2")).hasToString("SearchResult[not met]");
        assertThat(SearchResult.unknown("hunter2")).hasToString("SearchResult[unknown]");
    }
}
