package ai.torale.check;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Json;
import ai.torale.search.SearchResult;
import ai.torale.state.Fingerprint;
import ai.torale.state.State;
import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is told when: every combination of facts, against a table written by hand. */
class DecisionTest {
    /**
     * One line per combination of facts, then what each behaviour does. A first check that was told before is one of
     * an edited question: what was told of another question does not count.
     */
    private static final String TABLE = """
            result        state      check  before    track_state  always  once
            met           unchanged  later  untold    silent       tells   tells
            met           unchanged  later  told      silent       tells   silent
            met           changed    later  untold    tells        tells   tells
            met           changed    later  told      tells        tells   silent
            met           unchanged  first  untold    tells        tells   tells
            met           unchanged  first  told      tells        tells   tells
            met           changed    first  untold    tells        tells   tells
            met           changed    first  told      tells        tells   tells
            not-met       unchanged  later  untold    silent       silent  silent
            not-met       unchanged  later  told      silent       silent  silent
            not-met       changed    later  untold    silent       silent  silent
            not-met       changed    later  told      silent       silent  silent
            not-met       unchanged  first  untold    silent       silent  silent
            not-met       unchanged  first  told      silent       silent  silent
            not-met       changed    first  untold    silent       silent  silent
            not-met       changed    first  told      silent       silent  silent
            inconclusive  unchanged  later  untold    silent       silent  silent
            inconclusive  unchanged  later  told      silent       silent  silent
            inconclusive  changed    later  untold    silent       silent  silent
            inconclusive  changed    later  told      silent       silent  silent
            inconclusive  unchanged  first  untold    silent       silent  silent
            inconclusive  unchanged  first  told      silent       silent  silent
            inconclusive  changed    first  untold    silent       silent  silent
            inconclusive  changed    first  told      silent       silent  silent
            """;

    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    static Stream<Arguments> table() {
        List<String[]> rows = TABLE.lines().map(line -> line.split(" +")).toList();
        String[] head = rows.get(0);
        return rows.stream()
                .skip(1)
                .flatMap(row -> Stream.of(4, 5, 6)
                        .map(column -> Arguments.of(head[column], row[0], row[1], row[2], row[3], row[column])));
    }

    @ParameterizedTest(name = "{0}: {1}, {2}, {3} check, {4} → {5}")
    @MethodSource("table")
    void the_table_says_who_is_told(
            String behavior, String result, String state, String check, String before, String expected) {
        MonitoringTask task = MonitoringTask.builder("gpu-price", "0 9 * * *")
                .notifyBehavior(NotifyBehavior.valueOf(behavior.toUpperCase(Locale.ROOT)))
                .build();
        Baseline baseline = baseline(task, check.equals("first"), before.equals("told"));

        Evaluation evaluation = Samples.evaluate(task, result(result, state.equals("changed")), baseline);

        assertThat(evaluation.notification().isPresent()).isEqualTo(expected.equals("tells"));
        assertThat(evaluation.outcome() == Outcome.NOTIFIED).isEqualTo(expected.equals("tells"));
        assertThat(evaluation.outcome() == Outcome.INCONCLUSIVE).isEqualTo(result.equals("inconclusive"));
        assertThat(evaluation.next().isEmpty()).isEqualTo(result.equals("inconclusive"));
    }

    @Test
    void the_table_holds_every_combination_once() {
        List<String> rows = table().map(row -> Arrays.toString(row.get()).replaceAll(", (tells|silent)]", ""))
                .toList();

        assertThat(rows).hasSize(3 * 3 * 2 * 2 * 2).doesNotHaveDuplicates();
    }

    private static SearchResult result(String result, boolean changed) {
        SearchResult conclusion = switch (result) {
            case "met" -> SearchResult.met("in stock");
            case "not-met" -> SearchResult.notMet("sold out");
            default -> SearchResult.unknown("the page could not be read");
        };
        return conclusion.withStateJson(changed ? "{\"price\":400}" : "{\"price\":499}");
    }

    private static Baseline baseline(MonitoringTask task, boolean first, boolean told) {
        if (first && !told) {
            return Baseline.none();
        }
        State.Builder state = State.builder("e1", 3)
                .question(first ? "v1:another question" : Fingerprint.ofQuestion(task))
                .conditionMet(true)
                .structured(Json.parse("{\"price\":499}"))
                .checkedAt(NINE);
        return Baseline.of(told ? state.notifiedAt(NINE).build() : state.build());
    }
}
