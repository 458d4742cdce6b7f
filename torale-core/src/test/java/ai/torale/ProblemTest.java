package ai.torale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {
    @Test
    void it_reads_as_field_value_remedy_and_code() {
        Problem problem = new Problem("TASK_ID", "id", "a/b", "use other characters");

        assertThat(problem).hasToString("id 'a/b': use other characters (TASK_ID)");
    }

    @Test
    void a_long_value_is_cut_to_64_characters() {
        assertThat(value("x".repeat(64))).hasSize(64);
        assertThat(value("x".repeat(65))).hasSize(64);
        assertThat(value("x".repeat(10_000_000))).hasSize(64);
    }

    @Test
    void a_cut_never_splits_a_character() {
        String value = value("x".repeat(63) + "\uD83D\uDE00");

        assertThat(value).isEqualTo("x".repeat(63));
    }

    @ParameterizedTest
    @CsvSource({
        "'a\r\nb', 'a\\u000d\\u000ab'",
        "'a\u0000b', 'a\\u0000b'",
        "'a\u001b[31mb', 'a\\u001b[31mb'",
        "'a\u0085b', 'a\\u0085b'",
        "'a\u2028b', 'a\\u2028b'",
        "'a\u202eb', 'a\\u202eb'",
        "'a\uD83Db', 'a\\ud83db'",
        "'İé€', 'İé€'",
    })
    void what_cannot_be_seen_is_escaped(String given, String shown) {
        assertThat(value(given)).isEqualTo(shown);
    }

    @Test
    void escaping_never_makes_a_value_longer_than_64_characters() {
        assertThat(value("\n".repeat(64))).hasSize(64);
    }

    private static String value(String value) {
        return new Problem("CODE", "field", value, "remedy").value();
    }
}
