package ai.torale.testkit;

import static ai.torale.testkit.StoreSamples.GPU;
import static ai.torale.testkit.StoreSamples.NINE;
import static ai.torale.testkit.StoreSamples.after;
import static ai.torale.testkit.StoreSamples.commit;
import static ai.torale.testkit.StoreSamples.deletion;
import static ai.torale.testkit.StoreSamples.delivered;
import static ai.torale.testkit.StoreSamples.delivery;
import static ai.torale.testkit.StoreSamples.first;
import static ai.torale.testkit.StoreSamples.reopened;
import static ai.torale.testkit.StoreSamples.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.torale.state.Commit;
import ai.torale.state.Committed;
import ai.torale.state.Committed.Outcome;
import ai.torale.state.Deletion;
import ai.torale.state.Delivery;
import ai.torale.state.DeliveryQuery;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link StateStore} must keep, as tests that a test class inherits.
 *
 * <p>The class says how to make a store that holds nothing; every test asks for one once, and its tests run one after
 * the other. A store whose data several processes share also says how another of them reaches it, and how a connection
 * breaks: what is not said is not tested.
 */
public interface StateStoreContract extends StoredDeliveryRules {
    /** A store that holds nothing. */
    @Override
    StateStore emptyStore() throws Exception;

    /** The same data through another instance, as another process reaches it. Default: the same store. */
    default StateStore reopened(StateStore store) throws Exception {
        return store;
    }

    /**
     * The same data through a connection that breaks for good at a step, the first is 1: before or after one of the calls
     * that reach what holds the data. Default: empty, a connection that cannot break.
     */
    default Optional<StateStore> breaking(StateStore store, int step) throws Exception {
        return Optional.empty();
    }

    @Test
    default void an_empty_store_knows_nothing() throws Exception {
        StateStore store = emptyStore();

        assertThat(store.find(GPU)).isEmpty();
        assertThat(store.deliveries(DeliveryQuery.all())).isEmpty();
        assertThat(store.delete(deletion(GPU))).as("whether there was anything").isFalse();
        assertThat(store.purge(Instant.MAX)).as("how many were purged").isZero();
    }

    @Test
    default void what_was_committed_is_found_whole_by_every_process() throws Exception {
        StateStore store = emptyStore();
        Commit commit = StoreSamples.of("499 \u20ac");

        Committed committed = store.commit(commit);

        assertThat(committed).isEqualTo(new Committed(Outcome.APPLIED, commit.enqueue()));
        StateStore other = reopened(store);
        assertThat(other.find(GPU)).as("the state that was committed").contains(commit.next());
        assertThat(other.deliveries(DeliveryQuery.all())).isEqualTo(commit.enqueue());
    }

    @Test
    default void texts_come_back_as_they_were_given() throws Exception {
        StateStore store = emptyStore();

        for (String text : StoreSamples.TEXTS) {
            String taskId = "task-" + StoreSamples.TEXTS.indexOf(text);
            Commit commit = StoreSamples.of(text, taskId);
            store.commit(commit);

            assertThat(store.find(taskId))
                    .as("a state with the text '%s'", text)
                    .contains(commit.next());
            assertThat(store.deliveries(DeliveryQuery.all().ofTask(taskId)))
                    .as("a notification with the text '%s'", text)
                    .isEqualTo(commit.enqueue());
        }
    }

    @Test
    default void a_state_and_a_notification_of_64_kib_are_kept_whole() throws Exception {
        StateStore store = emptyStore();
        Commit large = StoreSamples.large();

        store.commit(large);

        assertThat(store.find(GPU).equals(Optional.of(large.next())))
                .as("whether the large state is found as it was committed")
                .isTrue();
        assertThat(store.deliveries(DeliveryQuery.all()).equals(large.enqueue()))
                .as("whether the large notification is listed as it was enqueued")
                .isTrue();
    }

    @Test
    default void tasks_whose_ids_look_alike_are_told_apart() throws Exception {
        StateStore store = emptyStore();
        List<String> ids = List.of("gpu", "GPU", "g_u", "g.u", "gpu.", "g".repeat(200), "g".repeat(199) + "G");

        ids.forEach(id -> assertThat(store.commit(first(id, "e1", "c1")).outcome())
                .as("the first commit of task '%s'", id)
                .isEqualTo(Outcome.APPLIED));
        store.delete(deletion("g_u", "e1"));

        assertThat(ids)
                .filteredOn(id -> store.find(id).isPresent())
                .doesNotContain("g_u")
                .hasSize(ids.size() - 1);
        assertThat(store.deliveries(DeliveryQuery.all().ofTask("GPU"))).containsExactly(delivery("GPU", 1, "email"));
    }

    @Test
    default void the_same_check_committing_again_gets_its_first_answer_and_changes_nothing() throws Exception {
        StateStore store = emptyStore();
        Delivery enqueued = delivery(GPU, 1, "email");
        store.commit(commit("c1", 1, 499, enqueued));

        Committed again = store.commit(commit("c1", 2, 400, delivery(GPU, 2, "email")));

        assertThat(again)
                .as("the answer to a check that commits again, whatever it concludes now")
                .isEqualTo(new Committed(Outcome.REPEATED, List.of(enqueued)));
        assertThat(store.find(GPU)).contains(state(1, 499));
        assertThat(store.deliveries(DeliveryQuery.all())).containsExactly(enqueued);
    }

    @Test
    default void a_repeated_commit_shows_how_far_its_deliveries_have_come() throws Exception {
        StateStore store = emptyStore();
        Delivery enqueued = delivery(GPU, 1, "email");
        store.commit(commit("c1", 1, 499, enqueued));
        store.settle(delivered(enqueued));

        Committed again = store.commit(commit("c1", 1, 499, enqueued));

        assertThat(again.enqueued()).containsExactly(after(enqueued, delivered(enqueued)));
    }

    @Test
    default void the_last_checks_get_their_first_answers_though_others_have_committed_since() throws Exception {
        StateStore store = emptyStore();
        LongStream.rangeClosed(1, StateStore.REMEMBERED_CHECKS)
                .forEach(i -> store.commit(commit("c" + i, i, 500, delivery(GPU, i, "email"))));

        Committed again = store.commit(commit("c1", StateStore.REMEMBERED_CHECKS + 1L, 499));

        assertThat(again)
                .as("the answer to a check that committed %s checks ago", StateStore.REMEMBERED_CHECKS)
                .isEqualTo(new Committed(Outcome.REPEATED, List.of(delivery(GPU, 1, "email"))));
        assertThat(store.find(GPU).map(State::version)).contains((long) StateStore.REMEMBERED_CHECKS);
    }

    @Test
    default void a_commit_repeated_after_its_deliveries_were_purged_is_still_known() throws Exception {
        StateStore store = emptyStore();
        Delivery enqueued = delivery(GPU, 1, "email");
        store.commit(commit("c1", 1, 499, enqueued));
        store.settle(delivered(enqueued));
        store.purge(Instant.MAX);

        assertThat(store.commit(commit("c1", 1, 499, enqueued))).isEqualTo(new Committed(Outcome.REPEATED, List.of()));
        assertThat(store.deliveries(DeliveryQuery.all())).isEmpty();
    }

    @Test
    default void a_commit_on_another_version_than_the_one_held_is_superseded_and_writes_nothing() throws Exception {
        StateStore store = emptyStore();
        store.commit(commit("c1", 1, 499));
        store.commit(commit("c2", 2, 400));

        for (long expected : List.of(0L, 1L, 3L)) {
            Commit other = new Commit(
                    GPU,
                    "late-" + expected,
                    expected,
                    state(expected + 1, 300),
                    List.of(delivery(GPU, expected + 1, "email")));
            assertThat(store.commit(other))
                    .as("a commit that expects version %s where 2 is held", expected)
                    .isEqualTo(new Committed(Outcome.SUPERSEDED, List.of()));
        }
        assertThat(store.commit(new Commit("unknown", "c3", 1, state(2, 1), List.of()))
                        .outcome())
                .as("a commit that expects version 1 of a task that is unknown")
                .isEqualTo(Outcome.SUPERSEDED);
        assertThat(store.find("unknown")).isEmpty();
        assertThat(store.find(GPU)).contains(state(2, 400));
        assertThat(store.deliveries(DeliveryQuery.all())).isEmpty();
    }

    @Test
    default void a_state_may_be_replaced_without_a_new_version() throws Exception {
        StateStore store = emptyStore();
        store.commit(commit("c1", 1, 499));
        State later = state(1, 499).toBuilder().checkedAt(NINE.plusSeconds(300)).build();

        Committed unchanged = store.commit(new Commit(GPU, "c2", 1, later, List.of()));

        assertThat(unchanged.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(store.find(GPU)).contains(later);
    }

    @Test
    default void a_store_that_knows_nothing_adopts_a_state_of_any_version() throws Exception {
        StateStore store = emptyStore();

        Committed adopted = store.commit(new Commit(GPU, "c1", 0, state(7, 499), List.of()));
        Committed next = store.commit(commit("c2", 8, 400));

        assertThat(adopted.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(next.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(store.find(GPU)).contains(state(8, 400));
    }

    @Test
    default void a_state_that_comes_back_is_told_again() throws Exception {
        StateStore store = emptyStore();

        LongStream.rangeClosed(1, 4)
                .forEach(i -> store.commit(commit("c" + i, i, i % 2 == 0 ? 400 : 499, delivery(GPU, i, "email"))));

        assertThat(store.deliveries(DeliveryQuery.all()))
                .as("what is owed after A, B, A and B")
                .extracting(delivery -> delivery.notification().version())
                .containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    default void a_delivery_that_the_store_holds_already_is_kept_as_it_is() throws Exception {
        StateStore store = emptyStore();
        Delivery held = delivery(GPU, 1, "email");
        store.commit(commit("c1", 1, 499, held));
        store.settle(delivered(held));

        Committed second = store.commit(commit("c2", 2, 400, held, delivery(GPU, 1, "chat")));

        assertThat(second.enqueued()).containsExactly(after(held, delivered(held)), delivery(GPU, 1, "chat"));
        assertThat(store.deliveries(DeliveryQuery.all())).isEqualTo(second.enqueued());
    }

    @Test
    default void of_many_checks_that_want_the_same_version_one_wins_and_only_its_deliveries_are_held()
            throws Exception {
        StateStore store = emptyStore();

        StoreRace.forEachVersion(store, reopened(store));
    }

    @Test
    default void of_many_attempts_of_the_same_check_one_writes_and_all_get_the_same_deliveries() throws Exception {
        StateStore store = emptyStore();
        Delivery enqueued = delivery(GPU, 1, "email");

        List<Committed> answers = StoreRace.together(() -> store.commit(commit("c1", 1, 499, enqueued)));

        assertThat(answers).extracting(Committed::outcome).containsOnlyOnce(Outcome.APPLIED);
        assertThat(answers).extracting(Committed::enqueued).containsOnly(List.of(enqueued));
        assertThat(store.deliveries(DeliveryQuery.all())).containsExactly(enqueued);
    }

    @Test
    default void deleting_a_task_forgets_what_is_its_own_and_no_other_task() throws Exception {
        StateStore store = emptyStore();
        store.commit(first(GPU, "e1", "c1"));
        store.commit(first("release", "e1", "c2"));

        assertThat(store.delete(deletion(GPU, "e1")))
                .as("whether there was anything")
                .isTrue();
        assertThat(store.delete(deletion(GPU, "e1")))
                .as("whether there was anything left")
                .isFalse();
        assertThat(store.find(GPU)).isEmpty();
        assertThat(store.find("release")).isPresent();
        assertThat(store.deliveries(DeliveryQuery.all())).containsExactly(delivery("release", 1, "email"));
    }

    @Test
    default void a_check_of_a_life_that_was_deleted_brings_nothing_back() throws Exception {
        StateStore store = emptyStore();
        store.commit(first("known", "e1", "c1"));
        store.delete(deletion("known"));
        store.delete(deletion("never-committed", "e1"));

        for (String taskId : List.of("known", "never-committed")) {
            for (String checkId : List.of("c1", "c2")) {
                assertThat(store.commit(first(taskId, "e1", checkId)))
                        .as("the first commit of a life of task '%s' that was deleted", taskId)
                        .isEqualTo(new Committed(Outcome.DELETED, List.of()));
            }
            assertThat(store.find(taskId)).isEmpty();
        }
        assertThat(store.deliveries(DeliveryQuery.all())).isEmpty();
    }

    @Test
    default void a_task_may_live_again_and_no_check_of_an_earlier_life_writes_into_it() throws Exception {
        StateStore store = emptyStore();
        store.commit(first(GPU, "e1", "c1"));
        store.delete(deletion(GPU));

        Committed again = store.commit(first(GPU, "e2", "c2"));
        Committed zombie = store.commit(new Commit(GPU, "c3", 1, state("e1", 2, 400), List.of()));

        assertThat(again).isEqualTo(new Committed(Outcome.APPLIED, List.of(delivery("e2", GPU, 1, "email"))));
        assertThat(zombie.outcome()).isEqualTo(Outcome.DELETED);
        assertThat(store.find(GPU)).contains(state("e2", 1, 499));
    }

    @Test
    default void a_task_that_is_deleted_while_it_is_committed_leaves_nothing() throws Exception {
        StateStore store = emptyStore();

        StoreRace.deletions(store, reopened(store));
    }

    @Test
    default void a_deletion_is_remembered_until_it_is_purged() throws Exception {
        StateStore store = emptyStore();
        store.delete(new Deletion(GPU, Set.of("e1"), NINE));

        store.purge(NINE);

        assertThat(store.commit(first(GPU, "e1", "c1")).outcome()).isEqualTo(Outcome.DELETED);
    }

    @Test
    default void a_connection_that_breaks_leaves_all_of_a_commit_or_nothing() throws Exception {
        StateStore store = emptyStore();
        assumeTrue(breaking(store, 1).isPresent(), "SKIPPED: breaking(store, step) gives none");

        new StoreBreak(store, this::breaking).commits();
    }

    @Test
    default void a_connection_that_breaks_leaves_all_of_a_deletion_or_nothing() throws Exception {
        StateStore store = emptyStore();
        assumeTrue(breaking(store, 1).isPresent(), "SKIPPED: breaking(store, step) gives none");

        new StoreBreak(store, this::breaking).deletions();
    }

    @Test
    default void random_calls_are_answered_as_the_store_in_memory_answers_them() throws Exception {
        new StoreFuzz(emptyStore()).run();
    }
}
