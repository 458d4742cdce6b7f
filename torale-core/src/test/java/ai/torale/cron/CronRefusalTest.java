package ai.torale.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.torale.InvalidException;
import ai.torale.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronRefusalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            quoteCharacter = '"',
            value = {
                "\"\"                 | CRON_FIELDS     | \"\"               | is empty",
                "9 * * *              | CRON_FIELDS     | 9 * * *            | has 4 fields",
                "0 0 9 * * *          | CRON_FIELDS     | 0 0 9 * * *        | reads the sixth as the year: drop the seconds",
                "0 9 * * * 2030       | CRON_FIELDS     | 0 9 * * * 2030     | reads the sixth as the year",
                "0 0 9 * * * 2030     | CRON_FIELDS     | 0 0 9 * * * 2030   | drop the seconds and the year",
                "0 9 * * MON#2        | CRON_COMMENT    | 0 9 * * MON#2      | every Monday",
                "@daily # at night    | CRON_COMMENT    | @daily # at night  | remove the #",
                "TZ=UTC 0 9 * * *     | CRON_TIME_ZONE  | TZ=UTC 0 9 * * *   | time zone parameter",
                "cron_tz=UTC @daily   | CRON_TIME_ZONE  | cron_tz=UTC @daily | time zone parameter",
                "60 * * * *           | CRON_VALUE      | 60                 | minute field takes 0 to 59",
                "0 24 * * *           | CRON_VALUE      | 24                 | hour field takes 0 to 23",
                "0 0 0 * *            | CRON_VALUE      | 0                  | day of month field takes 1 to 31",
                "0 0 * 13 *           | CRON_VALUE      | 13                 | month field takes 1 to 12",
                "0 0 * * 8            | CRON_VALUE      | 8                  | weekday field takes 0 to 7",
                "0 0 * ja *           | CRON_VALUE      | ja                 | name such as JAN",
                "0 0 * * noday        | CRON_VALUE      | noday              | name such as MON",
                "0 0 * * m            | CRON_VALUE      | m                  | name such as MON",
                "1,,2 * * * *         | CRON_VALUE      | \"\"               | a value is missing",
                "5- * * * *           | CRON_VALUE      | 5-                 | minute field",
                "-5 * * * *           | CRON_VALUE      | -5                 | minute field",
                "+5 * * * *           | CRON_VALUE      | +5                 | minute field",
                "99999999999 * * * *  | CRON_VALUE      | 99999999999        | minute field",
                "5-1 * * * *          | CRON_RANGE      | 5-1                | write 5-59,0-1",
                "0 9 * * SAT-MON      | CRON_RANGE      | SAT-MON            | write SAT-6,0-MON",
                "0 9 * * 1-7          | CRON_RANGE      | 1-7                | leaves out Sunday",
                "0 9 * * MON/1        | CRON_RANGE      | MON/1              | leaves out Sunday",
                "*/0 * * * *          | CRON_STEP       | */0                | step in the minute field is a number from 1 to 60",
                "*/90 * * * *         | CRON_STEP       | */90               | @every 90m",
                "0 */36 * * *         | CRON_STEP       | */36               | @every 36h",
                "1/2/3 * * * *        | CRON_STEP       | 1/2/3              | minute field",
                "5/ * * * *           | CRON_STEP       | 5/                 | minute field",
                "0 9 L * *            | CRON_SYMBOL     | L                  | day of month field knows no L",
                "0 9 15W * *          | CRON_SYMBOL     | 15W                | day of month field",
                "0 9 * * 5L           | CRON_SYMBOL     | 5L                 | weekday field",
                "0 9 * * ?            | CRON_SYMBOL     | ?                  | write * instead of ?",
                "H * * * *            | CRON_SYMBOL     | H                  | minute field",
                "0 9 13 * 5           | CRON_BOTH_DAYS  | 13 and 5           | write * in one of the two fields, or allow both (bothDays)",
                "0 0 13 * 5           | CRON_BOTH_DAYS  | 13 and 5           | ambiguous",
                "0 9 1-7 * MON        | CRON_BOTH_DAYS  | 1-7 and MON        | ambiguous",
                "0 0 31 2 *           | CRON_NEVER      | 0 0 31 2 *         | never fires",
                "0 0 30 FEB *         | CRON_NEVER      | 0 0 30 FEB *       | never fires",
                "0 0 31 4,6,9,11 *    | CRON_NEVER      | 0 0 31 4,6,9,11 *  | never fires",
                "@every 50000d        | CRON_NEVER      | @every 50000d      | after 2100",
                "@reboot              | CRON_NAME       | @reboot            | @hourly",
                "@DAILY               | CRON_NAME       | @DAILY             | small letters",
                "@every               | CRON_EVERY      | @every             | a duration",
                "@every  1h           | CRON_EVERY      | @every  1h         | one blank",
                "@every 0s            | CRON_EVERY      | 0s                 | at least one second",
                "@every 500ms         | CRON_EVERY      | 500ms              | whole seconds",
                "@every 1500ms        | CRON_EVERY      | 1500ms             | whole seconds",
                "@every -1h           | CRON_EVERY      | @every -1h         | a duration",
                "@every 1h/2h         | CRON_EVERY      | 2h                 | shorter than its interval",
                "@every 1h/1h         | CRON_EVERY      | 1h                 | shorter than its interval",
                "@every 1h/           | CRON_EVERY      | @every 1h/         | a phase",
                "@every 10            | CRON_EVERY      | 10                 | such as 90m",
                "@every 1y            | CRON_EVERY      | 1y                 | such as 90m",
            })
    void each_problem_has_a_code_the_offending_value_and_a_remedy(
            String text, String code, String value, String remedy) {
        assertThat(Cron.problems(text)).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.field()).isEqualTo("cron");
            assertThat(problem.value()).isEqualTo(value);
            assertThat(problem.remedy()).contains(remedy);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0 9 * * *\n", "0\t9 * * *", "0 9 * *\u00a0*", "0 9 * * *\u0000", "0 9 * * ſun", "٠ 9 * * *"})
    void only_printable_ascii_is_read(String text) {
        assertThat(Cron.problems(text)).extracting(Problem::code).containsExactly("CRON_CHARACTERS");
    }

    @Test
    void a_text_of_151_characters_is_refused_before_it_is_read() {
        assertThat(Cron.problems("0 9 * * *" + " ".repeat(141))).isEmpty();
        assertThat(Cron.problems("0 9 * * *" + " ".repeat(142)))
                .extracting(Problem::code)
                .containsExactly("CRON_LENGTH");
        assertThat(Cron.problems("\n".repeat(10_000_000)))
                .extracting(Problem::code)
                .containsExactly("CRON_LENGTH");
    }

    @Test
    void every_field_reports_its_own_problem() {
        assertThat(Cron.problems("60 24 0 13 8"))
                .extracting(Problem::value)
                .containsExactly("60", "24", "0", "13", "8", "0 and 8");
    }

    @Test
    void what_has_problems_does_not_parse() {
        assertThatThrownBy(() -> Cron.parse("60 9 13 * FRI"))
                .isInstanceOfSatisfying(
                        InvalidException.class,
                        refusal -> assertThat(refusal.problems())
                                .extracting(Problem::code)
                                .containsExactly("CRON_VALUE", "CRON_BOTH_DAYS"))
                .hasMessageContaining("cron '60': the minute field takes 0 to 59");
    }

    @Test
    void both_days_are_read_by_those_who_ask_for_them() {
        assertThat(Cron.parseWithBothDays("0 9 13 * 5").text()).isEqualTo("0 9 13 * 5");
        assertThatThrownBy(() -> Cron.parseWithBothDays("0 9 31 2 5")).hasMessageContaining("CRON_NEVER");
    }
}
