package ai.torale.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.notify.Notification;
import ai.torale.state.Commit;
import ai.torale.state.Committed;
import ai.torale.state.Delivery;
import ai.torale.state.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The commit of docs/writing-a-state-store.md. */
class StateStoreExampleTest {
    private record Row(State state, String checkId) {}

    private final Map<String, Row> states = new HashMap<>();
    private final Map<String, Delivery> deliveries = new HashMap<>();

    // tag::commit
    Committed commit(Commit commit) {
        return inTransaction(() -> {
            Row held = lockedRow(commit.taskId());
            if (held != null && held.checkId().equals(commit.checkId())) {
                return new Committed(Committed.Outcome.REPEATED, held(commit.enqueue())); // its first answer was lost
            }
            long version = held == null ? 0 : held.state().version();
            if (version != commit.expectedVersion()) {
                return new Committed(Committed.Outcome.SUPERSEDED, List.of()); // another check was faster
            }
            states.put(commit.taskId(), new Row(commit.next(), commit.checkId()));
            for (Delivery delivery : commit.enqueue()) {
                deliveries.putIfAbsent(id(delivery), delivery); // key and channel: never a second one
            }
            return new Committed(Committed.Outcome.APPLIED, held(commit.enqueue()));
        });
    }
    // end::commit

    @Test
    void a_commit_is_applied_once() {
        Commit commit = commit("check-1", 0, 1);

        assertThat(commit(commit).outcome()).isEqualTo(Committed.Outcome.APPLIED);
        assertThat(commit(commit).outcome()).isEqualTo(Committed.Outcome.REPEATED);
        assertThat(deliveries).hasSize(1);
    }

    @Test
    void the_slower_of_two_checks_is_superseded() {
        commit(commit("check-1", 0, 1));

        Committed slower = commit(commit("check-2", 0, 1));

        assertThat(slower).isEqualTo(new Committed(Committed.Outcome.SUPERSEDED, List.of()));
    }

    private static Commit commit(String checkId, long expected, long version) {
        Notification notification =
                Notification.builder("k" + version, version, "gpu").build();
        return new Commit(
                "gpu",
                checkId,
                expected,
                State.builder("e1", version).build(),
                List.of(Delivery.pending("e1", "webhook", notification)));
    }

    private synchronized <T> T inTransaction(Supplier<T> work) {
        return work.get();
    }

    private Row lockedRow(String taskId) {
        return states.get(taskId);
    }

    private List<Delivery> held(List<Delivery> enqueued) {
        List<Delivery> held = new ArrayList<>();
        enqueued.forEach(delivery -> held.add(deliveries.get(id(delivery))));
        return held;
    }

    private static String id(Delivery delivery) {
        return delivery.notification().key() + "/" + delivery.channel();
    }
}
