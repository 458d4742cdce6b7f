package ai.torale.testkit;

import static ai.torale.testkit.StoreSamples.GPU;
import static ai.torale.testkit.StoreSamples.NINE;
import static ai.torale.testkit.StoreSamples.after;
import static ai.torale.testkit.StoreSamples.commit;
import static ai.torale.testkit.StoreSamples.dead;
import static ai.torale.testkit.StoreSamples.delivered;
import static ai.torale.testkit.StoreSamples.delivery;
import static ai.torale.testkit.StoreSamples.failed;
import static ai.torale.testkit.StoreSamples.reopened;
import static ai.torale.testkit.StoreSamples.state;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.state.Commit;
import ai.torale.state.Delivery;
import ai.torale.state.DeliveryQuery;
import ai.torale.state.Settlement;
import ai.torale.state.StateStore;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The part of {@link StateStoreContract} that is about deliveries: settled, listed, purged. */
interface StoredDeliveryRules {
    StateStore emptyStore() throws Exception;

    @Test
    default void a_delivery_is_settled_as_its_rules_say() throws Exception {
        StateStore store = emptyStore();
        Delivery email = delivery(GPU, 1, "email");
        Delivery chat = delivery(GPU, 1, "chat");
        store.commit(commit("c1", 1, 499, email, chat));
        List<Settlement> settlements = List.of(
                reopened(email),
                failed(email, "timeout"),
                dead(email, ""),
                dead(email, "72 hours"),
                failed(email, "late"),
                reopened(email),
                dead(email, "gone"),
                delivered(email),
                failed(email, "too late"),
                dead(email, "never"),
                delivered(email),
                reopened(email));

        Delivery expected = email;
        for (Settlement settlement : settlements) {
            store.settle(settlement);
            expected = expected.after(settlement);
            assertThat(store.deliveries(DeliveryQuery.all()))
                    .as("the deliveries after %s, as Delivery.after says", settlement)
                    .containsExactly(expected, chat);
        }
    }

    @Test
    default void settling_what_the_store_does_not_hold_does_nothing() throws Exception {
        StateStore store = emptyStore();

        store.settle(delivered(delivery(GPU, 1, "email")));

        assertThat(store.deliveries(DeliveryQuery.all())).isEmpty();
    }

    @Test
    default void attempts_that_end_at_once_are_all_counted() throws Exception {
        StateStore store = emptyStore();
        Delivery email = delivery(GPU, 1, "email");
        store.commit(commit("c1", 1, 499, email));

        List<Boolean> ended = StoreRace.together(() -> {
            for (int i = 0; i < 5; i++) {
                store.settle(failed(email, "timeout"));
            }
            return true;
        });

        assertThat(store.deliveries(DeliveryQuery.all()))
                .as("the delivery after 5 attempts of each thread")
                .extracting(Delivery::attempts)
                .containsExactly(ended.size() * 5);
    }

    @Test
    default void deliveries_are_listed_in_the_order_in_which_they_were_enqueued() throws Exception {
        StateStore store = emptyStore();
        Delivery b = delivery(GPU, 1, "b");
        Delivery a = delivery(GPU, 1, "a");
        Delivery other = delivery("release", 1, "a");
        store.commit(commit("c1", 1, 499, b, a));
        store.commit(new Commit("release", "c2", 0, state(1, 499), List.of(other)));
        store.settle(dead(b, "gone"));
        DeliveryQuery all = DeliveryQuery.all();
        DeliveryQuery pending = all.withStatus(Delivery.Status.PENDING);

        assertThat(store.deliveries(all)).containsExactly(after(b, dead(b, "gone")), a, other);
        assertThat(store.deliveries(all.newestFirst().limit(2))).containsExactly(other, a);
        assertThat(store.deliveries(pending)).containsExactly(a, other);
        assertThat(store.deliveries(pending.limit(1))).containsExactly(a);
        assertThat(store.deliveries(pending.ofTask("release"))).containsExactly(other);
        assertThat(store.deliveries(all.onChannel("a").newestFirst())).containsExactly(other, a);
        assertThat(store.deliveries(all.ofTask(GPU).onChannel("b").withStatus(Delivery.Status.DEAD)))
                .containsExactly(after(b, dead(b, "gone")));
        assertThat(store.deliveries(all.ofTask("nobody's"))).isEmpty();
    }

    @Test
    default void a_query_answers_100_deliveries_when_it_names_no_limit() throws Exception {
        StateStore store = emptyStore();
        Delivery[] many =
                IntStream.range(0, 101).mapToObj(i -> delivery(GPU, 1, "c" + i)).toArray(Delivery[]::new);
        store.commit(commit("c1", 1, 499, many));

        assertThat(store.deliveries(DeliveryQuery.all())).hasSize(100);
        assertThat(store.deliveries(DeliveryQuery.all().limit(1_000))).containsExactly(many);
    }

    @Test
    default void purging_drops_what_was_settled_before_a_time_and_never_what_is_owed() throws Exception {
        StateStore store = emptyStore();
        Delivery pending = delivery(GPU, 1, "pending");
        Delivery arrived = delivery(GPU, 1, "arrived");
        Delivery given = delivery(GPU, 1, "given-up");
        Delivery again = delivery(GPU, 1, "again");
        store.commit(commit("c1", 1, 499, pending, arrived, given, again));
        store.settle(delivered(arrived));
        store.settle(dead(given, "gone"));
        store.settle(dead(again, "gone"));
        store.settle(reopened(again));

        assertThat(store.purge(NINE.plusSeconds(60)))
                .as("how many were settled before they were")
                .isZero();
        assertThat(store.purge(NINE.plusSeconds(61))).as("how many were purged").isEqualTo(2);
        assertThat(store.deliveries(DeliveryQuery.all()))
                .extracting(Delivery::channel)
                .containsExactly("pending", "again");
        assertThat(store.find(GPU)).as("the state").isPresent();
    }
}
