package ai.torale.search.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenNumberTest {
    static Stream<Arguments> numbers() {
        return Stream.of(
                Arguments.of("499", "499"),
                Arguments.of("499.99", "499.99"),
                Arguments.of("499,99 €", "499.99"),
                Arguments.of("$1,299.00", "1299"),
                Arguments.of("1.299,00 €", "1299"),
                Arguments.of("CHF 1'299.-", "1299"),
                Arguments.of("CHF 1’299.–", "1299"),
                Arguments.of("499,- €", "499"),
                Arguments.of("499.", "499"),
                Arguments.of("USD499", "499"),
                Arguments.of("499EUR", "499"),
                Arguments.of("１２９９円", "1299"),
                Arguments.of("１，２９９．５０円", "1299.5"),
                Arguments.of("1 299,00", "1299"),
                Arguments.of("1\u00a0299,00\u00a0€", "1299"),
                Arguments.of("1\u202f299,00 €", "1299"),
                Arguments.of("1\u2009299\u2009000", "1299000"),
                Arguments.of("1,299,000.5", "1299000.5"),
                Arguments.of("1.299.000", "1299000"),
                Arguments.of("₹12,34,567.50", "1234567.5"),
                Arguments.of("١٬٢٩٩٫٥", "1299.5"),
                Arguments.of("१२९९", "1299"),
                Arguments.of("-5", "-5"),
                Arguments.of("−5,5 °C", "-5.5"),
                Arguments.of("–12 °C", "-12"),
                Arguments.of("-$1,299.00", "-1299"),
                Arguments.of("$-3.50", "-3.5"),
                Arguments.of("-€ 3.50", "-3.5"),
                Arguments.of("(499)", "499"),
                Arguments.of("Price - 499", "499"),
                Arguments.of("A-499", "499"),
                Arguments.of("0", "0"),
                Arguments.of("007", "7"),
                Arguments.of("4.2 m", "4.2"),
                Arguments.of("12 months", "12"),
                Arguments.of("300 kg", "300"));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void a_number_is_read_as_people_mean_it(String text, String number) {
        assertThat(values(text)).containsExactly(new BigDecimal(number).stripTrailingZeros());
    }

    static Stream<Arguments> ambiguous() {
        return Stream.of(
                Arguments.of("1,299", "1299"),
                Arguments.of("1.299", "1299"),
                Arguments.of("999.999", "999999"),
                Arguments.of("0.299", "0.299"),
                Arguments.of("0,299", "0.299"),
                Arguments.of("1299.000", "1299"),
                Arguments.of("1.29", "1.29"),
                Arguments.of("1,2999", "1.2999"));
    }

    @ParameterizedTest
    @MethodSource("ambiguous")
    void one_separator_before_three_digits_parts_thousands_unless_that_cannot_be(String text, String number) {
        assertThat(values(text)).containsExactly(new BigDecimal(number).stripTrailingZeros());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.3",
                "1,29,9",
                "12.09.2026",
                "1.5k",
                "20K",
                "1.2M",
                "3bn",
                "1,5 Mio. €",
                "2 million",
                "5 Milliarden",
                "3 lakh",
                "1.2万",
                "4½",
                "12345678901234567890123456789012345678901"
            })
    void digits_that_are_no_plain_number_are_not_guessed_at(String text) {
        assertThat(WrittenNumber.in(text)).containsExactly(new WrittenNumber(null));
    }

    @Test
    void every_number_of_a_text_is_found() {
        assertThat(values("499,00 € statt 599,00 €")).hasSize(2);
        assertThat(values("10-20")).containsExactly(new BigDecimal("1E+1"), new BigDecimal("2E+1"));
        assertThat(values("RTX 4090 499 €")).hasSize(2);
        assertThat(values("499.00 299.00")).hasSize(2);
        assertThat(values("12:30")).hasSize(2);
        assertThat(values("2026-09-12")).hasSize(3);
        assertThat(values("sold out")).isEmpty();
        assertThat(values("")).isEmpty();
    }

    @Test
    void the_same_number_written_in_two_ways_is_the_same() {
        assertThat(WrittenNumber.in("499 € = 499,00 €").distinct()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,", "1 000 ", "1.", "-", "9"})
    void a_very_long_text_is_read_without_harm(String piece) {
        assertThat(WrittenNumber.in(piece.repeat(500_000)).limit(2)).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void groups_without_end_are_no_plain_number() {
        String groups = "234" + " 234".repeat(20) + "5";

        assertThat(WrittenNumber.in(groups).findFirst()).contains(new WrittenNumber(null));
    }

    private static List<BigDecimal> values(String text) {
        return WrittenNumber.in(text).map(WrittenNumber::value).toList();
    }
}
