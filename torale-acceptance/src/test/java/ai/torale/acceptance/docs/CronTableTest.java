package ai.torale.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Problem;
import ai.torale.acceptance.server.DevServer;
import ai.torale.cron.Cron;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table in docs/cron.md that stands us beside Unix cron, Quartz and Spring. */
class CronTableTest {
    /** The first two of five columns: what is written, and what it means here. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^|`]+)` \\| ([^|\n]+) (\\|[^|\n]+){3}\\|$");

    private static final String REFUSED = "refused: ";
    private static final String BOTH_DAYS = "; with `bothDays(true)`: ";

    @ParameterizedTest
    @MethodSource("rows")
    void what_a_row_says_of_us_is_what_the_parser_does(String written, String here) {
        assertThat(meaning(written)).isEqualTo(here);
    }

    static Stream<Arguments> rows() throws IOException {
        List<MatchResult> rows = ROW.matcher(
                        Files.readString(DevServer.repository().resolve("docs/cron.md")))
                .results()
                .toList();
        assertThat(rows).hasSize(15);
        return rows.stream().map(row -> Arguments.of(row.group(1), row.group(2)));
    }

    private static String meaning(String written) {
        List<Problem> problems = Cron.problems(written);
        if (problems.isEmpty()) {
            return Cron.parse(written).explain();
        }
        String codes = problems.stream()
                .map(problem -> "`" + problem.code() + "`")
                .collect(Collectors.joining(", ", REFUSED, ""));
        return codes.equals(REFUSED + "`CRON_BOTH_DAYS`")
                ? codes + BOTH_DAYS + Cron.parseWithBothDays(written).explain()
                : codes;
    }
}
