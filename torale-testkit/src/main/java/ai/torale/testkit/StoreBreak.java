package ai.torale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.state.Commit;
import ai.torale.state.Committed;
import ai.torale.state.Delivery;
import ai.torale.state.DeliveryQuery;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import ai.torale.state.StoreException;
import java.util.List;
import java.util.Optional;

/** A store whose connection breaks at every step in turn: all or nothing, and a repetition mends it. */
final class StoreBreak {
    private static final int MAX_STEPS = 200;

    /** The same data through a connection that breaks at a step. */
    interface Breaking {
        Optional<StateStore> at(StateStore store, int step) throws Exception;
    }

    /** What is done with a store. */
    interface Action {
        void on(StateStore store);
    }

    private final StateStore store;
    private final Breaking breaking;

    StoreBreak(StateStore store, Breaking breaking) {
        this.store = store;
        this.breaking = breaking;
    }

    void commits() throws Exception {
        for (int step = 1; step <= MAX_STEPS; step++) {
            String taskId = "task-" + step;
            Commit first = StoreSamples.first(taskId, "e1", "c1");
            Delivery email = StoreSamples.delivery(taskId, 2, "email");
            Delivery chat = StoreSamples.delivery(taskId, 2, "chat");
            Commit second = new Commit(taskId, "c2", 1, StoreSamples.state(2, 400), List.of(email, chat));

            boolean broke = breaks(step, broken -> {
                broken.commit(first);
                broken.commit(second);
            });

            allOrNothing(taskId);
            if (!broke) {
                assertThat(store.find(taskId).map(State::version))
                        .as(
                                "the version of what was answered as written, where the connection may have broken at step %s",
                                step)
                        .contains(2L);
            }
            assertThat(store.commit(first).outcome())
                    .as("the first commit once more, after the connection broke at step %s", step)
                    .isIn(Committed.Outcome.APPLIED, Committed.Outcome.REPEATED);
            store.commit(second);
            assertThat(store.find(taskId)).map(State::version).contains(2L);
            assertThat(store.deliveries(DeliveryQuery.all().ofTask(taskId)))
                    .as("what is owed after all was repeated; the connection had broken at step %s", step)
                    .extracting(Delivery::channel)
                    .containsExactly("email", "email", "chat");
            if (!broke) {
                return;
            }
        }
        throw new AssertionError("breaking(store, step) broke at every step up to " + MAX_STEPS);
    }

    private void allOrNothing(String taskId) {
        long version = store.find(taskId).map(State::version).orElse(0L);
        assertThat(store.deliveries(DeliveryQuery.all().ofTask(taskId)))
                .as("what is owed when the store knows version %s: all that was committed with it, or nothing", version)
                .hasSize(version == 0 ? 0 : version == 1 ? 1 : 3);
    }

    void deletions() throws Exception {
        for (int step = 1; step <= MAX_STEPS; step++) {
            String taskId = "task-" + step;
            store.commit(StoreSamples.first(taskId, "e1", "c1"));

            boolean broke = breaks(step, broken -> broken.delete(StoreSamples.deletion(taskId, "e1")));

            assertThat(store.deliveries(DeliveryQuery.all().ofTask(taskId)))
                    .as("what is owed after a deletion that broke at step %s: all or nothing", step)
                    .hasSize(store.find(taskId).isPresent() ? 1 : 0);
            store.delete(StoreSamples.deletion(taskId, "e1"));
            assertThat(store.find(taskId)).isEmpty();
            assertThat(store.commit(StoreSamples.first(taskId, "e1", "c2")).outcome())
                    .isEqualTo(Committed.Outcome.DELETED);
            if (!broke) {
                return;
            }
        }
        throw new AssertionError("breaking(store, step) broke at every step up to " + MAX_STEPS);
    }

    private boolean breaks(int step, Action action) throws Exception {
        StateStore broken = breaking.at(store, step).orElseThrow();
        try {
            action.on(broken);
            return false;
        } catch (StoreException e) {
            assertThat(e.code())
                    .as("a connection that breaks is StoreException.unavailable: the call is tried again")
                    .isEqualTo("STORE_UNAVAILABLE");
            return true;
        }
    }
}
