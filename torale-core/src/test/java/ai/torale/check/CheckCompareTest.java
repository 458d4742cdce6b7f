package ai.torale.check;

import static ai.torale.check.Samples.NINE;
import static ai.torale.check.Samples.met;
import static ai.torale.check.Samples.notMet;
import static ai.torale.check.Samples.run;
import static ai.torale.check.Samples.task;
import static ai.torale.task.NotifyBehavior.ALWAYS;
import static ai.torale.task.NotifyBehavior.TRACK_STATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.Json;
import ai.torale.notify.Notification;
import ai.torale.search.SearchResult;
import ai.torale.state.Commit;
import ai.torale.state.Committed;
import ai.torale.state.Deletion;
import ai.torale.state.Delivery;
import ai.torale.state.DeliveryQuery;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import ai.torale.state.StoreException;
import ai.torale.task.MonitoringTask;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Compare and commit, with a store and without one. */
class CheckCompareTest {
    private final MonitoringTask task = task(TRACK_STATE);
    private final StateStore store = StateStore.inMemory();

    @Test
    void without_a_store_the_carried_state_is_the_baseline_and_nothing_is_written() {
        Check check = Check.builder().clock(() -> NINE).build();
        Evaluation first = check.compare(run(task, "c1"), met("{\"p\":1}"), Baseline.none());

        Evaluation second = check.compare(run(task, "c2"), met("{\"p\":2}"), carried(first));

        assertThat(second.outcome()).isEqualTo(Outcome.NOTIFIED);
        assertThat(second.changeSummary()).isEqualTo("p: 1 → 2");
        assertThat(second.next().map(State::version)).contains(2L);
    }

    @Test
    void with_a_store_the_state_and_one_pending_delivery_per_channel_are_committed_together() {
        Evaluation evaluation = check(store).compare(run(task, "c1"), met("{\"p\":1}"), Baseline.none());

        Notification told = evaluation.notification().orElseThrow();
        assertThat(store.find("gpu-price")).isEqualTo(evaluation.next());
        assertThat(store.deliveries(DeliveryQuery.all()))
                .containsExactly(Delivery.pending("e1", "email", told), Delivery.pending("e1", "webhook", told));
    }

    @Test
    void only_the_channels_that_a_task_names_are_owed_a_delivery() {
        MonitoringTask chatty = task.toBuilder().channels("chat").build();

        check(store).compare(run(chatty, "c1"), met("{\"p\":1}"), Baseline.none());

        assertThat(store.deliveries(DeliveryQuery.all()))
                .extracting(Delivery::channel)
                .containsExactly("chat");
    }

    @Test
    void a_to_b_to_a_to_b_leaves_four_deliveries_under_four_keys_in_the_store() {
        Check check = check(store);
        int number = 0;

        for (String state : List.of("{\"p\":\"A\"}", "{\"p\":\"B\"}", "{\"p\":\"A\"}", "{\"p\":\"B\"}")) {
            check.compare(run(task.toBuilder().channels("email").build(), "c" + number++), met(state), Baseline.none());
        }

        assertThat(store.deliveries(DeliveryQuery.all()))
                .extracting(delivery -> delivery.notification().version())
                .containsExactly(1L, 2L, 3L, 4L);
        assertThat(store.deliveries(DeliveryQuery.all()))
                .extracting(delivery -> delivery.notification().key())
                .doesNotHaveDuplicates();
    }

    @Test
    void what_the_store_knows_goes_before_what_is_carried() {
        Check check = check(store);
        check.compare(run(task, "c1"), met("{\"p\":1}"), Baseline.none());
        State carried = state(9).toBuilder().structured(Json.parse("{\"p\":9}")).build();

        Evaluation quiet = check.compare(run(task, "c2"), met("{\"p\":1}"), Baseline.of(carried));

        assertThat(quiet.outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void a_store_that_knows_nothing_adopts_the_carried_state_and_tells_nothing_again() {
        Evaluation carried = Check.builder()
                .clock(() -> NINE)
                .build()
                .compare(run(task, "c1"), met("{\"p\":1}"), Baseline.of(state(6)));

        Evaluation adopted = check(store).compare(run(task, "c2"), met("{\"p\":1}"), carried(carried));

        assertThat(adopted.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(store.find("gpu-price").map(State::version)).contains(7L);
        assertThat(store.deliveries(DeliveryQuery.all())).isEmpty();
    }

    @Test
    void a_loss_is_silent_with_a_store_as_well() {
        Evaluation lost = check(store).compare(run(task, "c1"), met("{\"p\":1}"), Baseline.lost());

        assertThat(lost.outcome()).isEqualTo(Outcome.STATE_LOST);
        assertThat(store.find("gpu-price")).isEqualTo(lost.next());
        assertThat(store.deliveries(DeliveryQuery.all())).isEmpty();
    }

    @Test
    void an_inconclusive_check_writes_nothing() {
        Check check = check(store);
        check.compare(run(task, "c1"), met("{\"p\":1}"), Baseline.none());
        Optional<State> known = store.find("gpu-price");

        Evaluation unknown = check.compare(run(task, "c2"), SearchResult.unknown("no price"), Baseline.none());

        assertThat(unknown.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(store.find("gpu-price")).isEqualTo(known);
    }

    @Test
    void a_check_repeated_after_a_lost_answer_tells_the_first_notification_unchanged() {
        Notification first = Check.builder()
                .clock(() -> NINE)
                .stateStore(store)
                .notifier("email", notification -> {})
                .build()
                .compare(run(task, "c1"), met("{\"p\":1}"), Baseline.none())
                .notification()
                .orElseThrow();

        Evaluation again = Check.builder()
                .clock(() -> NINE.plusSeconds(20))
                .stateStore(store)
                .notifier("email", notification -> {})
                .build()
                .compare(run(task, "c1"), met("{\"p\":1}"), Baseline.none());

        assertThat(again.outcome()).isEqualTo(Outcome.NOTIFIED);
        assertThat(again.notification()).contains(first);
        assertThat(again.changeSummary()).isEqualTo(first.changeSummary());
        assertThat(again.next()).isEqualTo(store.find("gpu-price"));
        assertThat(store.deliveries(DeliveryQuery.all())).hasSize(1);
    }

    @Test
    void a_task_that_always_tells_does_not_tell_twice_when_its_check_is_repeated() {
        MonitoringTask always = task(ALWAYS);
        Check check = check(store);
        Evaluation first = check.compare(run(always, "c1"), met("{\"p\":1}"), Baseline.none());

        Evaluation again = check.compare(run(always, "c1"), met("{\"p\":1}"), Baseline.none());

        assertThat(again.notification()).isEqualTo(first.notification());
        assertThat(store.find("gpu-price").map(State::version)).contains(1L);
    }

    @Test
    void a_repeated_check_that_had_nothing_to_tell_tells_nothing() {
        Check check = check(store);
        check.compare(run(task, "c1"), notMet("{\"p\":1}"), Baseline.none());

        Evaluation again = check.compare(run(task, "c1"), notMet("{\"p\":1}"), Baseline.none());

        assertThat(again.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(again.notification()).isEmpty();
        assertThat(again.next()).isEqualTo(store.find("gpu-price"));
    }

    @Test
    void an_attempt_that_is_overtaken_by_its_own_retry_answers_what_the_retry_has_committed() {
        Check retry = check(store);
        StateStore slow = new Wrapped(store) {
            @Override
            public Committed commit(Commit commit) {
                retry.compare(run(task, "c1"), met("{\"p\":1}"), Baseline.none());
                return super.commit(commit);
            }
        };
        check(store).compare(run(task, "c0"), notMet("{\"p\":0}"), Baseline.none());

        Evaluation overtaken = check(slow).compare(run(task, "c1"), met("{\"p\":1}"), Baseline.none());

        assertThat(overtaken.outcome()).isEqualTo(Outcome.NOTIFIED);
        assertThat(overtaken.next()).isEqualTo(store.find("gpu-price"));
        assertThat(overtaken.next().map(State::version)).contains(2L);
    }

    @Test
    void a_check_that_loses_the_race_tells_nobody_and_knows_nothing_new() {
        Check winner = check(store);
        StateStore slow = new Wrapped(store) {
            @Override
            public Committed commit(Commit commit) {
                winner.compare(run(task, "c1"), met("{\"p\":1}"), Baseline.none());
                return super.commit(commit);
            }
        };

        Evaluation loser = check(slow).compare(run(task, "c2"), met("{\"p\":2}"), Baseline.none());

        assertThat(loser.outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(loser.notification()).isEmpty();
        assertThat(loser.next()).isEmpty();
        assertThat(store.find("gpu-price").map(State::structured)).contains(Json.parse("{\"p\":1}"));
        assertThat(store.deliveries(DeliveryQuery.all()))
                .extracting(delivery -> delivery.notification().checkId())
                .containsOnly("c1");
    }

    @Test
    void a_check_whose_task_is_deleted_while_it_compares_writes_nothing_and_tells_nobody() {
        StateStore slow = new Wrapped(store) {
            @Override
            public Committed commit(Commit commit) {
                store.delete(new Deletion("gpu-price", Set.of("e1"), NINE));
                return super.commit(commit);
            }
        };

        Evaluation late = check(slow).compare(run(task, "c1"), met("{\"p\":1}"), Baseline.none());

        assertThat(late.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(late.notification()).isEmpty();
        assertThat(store.find("gpu-price")).isEmpty();
        assertThat(store.deliveries(DeliveryQuery.all())).isEmpty();
    }

    @Test
    void a_store_may_hold_a_state_of_64_kib_and_no_larger_one() {
        String most = "{\"t\":\"" + "x".repeat(Check.MAX_STORED_STATE_BYTES - 8) + "\"}";
        String more = "{\"t\":\"" + "x".repeat(Check.MAX_STORED_STATE_BYTES - 7) + "\"}";

        Check check = check(store);

        assertThat(check.compare(run(task, "c1"), met(most), Baseline.none()).outcome())
                .isEqualTo(Outcome.NOTIFIED);
        assertThat(check.compare(run(task, "c2"), met(more), Baseline.none()).outcome())
                .isEqualTo(Outcome.TOO_LARGE);
        assertThat(store.find("gpu-price").map(State::structured)).contains(Json.parse(most));
    }

    @Test
    void a_store_that_answers_null_breaks_its_contract() {
        StateStore nullFind = new Wrapped(store) {
            @Override
            public Optional<State> find(String taskId) {
                return null;
            }
        };
        StateStore nullCommit = new Wrapped(store) {
            @Override
            public Committed commit(Commit commit) {
                return null;
            }
        };

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> check(nullFind).compare(run(task, "c1"), met("{}"), Baseline.none()))
                .withMessageContaining("task 'gpu-price'");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> check(nullCommit).compare(run(task, "c1"), met("{}"), Baseline.none()))
                .withMessageContaining("task 'gpu-price'");
    }

    @Test
    void a_store_that_cannot_be_reached_fails_the_check_and_is_never_taken_for_an_empty_one() {
        StateStore down = new Wrapped(store) {
            @Override
            public Optional<State> find(String taskId) {
                throw StoreException.unavailable("the database is down");
            }
        };

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> check(down).compare(run(task, "c1"), met("{}"), Baseline.none()))
                .withMessage("the database is down");
        assertThat(store.find("gpu-price")).isEmpty();
    }

    private static Check check(StateStore store) {
        return Check.builder()
                .clock(() -> NINE)
                .stateStore(store)
                .notifier("webhook", notification -> {})
                .notifier("email", notification -> {})
                .build();
    }

    private static Baseline carried(Evaluation evaluation) {
        return Baseline.of(evaluation.next().orElseThrow());
    }

    private static State state(long version) {
        return State.builder("e1", version).build();
    }
}
