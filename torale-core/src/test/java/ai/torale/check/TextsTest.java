package ai.torale.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {
    @ParameterizedTest
    @CsvSource({
        "abc, 3, abc",
        "abc, 4, abc",
        "abcd, 3, ab…",
        "abcd, 1, …",
        "abcd, 0, ''",
        "'', 0, ''",
        "a\uD83D\uDE00b, 3, a…",
        "\uD83D\uDE00b, 2, …",
        "\uD83D\uDE00, 1, …",
    })
    void a_text_is_cut_to_at_most_so_many_characters_and_never_inside_one(String text, int max, String cut) {
        assertThat(Texts.cut(text, max)).isEqualTo(cut).hasSizeLessThanOrEqualTo(max);
    }

    @ParameterizedTest
    @CsvSource({
        "'a\nb', a b",
        "'a\r\n\t\0b', a b",
        "'a\u0085\u2028\u2029b', a b",
        "' a ', a",
        "'\n', ''",
        "İstanbul, İstanbul",
    })
    void line_breaks_and_control_characters_become_one_blank(String text, String line) {
        assertThat(Texts.oneLine(text)).isEqualTo(line);
    }
}
