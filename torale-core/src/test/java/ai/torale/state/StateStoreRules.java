package ai.torale.state;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Json;
import ai.torale.notify.Notification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link StateStore} keeps to. */
interface StateStoreRules {
    Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    StateStore emptyStore();

    @Test
    default void an_empty_store_knows_nothing() {
        StateStore store = emptyStore();

        assertThat(store.find("gpu-price")).isEmpty();
        assertThat(store.deliveries(DeliveryQuery.all())).isEmpty();
        assertThat(store.delete("gpu-price")).isFalse();
        assertThat(store.purge(Instant.MAX)).isZero();
    }

    @Test
    default void a_commit_is_found_whole_with_its_deliveries() {
        StateStore store = emptyStore();
        State state = State.builder("e1", 1)
                .question("q")
                .conditionMet(true)
                .structured(Json.parse("{\"price\":499.90,\"name\":\"Pokémon\"}"))
                .checkedAt(NINE)
                .notifiedAt(NINE)
                .build();
        Delivery delivery = delivery("gpu-price", 1, "email");

        Committed committed = store.commit(new Commit("gpu-price", "c1", 0, state, List.of(delivery)));

        assertThat(committed).isEqualTo(new Committed(Committed.Outcome.APPLIED, List.of(delivery)));
        assertThat(store.find("gpu-price")).contains(state);
        assertThat(store.deliveries(DeliveryQuery.all())).containsExactly(delivery);
    }

    @Test
    default void the_same_check_committing_again_gets_its_first_answer_and_changes_nothing() {
        StateStore store = emptyStore();
        Delivery first = delivery("gpu-price", 1, "email");
        store.commit(new Commit("gpu-price", "c1", 0, state(1, 499), List.of(first)));

        Committed again = store.commit(
                new Commit("gpu-price", "c1", 1, state(2, 400), List.of(delivery("gpu-price", 2, "email"))));

        assertThat(again).isEqualTo(new Committed(Committed.Outcome.REPEATED, List.of(first)));
        assertThat(store.find("gpu-price")).contains(state(1, 499));
        assertThat(store.deliveries(DeliveryQuery.all())).containsExactly(first);
    }

    @Test
    default void a_repeated_commit_shows_how_far_its_deliveries_have_come() {
        StateStore store = emptyStore();
        Delivery first = delivery("gpu-price", 1, "email");
        Commit commit = new Commit("gpu-price", "c1", 0, state(1, 499), List.of(first));
        store.commit(commit);
        store.settle(first.withStatus(Delivery.Status.DELIVERED));

        Committed again = store.commit(commit);

        assertThat(again.enqueued()).containsExactly(first.withStatus(Delivery.Status.DELIVERED));
    }

    @Test
    default void a_commit_on_an_old_version_is_superseded_and_writes_nothing() {
        StateStore store = emptyStore();
        store.commit(new Commit("gpu-price", "c1", 0, state(1, 499), List.of()));
        store.commit(new Commit("gpu-price", "c2", 1, state(2, 400), List.of()));

        Committed late = store.commit(
                new Commit("gpu-price", "c3", 1, state(2, 300), List.of(delivery("gpu-price", 2, "email"))));

        assertThat(late).isEqualTo(new Committed(Committed.Outcome.SUPERSEDED, List.of()));
        assertThat(store.find("gpu-price")).contains(state(2, 400));
        assertThat(store.deliveries(DeliveryQuery.all())).isEmpty();
    }

    @Test
    default void a_first_commit_of_a_task_that_is_known_is_superseded() {
        StateStore store = emptyStore();
        store.commit(new Commit("gpu-price", "c1", 0, state(1, 499), List.of()));

        Committed late = store.commit(new Commit("gpu-price", "c2", 0, state(1, 400), List.of()));

        assertThat(late.outcome()).isEqualTo(Committed.Outcome.SUPERSEDED);
    }

    @Test
    default void a_store_that_knows_nothing_adopts_a_state_of_any_version() {
        StateStore store = emptyStore();

        Committed adopted = store.commit(new Commit("gpu-price", "c1", 0, state(7, 499), List.of()));

        assertThat(adopted.outcome()).isEqualTo(Committed.Outcome.APPLIED);
        assertThat(store.find("gpu-price")).contains(state(7, 499));
    }

    @Test
    default void a_check_that_began_before_the_task_was_deleted_brings_nothing_back() {
        StateStore store = emptyStore();
        store.commit(new Commit("gpu-price", "c1", 0, state(1, 499), List.of()));
        store.delete("gpu-price");

        Committed late = store.commit(
                new Commit("gpu-price", "c2", 1, state(2, 400), List.of(delivery("gpu-price", 2, "email"))));

        assertThat(late.outcome()).isEqualTo(Committed.Outcome.SUPERSEDED);
        assertThat(store.find("gpu-price")).isEmpty();
        assertThat(store.deliveries(DeliveryQuery.all())).isEmpty();
    }

    @Test
    default void of_many_checks_that_commit_the_same_version_one_wins_and_only_its_deliveries_are_held()
            throws Exception {
        long last = 2_000;
        StateStore store = emptyStore();

        List<List<Delivery>> won = inParallel(8, thread -> () -> {
            List<Delivery> own = new ArrayList<>();
            long known = 0;
            while (known < last) {
                Notification told = Notification.builder("k" + (known + 1), known + 1, "gpu-price")
                        .checkId("c" + (known + 1) + "-" + thread)
                        .build();
                List<Delivery> enqueue = List.of(Delivery.pending("e1", "email", told));
                own.addAll(
                        store.commit(new Commit("gpu-price", told.checkId(), known, state(known + 1, thread), enqueue))
                                .enqueued());
                known = store.find("gpu-price").orElseThrow().version();
            }
            return own;
        });

        List<Delivery> all = won.stream().flatMap(List::stream).toList();
        assertThat(all).hasSize((int) last);
        assertThat(store.deliveries(DeliveryQuery.all().limit(10_000))).hasSameElementsAs(all);
        assertThat(store.find("gpu-price").map(State::version)).contains(last);
    }

    @Test
    default void of_many_attempts_of_the_same_check_one_writes_and_all_get_the_same_deliveries() throws Exception {
        StateStore store = emptyStore();
        Delivery first = delivery("gpu-price", 1, "email");
        Commit commit = new Commit("gpu-price", "c1", 0, state(1, 499), List.of(first));

        List<Committed> answers = inParallel(8, thread -> () -> store.commit(commit));

        assertThat(answers).extracting(Committed::outcome).containsOnlyOnce(Committed.Outcome.APPLIED);
        assertThat(answers).extracting(Committed::enqueued).containsOnly(List.of(first));
        assertThat(store.deliveries(DeliveryQuery.all())).containsExactly(first);
    }

    @Test
    default void a_delivery_that_the_store_holds_already_is_kept_as_it_is() {
        StateStore store = emptyStore();
        Delivery held = delivery("gpu-price", 1, "email");
        store.commit(new Commit("gpu-price", "c1", 0, state(1, 499), List.of(held)));
        store.settle(held.withStatus(Delivery.Status.DELIVERED));

        Committed second = store.commit(new Commit("gpu-price", "c2", 1, state(2, 400), List.of(held)));

        assertThat(second.enqueued()).containsExactly(held.withStatus(Delivery.Status.DELIVERED));
        assertThat(store.deliveries(DeliveryQuery.all())).containsExactly(held.withStatus(Delivery.Status.DELIVERED));
    }

    @Test
    default void settling_changes_the_status_of_one_delivery_only() {
        StateStore store = emptyStore();
        Delivery email = delivery("gpu-price", 1, "email");
        Delivery webhook = delivery("gpu-price", 1, "webhook");
        store.commit(new Commit("gpu-price", "c1", 0, state(1, 499), List.of(email, webhook)));

        store.settle(email.withStatus(Delivery.Status.DELIVERED));
        store.settle(webhook.withStatus(Delivery.Status.DEAD));
        store.settle(webhook.withStatus(Delivery.Status.PENDING));

        assertThat(store.deliveries(DeliveryQuery.all()))
                .containsExactly(email.withStatus(Delivery.Status.DELIVERED), webhook);
    }

    @Test
    default void settling_what_the_store_does_not_hold_does_nothing() {
        StateStore store = emptyStore();

        store.settle(delivery("gpu-price", 1, "email").withStatus(Delivery.Status.DELIVERED));

        assertThat(store.deliveries(DeliveryQuery.all())).isEmpty();
    }

    @Test
    default void deliveries_are_listed_by_task_and_status_the_oldest_first_up_to_a_limit() {
        StateStore store = emptyStore();
        Delivery a = delivery("gpu-price", 1, "a");
        Delivery b = delivery("gpu-price", 1, "b");
        Delivery other = delivery("release", 1, "a");
        store.commit(new Commit("gpu-price", "c1", 0, state(1, 499), List.of(a, b)));
        store.commit(new Commit("release", "c2", 0, state(1, 499), List.of(other)));
        store.settle(a.withStatus(Delivery.Status.DEAD));

        DeliveryQuery pending = DeliveryQuery.all().withStatus(Delivery.Status.PENDING);

        assertThat(store.deliveries(pending)).containsExactly(b, other);
        assertThat(store.deliveries(pending.limit(1))).containsExactly(b);
        assertThat(store.deliveries(pending.ofTask("release"))).containsExactly(other);
        assertThat(store.deliveries(DeliveryQuery.all().ofTask("nobody's"))).isEmpty();
    }

    @Test
    default void a_query_answers_100_deliveries_when_it_names_no_limit() {
        StateStore store = emptyStore();
        List<Delivery> many = IntStream.range(0, 101)
                .mapToObj(i -> delivery("gpu-price", 1, "c" + i))
                .toList();
        store.commit(new Commit("gpu-price", "c1", 0, state(1, 499), many));

        assertThat(store.deliveries(DeliveryQuery.all())).hasSize(100);
        assertThat(store.deliveries(DeliveryQuery.all().limit(1_000))).hasSize(101);
    }

    @Test
    default void deleting_a_task_forgets_its_state_and_deliveries_and_no_other_task() {
        StateStore store = emptyStore();
        store.commit(new Commit("gpu-price", "c1", 0, state(1, 499), List.of(delivery("gpu-price", 1, "email"))));
        store.commit(new Commit("release", "c2", 0, state(1, 499), List.of(delivery("release", 1, "email"))));

        assertThat(store.delete("gpu-price")).isTrue();
        assertThat(store.delete("gpu-price")).isFalse();
        assertThat(store.find("gpu-price")).isEmpty();
        assertThat(store.find("release")).isPresent();
        assertThat(store.deliveries(DeliveryQuery.all())).containsExactly(delivery("release", 1, "email"));
    }

    @Test
    default void purging_drops_old_deliveries_that_are_no_longer_owed_and_never_a_pending_one() {
        StateStore store = emptyStore();
        Delivery pending = delivery("gpu-price", 1, "pending");
        Delivery delivered = delivery("gpu-price", 1, "delivered").withStatus(Delivery.Status.DELIVERED);
        Delivery dead = delivery("gpu-price", 1, "dead").withStatus(Delivery.Status.DEAD);
        store.commit(new Commit("gpu-price", "c1", 0, state(1, 499), List.of(pending, delivered, dead)));

        assertThat(store.purge(NINE)).isZero();
        assertThat(store.purge(NINE.plusSeconds(1))).isEqualTo(2);
        assertThat(store.deliveries(DeliveryQuery.all())).containsExactly(pending);
        assertThat(store.find("gpu-price")).isPresent();
    }

    @Test
    default void a_commit_repeated_after_its_deliveries_were_purged_is_still_known() {
        StateStore store = emptyStore();
        Delivery delivered = delivery("gpu-price", 1, "email").withStatus(Delivery.Status.DELIVERED);
        Commit commit = new Commit("gpu-price", "c1", 0, state(1, 499), List.of(delivered));
        store.commit(commit);
        store.purge(Instant.MAX);

        assertThat(store.commit(commit)).isEqualTo(new Committed(Committed.Outcome.REPEATED, List.of()));
    }

    private static State state(long version, int price) {
        return State.builder("e1", version)
                .structured(Json.parse("{\"price\":" + price + "}"))
                .checkedAt(NINE)
                .build();
    }

    private static Delivery delivery(String taskId, long version, String channel) {
        return Delivery.pending(
                "e1",
                channel,
                Notification.builder("k" + version, version, taskId)
                        .comparedAt(NINE)
                        .build());
    }

    private static <T> List<T> inParallel(int threads, IntFunction<Callable<T>> work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> futures = executor.invokeAll(
                    IntStream.range(0, threads).mapToObj(work).toList());
            List<T> answers = new ArrayList<>();
            for (Future<T> future : futures) {
                answers.add(future.get());
            }
            return answers;
        } finally {
            executor.shutdownNow();
        }
    }
}
