package ai.torale.check;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Json;
import ai.torale.state.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeSummaryTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"price\":510}         | {\"price\":499}          | price: 510 → 499",
                "{\"a\":1}               | {\"a\":1,\"b\":\"x\"}    | b: none → x",
                "{\"a\":1,\"b\":[1]}     | {\"a\":1}                | b: [1] → none",
                "{\"b\":1,\"a\":1}       | {\"a\":2,\"b\":2}        | a: 1 → 2; b: 1 → 2",
                "{\"a\":{\"x\":1}}       | {\"a\":{\"x\":2}}        | a: {\"x\":1} → {\"x\":2}",
                "{\"a\":1}               | {\"a\":1.0}              | No change",
                "{\"a\":100}             | {\"a\":1e2}              | No change",
                "{\"a\":1,\"_metadata\":1}     | {\"a\":1,\"_metadata\":2}     | No change",
                "[{\"a\":1,\"_metadata\":1}]   | [{\"a\":1,\"_metadata\":2}]   | No change",
                "[1]                     | [2]                      | the list has changed",
                "{\"a\":1}               | [1]                      | a: 1 → none",
                "{}                      | []                       | the state has changed",
                "{\"a\":null}            | {}                       | the state has changed",
                "{\"_hidden\":1}         | {\"_hidden\":2}          | the state has changed",
                "{\"condition_met\":1}   | {\"condition_met\":2}    | the state has changed",
                "{\"a\":1e999999999}     | {\"a\":-1e999999999}     | a: 1E+999999999 → -1E+999999999",
                "{\"a\":\"x\\ny\\u2028z\"} | {\"a\":\"\"}            | a: x y z →",
            })
    void it_names_what_changed_from_what_to_what(String before, String after, String summary) {
        assertThat(ChangeSummary.of(state(before, true), state(after, true)).strip())
                .isEqualTo(summary);
    }

    @Test
    void it_says_which_way_the_condition_turned() {
        State off = state("{\"condition_met\":false}", false);
        State on = state("{\"condition_met\":true}", true);

        assertThat(ChangeSummary.of(off, on)).isEqualTo("the condition is now met");
        assertThat(ChangeSummary.of(on, off)).isEqualTo("the condition is no longer met");
        assertThat(ChangeSummary.of(state("{\"a\":1}", false), state("{\"a\":2}", true)))
                .isEqualTo("a: 1 → 2; the condition is now met");
    }

    @Test
    void it_says_what_a_first_check_found() {
        assertThat(ChangeSummary.ofFirst(true)).isEqualTo("First check: the condition is met");
        assertThat(ChangeSummary.ofFirst(false)).isEqualTo("First check: the condition is not met");
    }

    @Test
    void it_names_five_members_and_counts_the_rest() {
        State before = state("{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1}", true);
        State after = state("{\"a\":2,\"b\":2,\"c\":2,\"d\":2,\"e\":2,\"f\":2,\"g\":2}", true);

        assertThat(ChangeSummary.of(before, after)).endsWith("e: 1 → 2; and 2 more");
    }

    @Test
    void long_values_are_cut_to_80_characters_and_the_whole_to_1000() {
        String name = "n".repeat(200);
        State before = state("{}", true);
        State after = state(
                "{\"a%1$s\":\"%1$s\",\"b%1$s\":\"%1$s\",\"c%1$s\":\"%1$s\",\"d%1$s\":\"%1$s\",\"e%1$s\":\"%1$s\"}"
                        .formatted(name),
                true);

        assertThat(ChangeSummary.of(before, state("{\"a\":\"" + name + "\"}", true)))
                .isEqualTo("a: none → " + "n".repeat(79) + "…");
        assertThat(ChangeSummary.of(before, after)).hasSizeLessThanOrEqualTo(1_000);
    }

    private static State state(String json, boolean met) {
        return State.builder("e1", 1)
                .structured(Json.parse(json))
                .conditionMet(met)
                .build();
    }
}
