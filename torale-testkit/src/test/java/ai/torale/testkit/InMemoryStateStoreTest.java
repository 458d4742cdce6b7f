package ai.torale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.state.DeliveryQuery;
import ai.torale.state.StateStore;
import org.junit.jupiter.api.Test;

// tag::contract
class InMemoryStateStoreTest implements StateStoreContract {
    @Override
    public StateStore emptyStore() {
        return StateStore.inMemory();
    }
    // end::contract

    @Test
    void the_history_of_a_task_is_bounded() {
        StateStore store = emptyStore();

        for (long version = 1; version <= 1_010; version++) {
            store.commit(StoreSamples.commit(
                    "c" + version, version, 499, StoreSamples.delivery(StoreSamples.GPU, version, "email")));
            if (version > 5) {
                store.settle(StoreSamples.delivered(StoreSamples.delivery(StoreSamples.GPU, version, "email")));
            }
        }

        assertThat(store.deliveries(DeliveryQuery.all().limit(5_000)))
                .as("5 that are owed, the 1,000 of the history, and the last, which was settled since")
                .hasSize(1_006);
    }
}
