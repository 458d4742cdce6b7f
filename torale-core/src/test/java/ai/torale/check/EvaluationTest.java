package ai.torale.check;

import static ai.torale.check.Samples.NINE;
import static ai.torale.check.Samples.evaluate;
import static ai.torale.check.Samples.met;
import static ai.torale.check.Samples.notMet;
import static ai.torale.check.Samples.run;
import static ai.torale.check.Samples.task;
import static ai.torale.task.NotifyBehavior.ALWAYS;
import static ai.torale.task.NotifyBehavior.ONCE;
import static ai.torale.task.NotifyBehavior.TRACK_STATE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Json;
import ai.torale.notify.Notification;
import ai.torale.search.SearchResult;
import ai.torale.search.Source;
import ai.torale.state.SemanticComparison;
import ai.torale.state.State;
import ai.torale.task.MonitoringTask;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stories of several checks: what is known after each, and who is told. */
class EvaluationTest {
    private final MonitoringTask tracked = task(TRACK_STATE);

    @Test
    void a_first_check_makes_version_1_and_knows_what_it_found() {
        Evaluation first = evaluate(tracked, notMet("{\"price\":510}"), Baseline.none());

        State state = first.next().orElseThrow();
        assertThat(first.outcome()).isEqualTo(Outcome.CHANGED);
        assertThat(first.firstCheck()).isTrue();
        assertThat(first.changed()).isTrue();
        assertThat(first.changeSummary()).isEqualTo("First check: the condition is not met");
        assertThat(state.version()).isEqualTo(1);
        assertThat(state.epoch()).isEqualTo("e1");
        assertThat(state.structured()).isEqualTo(Json.parse("{\"price\":510}"));
        assertThat(state.checkedAt()).isEqualTo(NINE);
        assertThat(state.notifiedAt()).isEmpty();
    }

    @Test
    void a_to_b_to_a_to_b_is_told_four_times_under_four_keys_and_versions_without_gaps() {
        List<Notification> told = new ArrayList<>();
        Baseline known = Baseline.none();

        for (String state : List.of("{\"p\":\"A\"}", "{\"p\":\"B\"}", "{\"p\":\"A\"}", "{\"p\":\"B\"}")) {
            Evaluation evaluation = evaluate(tracked, met(state), known);
            told.add(evaluation.notification().orElseThrow());
            known = known(evaluation);
        }

        assertThat(told).extracting(Notification::version).containsExactly(1L, 2L, 3L, 4L);
        assertThat(told).extracting(Notification::key).doesNotHaveDuplicates().hasSize(4);
    }

    @Test
    void a_quiet_check_keeps_the_version_and_notes_when_it_was_made() {
        Evaluation first = evaluate(tracked, met("{\"price\":499}"), Baseline.none());

        Evaluation quiet = Check.builder()
                .clock(() -> NINE.plusSeconds(300))
                .build()
                .evaluate(run(tracked, "c2"), met("{\"price\":499.0}"), known(first));

        assertThat(quiet.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(quiet.changed()).isFalse();
        assertThat(quiet.changeSummary()).isEqualTo("No change");
        assertThat(quiet.next().map(State::version)).contains(1L);
        assertThat(quiet.next().map(State::checkedAt)).contains(NINE.plusSeconds(300));
        assertThat(quiet.next().flatMap(State::notifiedAt)).contains(NINE);
    }

    @Test
    void not_met_to_met_on_an_equal_state_is_a_change_and_is_told() {
        Evaluation before = evaluate(tracked, notMet("{\"price\":499}"), Baseline.none());

        Evaluation now = evaluate(tracked, met("{\"price\":499}"), known(before));

        assertThat(now.outcome()).isEqualTo(Outcome.NOTIFIED);
        assertThat(now.changed()).isTrue();
        assertThat(now.changeSummary()).isEqualTo("the condition is now met");
        assertThat(now.next().map(State::version)).contains(2L);
    }

    @Test
    void met_to_not_met_on_an_equal_state_is_kept_so_that_the_way_back_is_told() {
        Evaluation met = evaluate(tracked, met("{\"price\":499}"), Baseline.none());

        Evaluation notMet = evaluate(tracked, notMet("{\"price\":499}"), known(met));
        Evaluation metAgain = evaluate(tracked, met("{\"price\":499}"), known(notMet));

        assertThat(notMet.notification()).isEmpty();
        assertThat(notMet.next().map(State::version)).contains(2L);
        assertThat(notMet.next().map(State::conditionMet)).contains(false);
        assertThat(metAgain.outcome()).isEqualTo(Outcome.NOTIFIED);
        assertThat(metAgain.next().map(State::version)).contains(3L);
    }

    @Test
    void unknown_never_overwrites_known() {
        Evaluation known = evaluate(tracked, met("{\"price\":499}"), Baseline.none());

        Evaluation unknown = evaluate(
                tracked, SearchResult.unknown("no price\non the page").withStateJson("{\"price\":0}"), known(known));

        assertThat(unknown.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(unknown.next()).isEmpty();
        assertThat(unknown.notification()).isEmpty();
        assertThat(unknown.changed()).isFalse();
        assertThat(unknown.changeSummary()).isEqualTo("no price on the page");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\n", "\u0000\u2028"})
    void an_inconclusive_check_always_says_something(String reason) {
        Evaluation unknown = evaluate(tracked, SearchResult.unknown(reason), Baseline.none());

        assertThat(unknown.changeSummary()).isEqualTo("The search was inconclusive");
    }

    @Test
    void a_long_reason_is_cut_to_1000_characters_on_one_line() {
        Evaluation unknown = evaluate(tracked, SearchResult.unknown("é\n".repeat(50_000)), Baseline.none());

        assertThat(unknown.changeSummary()).hasSize(1_000).doesNotContain("\n").endsWith("…");
    }

    @Test
    void a_lost_baseline_is_replaced_in_silence_whatever_the_behaviour() {
        for (MonitoringTask task : List.of(task(TRACK_STATE), task(ALWAYS), task(ONCE))) {
            Evaluation lost = evaluate(task, met("{\"price\":499}"), Baseline.lost());

            assertThat(lost.outcome()).isEqualTo(Outcome.STATE_LOST);
            assertThat(lost.notification()).isEmpty();
            assertThat(lost.next().map(State::structured)).contains(Json.parse("{\"price\":499}"));
            assertThat(lost.next().flatMap(State::notifiedAt)).isEmpty();
        }
    }

    @Test
    void an_inconclusive_check_after_a_loss_makes_no_baseline() {
        Evaluation lost = evaluate(tracked, SearchResult.unknown("no price"), Baseline.lost());

        assertThat(lost.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(lost.next()).isEmpty();
    }

    @Test
    void an_edited_question_is_a_first_check_that_keeps_counting_versions() {
        Evaluation before = evaluate(tracked, met("{\"price\":499}"), Baseline.none());
        MonitoringTask edited =
                tracked.toBuilder().conditionDescription("below 400").build();

        Evaluation first = evaluate(edited, met("{\"price\":499}"), known(before));

        assertThat(first.firstCheck()).isTrue();
        assertThat(first.outcome()).isEqualTo(Outcome.NOTIFIED);
        assertThat(first.next().map(State::version)).contains(2L);
        assertThat(key(first)).isNotEqualTo(key(before));
    }

    @Test
    void a_new_name_cron_or_channel_keeps_the_state() {
        Evaluation before = evaluate(tracked, met("{\"price\":499}"), Baseline.none());
        MonitoringTask renamed = tracked.toBuilder()
                .name("GPU")
                .channels("email")
                .timeZone("Asia/Tokyo")
                .build();

        Evaluation quiet = evaluate(renamed, met("{\"price\":499}"), known(before));

        assertThat(quiet.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(quiet.firstCheck()).isFalse();
    }

    @Test
    void a_state_of_another_life_is_a_first_check_that_keeps_counting_versions() {
        Evaluation before = evaluate(tracked, met("{\"price\":499}"), Baseline.none());
        State ofAnotherLife =
                before.next().orElseThrow().toBuilder().epoch("e0").version(7).build();

        Evaluation first = evaluate(tracked, met("{\"price\":499}"), Baseline.of(ofAnotherLife));

        assertThat(first.firstCheck()).isTrue();
        assertThat(first.outcome()).isEqualTo(Outcome.NOTIFIED);
        assertThat(first.next().map(State::version)).contains(8L);
        assertThat(first.next().map(State::epoch)).contains("e1");
    }

    @Test
    void once_tells_the_first_match_and_then_falls_silent() {
        MonitoringTask once = task(ONCE);

        Evaluation notYet = evaluate(once, notMet("{\"p\":1}"), Baseline.none());
        Evaluation first = evaluate(once, met("{\"p\":2}"), known(notYet));
        Evaluation second = evaluate(once, met("{\"p\":3}"), known(first));
        Evaluation gone = evaluate(once, notMet("{\"p\":4}"), known(second));
        Evaluation back = evaluate(once, met("{\"p\":5}"), known(gone));

        assertThat(List.of(notYet, first, second, gone, back))
                .extracting(Evaluation::outcome)
                .containsExactly(Outcome.CHANGED, Outcome.NOTIFIED, Outcome.CHANGED, Outcome.CHANGED, Outcome.CHANGED);
        assertThat(back.next().map(State::version)).contains(5L);
    }

    @Test
    void once_tells_again_when_another_question_is_asked() {
        MonitoringTask once = task(ONCE);
        Evaluation told = evaluate(once, met("{\"p\":1}"), Baseline.none());

        Evaluation again = evaluate(once.toBuilder().searchQuery("another").build(), met("{\"p\":1}"), known(told));

        assertThat(again.outcome()).isEqualTo(Outcome.NOTIFIED);
    }

    @Test
    void always_tells_an_unchanged_match_again_under_a_new_version_and_key() {
        MonitoringTask always = task(ALWAYS);
        Evaluation first = evaluate(always, met("{\"p\":1}"), Baseline.none());

        Evaluation second = evaluate(always, met("{\"p\":1}"), known(first));

        assertThat(second.outcome()).isEqualTo(Outcome.NOTIFIED);
        assertThat(second.changed()).isFalse();
        assertThat(second.next().map(State::version)).contains(2L);
        assertThat(key(second)).isNotEqualTo(key(first));
    }

    @Test
    void free_text_never_flaps() {
        Evaluation first = evaluate(tracked, SearchResult.met("In stock!"), Baseline.none());

        Evaluation second = evaluate(tracked, SearchResult.met("Yes, it is in stock"), known(first));

        assertThat(second.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(second.next().map(State::structured)).contains(Json.parse("{\"condition_met\":true}"));
    }

    @Test
    void a_result_without_state_after_one_with_it_keeps_that_state_and_compares_the_condition() {
        Evaluation first = evaluate(tracked, notMet("{\"price\":510}"), Baseline.none());

        Evaluation same = evaluate(tracked, SearchResult.notMet("too dear"), known(first));
        Evaluation turned = evaluate(tracked, SearchResult.met("cheap now"), known(same));
        Evaluation structured = evaluate(tracked, met("{\"price\":510}"), known(turned));

        assertThat(same.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(turned.outcome()).isEqualTo(Outcome.NOTIFIED);
        assertThat(structured.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(List.of(same, turned, structured))
                .extracting(evaluation -> evaluation.next().orElseThrow().structured())
                .containsOnly(Json.parse("{\"price\":510}"));
    }

    @Test
    void a_change_of_metadata_only_is_stored_without_a_new_version_and_tells_nobody() {
        Evaluation first = evaluate(tracked, met("{\"price\":499,\"_metadata\":{\"at\":1}}"), Baseline.none());

        Evaluation second = evaluate(tracked, met("{\"price\":499,\"_metadata\":{\"at\":2}}"), known(first));

        assertThat(second.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(second.changeSummary()).isEqualTo("No change");
        assertThat(second.next().map(State::version)).contains(1L);
        assertThat(second.next().map(State::structured))
                .contains(Json.parse("{\"price\":499,\"_metadata\":{\"at\":2}}"));
    }

    @Test
    void a_semantic_comparison_that_says_same_keeps_the_old_baseline() {
        Evaluation first = evaluate(tracked, met("{\"date\":\"Sept 12\"}"), Baseline.none());

        Evaluation second = evaluation((task, previous, next) -> true, met("{\"date\":\"12 September\"}"), first);

        assertThat(second.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(second.next().map(State::version)).contains(1L);
        assertThat(second.next().map(State::structured)).contains(Json.parse("{\"date\":\"Sept 12\"}"));
    }

    @Test
    void a_condition_that_turns_true_is_told_although_the_states_mean_the_same() {
        Evaluation first = evaluate(tracked, notMet("{\"date\":\"Sept 12\"}"), Baseline.none());

        Evaluation second = evaluation((task, previous, next) -> true, met("{\"date\":\"12 September\"}"), first);

        assertThat(second.outcome()).isEqualTo(Outcome.NOTIFIED);
        assertThat(second.next().map(State::structured)).contains(Json.parse("{\"date\":\"Sept 12\"}"));
    }

    @Test
    void a_semantic_comparison_that_fails_makes_the_check_inconclusive() {
        Evaluation first = evaluate(tracked, met("{\"date\":\"Sept 12\"}"), Baseline.none());
        SemanticComparison failing = (task, previous, next) -> {
            throw new IllegalStateException("hunter2");
        };

        Evaluation second = evaluation(failing, met("{\"date\":\"12 September\"}"), first);

        assertThat(second.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(second.next()).isEmpty();
        assertThat(second.changeSummary()).isEqualTo("The comparison failed: IllegalStateException");
    }

    @Test
    void a_semantic_comparison_is_not_asked_when_the_states_are_equal_or_nothing_is_known() {
        SemanticComparison never = (task, previous, next) -> {
            throw new AssertionError("nothing to compare");
        };
        Evaluation first = evaluate(tracked, met("{\"p\":1}"), Baseline.none());

        assertThat(evaluation(never, met("{\"p\":1.0}"), first).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(evaluation(never, SearchResult.met("no state"), first).outcome())
                .isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void a_state_too_large_to_be_carried_changes_nothing_and_tells_nobody() {
        String large = "{\"text\":\"" + "x".repeat(Check.MAX_CARRIED_STATE_BYTES) + "\"}";

        Evaluation evaluation = evaluate(tracked, met(large), Baseline.none());

        assertThat(evaluation.outcome()).isEqualTo(Outcome.TOO_LARGE);
        assertThat(evaluation.next()).isEmpty();
        assertThat(evaluation.notification()).isEmpty();
        assertThat(evaluation.changeSummary()).isEqualTo("The state takes 15371 bytes, 15360 are allowed");
    }

    @Test
    void a_notification_carries_what_was_found_and_the_time_in_whole_seconds() {
        SearchResult result = met("{\"price\":499}").withSources(List.of(new Source("https://shop.example", "Shop")));

        Evaluation evaluation = Check.builder()
                .clock(() -> Instant.parse("2026-01-05T09:00:07.999Z"))
                .build()
                .evaluate(run(tracked, "c1"), result, Baseline.none());

        Notification told = evaluation.notification().orElseThrow();
        assertThat(told.taskId()).isEqualTo("gpu-price");
        assertThat(told.checkId()).isEqualTo("c1");
        assertThat(told.answer()).isEqualTo("in stock");
        assertThat(told.sources()).containsExactly(new Source("https://shop.example", "Shop"));
        assertThat(told.changeSummary()).isEqualTo("First check: the condition is met");
        assertThat(told.comparedAt()).isEqualTo("2026-01-05T09:00:07Z");
        assertThat(evaluation.next().map(State::checkedAt)).contains(told.comparedAt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "한", "\uD83D\uDE00", "\u0001", "\"", "\u0301\u0316"})
    void the_largest_answer_sources_and_task_make_a_notification_of_less_than_64_kib(String piece) {
        String longest = piece.repeat(60_000 / piece.length());
        MonitoringTask largest = tracked.toBuilder()
                .searchQuery("\u0001".repeat(2_600))
                .name("n".repeat(200))
                .build();
        SearchResult result = SearchResult.met(longest)
                .withSources(Collections.nCopies(1_000, new Source("https://shop.example/" + piece, piece)))
                .withState(Map.of("text", "x"));

        Notification told =
                evaluate(largest, result, Baseline.none()).notification().orElseThrow();

        int words = Json.sizeOf(told.answer()) + Json.sizeOf(told.searchQuery());
        int sources = told.sources().stream()
                .mapToInt(source -> Json.sizeOf(source.url()) + Json.sizeOf(source.title()) + 24)
                .sum();
        assertThat(words + sources + 2_048).isLessThan(64 * 1024);
        assertThat(told.answer()).endsWith("…");
        assertThat(new String(told.answer().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(told.answer());
    }

    private Evaluation evaluation(SemanticComparison comparison, SearchResult result, Evaluation before) {
        return Check.builder()
                .semanticComparison(comparison)
                .clock(() -> NINE)
                .build()
                .evaluate(run(tracked, "c2"), result, known(before));
    }

    private static Baseline known(Evaluation evaluation) {
        return Baseline.of(evaluation.next().orElseThrow());
    }

    private static String key(Evaluation evaluation) {
        return evaluation.notification().orElseThrow().key();
    }
}
