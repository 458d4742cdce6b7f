package ai.torale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final String ACUTE_GRAVE_BELOW = "\u0301\u0316";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ \"b\" : 1, \"a\" : 2 }     | {\"a\":2,\"b\":1}",
                "{\"b\":{\"d\":1,\"c\":[]}}   | {\"b\":{\"c\":[],\"d\":1}}",
                "[1.0, 1e0, 10e-1, 1]         | [1,1,1,1]",
                "[100, 1E2, 0.1e3]            | [1E+2,1E+2,1E+2]",
                "[0, -0, 0.000, 0e10, -0.0e3] | [0,0,0,0,0]",
                "[true, false, null]          | [true,false,null]",
                "\"\\u00e9 \\/ \\u20ac\"      | \"é / €\"",
                "\"\\u0001\\u001f\\n\\\"\\\\\"| \"\\u0001\\u001f\\n\\\"\\\\\"",
                "3                            | 3",
            })
    void the_canonical_text_has_sorted_keys_no_blanks_and_numbers_in_one_spelling(String text, String canonical) {
        Json json = Json.parse(text);

        assertThat(json.canonical()).isEqualTo(canonical);
    }

    @Test
    void keys_are_sorted_by_utf_16_units_and_not_by_code_points() {
        Json json = Json.of(Map.of("\uFF5E", 1, "\uD83D\uDE00", 2));

        assertThat(json.canonical()).isEqualTo("{\"\uD83D\uDE00\":2,\"\uFF5E\":1}");
    }

    @Test
    void keys_are_sorted_after_they_were_brought_into_one_unicode_form() {
        Json composed = Json.parse("{\"\u00e9\":1,\"f\":2}");
        Json decomposed = Json.parse("{\"e\u0301\":1,\"f\":2}");

        assertThat(decomposed).isEqualTo(composed).hasSameHashCodeAs(composed);
        assertThat(decomposed.canonical()).isEqualTo("{\"f\":2,\"\u00e9\":1}");
    }

    @Test
    void the_text_keeps_the_order_and_the_spelling_in_which_a_value_was_given() {
        Json json = Json.parse("{\"b\": 1.50, \"a\": \"Poke\u0301mon\"}");

        assertThat(json).hasToString("{\"b\":1.50,\"a\":\"Poke\u0301mon\"}");
    }

    @Test
    void numbers_are_kept_exactly() {
        Json json = Json.parse("[0.1000000000000000055511151231257827, 123456789012345678901234567890]");

        assertThat(json.value())
                .isEqualTo(List.of(
                        new BigDecimal("0.1000000000000000055511151231257827"),
                        new BigDecimal("123456789012345678901234567890")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{",
                "{\"a\":1} x",
                "{\"a\":1}{\"b\":2}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "[{\"a\":{\"b\":1,\"b\":1}}]",
                "NaN",
                "[Infinity]",
                "-Infinity",
                "{a:1}",
                "{'a':1}",
                "[1,]",
                "[01]",
                "[+1]",
                "[.5]",
                "// no comment\n{}",
                "\"tab\there\"",
                "\"\\ud83d\"",
                "{\"\\ude00\":1}",
                "{\"\u00e9\":1,\"e\u0301\":2}",
                "[1e2147483648]",
                "[1e-2147483648]",
                "[1e99999999999999999999]",
                "[100e2147483647]",
            })
    void a_text_that_is_not_one_plain_json_value_is_refused(String text) {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> Json.parse(text))
                .satisfies(refused -> assertThat(refused.problems())
                        .singleElement()
                        .extracting(Problem::code, Problem::field)
                        .containsExactly("JSON_INVALID", "json"));
    }

    @Test
    void a_refusal_never_repeats_the_text_because_it_may_be_an_answer_or_a_secret() {
        InvalidException refused =
                catchThrowableOfType(InvalidException.class, () -> Json.parse("{\"key\": \"hunter2\" hunter2"));

        assertThat(refused).hasMessageNotContaining("hunter2").hasMessageContaining("near offset");
    }

    @ParameterizedTest
    @ValueSource(ints = {501, 10_000, 1_000_000})
    void deep_nesting_is_refused(int levels) {
        String text = "[".repeat(levels) + "]".repeat(levels);

        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> Json.parse(text))
                .withMessageContaining("500 levels");
    }

    @Test
    void what_is_as_deep_as_allowed_can_be_written_and_wrapped_by_other_json_writers() {
        Json json = Json.parse("{\"a\":".repeat(500) + "1" + "}".repeat(500));

        assertThat(json.size()).isEqualTo(json.toString().length());
        assertThat(Json.of(json)).isEqualTo(json);
    }

    @Test
    void wrapping_a_value_again_and_again_is_refused_before_it_overflows_the_stack() {
        Json deepest = Json.parse("[".repeat(500) + "]".repeat(500));

        assertThatExceptionOfType(InvalidException.class).isThrownBy(() -> Json.of(List.of(deepest)));
    }

    @Test
    void a_collection_that_holds_itself_is_refused() {
        Map<String, Object> map = new HashMap<>();
        map.put("me", map);
        map.put("too", map);
        List<Object> list = new ArrayList<>();
        list.add(list);
        Object[] array = new Object[1];
        array[0] = array;

        assertThatExceptionOfType(InvalidException.class).isThrownBy(() -> Json.of(map));
        assertThatExceptionOfType(InvalidException.class).isThrownBy(() -> Json.of(list));
        assertThatExceptionOfType(InvalidException.class).isThrownBy(() -> Json.of(array));
    }

    static Stream<Object> foreignValues() {
        return Stream.of(
                Double.NaN,
                Float.NEGATIVE_INFINITY,
                'c',
                Instant.EPOCH,
                Optional.empty(),
                Thread.State.NEW,
                new int[] {1},
                Path.of("a"),
                Map.of(1, "a key that is no text"),
                Map.of(Secret.of("hunter2"), 1),
                Map.of("a", 1, CharBuffer.wrap("a"), 2),
                "half \uD83D",
                "\uDE00 half",
                Map.of("half \uD83D", 1),
                BigInteger.TEN.pow(1_000).add(BigInteger.ONE),
                new BigDecimal(BigInteger.TEN, -Integer.MAX_VALUE - 1),
                Map.of("k".repeat(50_001), 1));
    }

    @ParameterizedTest
    @MethodSource("foreignValues")
    void a_value_that_json_cannot_hold_is_refused(Object value) {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> Json.of(value))
                .withMessageNotContaining("hunter2");
    }

    @Test
    void a_number_whose_spelling_would_outgrow_the_reader_is_refused_at_once() {
        String text = "[" + "9".repeat(999) + "e1]";

        assertThatExceptionOfType(InvalidException.class).isThrownBy(() -> Json.parse(text));
    }

    @Test
    void a_huge_exponent_stays_as_short_as_it_was_given() {
        Json json = Json.parse("{\"a\":1e999999999,\"b\":-1E-999999999}");

        assertThat(json.canonical()).isEqualTo("{\"a\":1E+999999999,\"b\":-1E-999999999}");
        assertThat(json.size()).isLessThan(50);
        assertThat(Json.of(json.asMap())).isEqualTo(json);
    }

    @Test
    void endless_combining_marks_are_refused_because_their_order_costs_the_square_of_their_number() {
        String hostile = ACUTE_GRAVE_BELOW.repeat(64_000);

        assertThatExceptionOfType(InvalidException.class).isThrownBy(() -> Json.of(Map.of("text", hostile)));
    }

    @Test
    void a_text_full_of_ordinary_accents_is_accepted() {
        String vietnamese = "e\u0302\u0301".repeat(20_000);

        assertThat(Json.of(vietnamese)).isEqualTo(Json.of("\u1ebf".repeat(20_000)));
    }

    @Test
    void every_kind_of_number_text_collection_and_array_is_understood() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("numbers", List.of(1, 2L, (short) 3, (byte) 4, 0.5f, 0.25d, BigInteger.TEN, new BigDecimal("1.10")));
        value.put("text", CharBuffer.wrap("text"));
        value.put("array", new Object[] {true, null});
        value.put("json", Json.parse("{\"a\":1}"));
        value.put("nothing", null);

        assertThat(Json.of(value))
                .hasToString("{\"numbers\":[1,2,3,4,0.5,0.25,10,1.10],\"text\":\"text\",\"array\":[true,null],"
                        + "\"json\":{\"a\":1},\"nothing\":null}");
    }

    @Test
    void the_value_in_java_types_cannot_be_changed() {
        Json json = Json.parse("{\"a\":[1,\"b\",true,null],\"c\":{}}");

        assertThat(json.asMap())
                .containsEntry("a", Arrays.asList(BigDecimal.ONE, "b", true, null))
                .containsEntry("c", Map.of());
        assertThat(json.asMap()).isUnmodifiable();
        assertThat((List<?>) json.asMap().get("a")).isUnmodifiable();
    }

    @Test
    void a_value_that_is_no_object_has_no_members() {
        assertThat(Json.parse("[1]").asMap()).isEmpty();
        assertThat(Json.parse("null").asMap()).isEmpty();
        assertThat(Json.parse("null").value()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"{}, true", "[], true", "1, false", "true, false", "null, false"})
    void objects_and_arrays_are_structured(String text, boolean structured) {
        assertThat(Json.parse(text).isStructured()).isEqualTo(structured);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", "\"quoted\" \\ /", "\b\f\n\r\t\u0000\u001f\u007f", "éß€", "\uD83D\uDE00", "\u2028"})
    void the_size_of_a_text_is_what_it_takes_as_json(String text) {
        Json json = Json.of(text);

        assertThat(Json.sizeOf(text))
                .isEqualTo(json.size())
                .isEqualTo(json.toString().getBytes(StandardCharsets.UTF_8).length);
    }
}
