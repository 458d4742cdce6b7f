package ai.torale.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.notify.Notification;
import ai.torale.state.Commit;
import ai.torale.state.Committed;
import ai.torale.state.Committed.Outcome;
import ai.torale.state.Delivery;
import ai.torale.state.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The commit of docs/writing-a-state-store.md. */
class StateStoreExampleTest {
    private record Row(long version, List<String> checkIds, Set<String> deletedEpochs) {}

    private final Map<String, Row> rows = new HashMap<>();
    private final Map<String, String> enqueuedBy = new HashMap<>();
    private final Map<String, Delivery> deliveries = new LinkedHashMap<>();

    // tag::commit
    Committed commit(Commit commit) {
        return inTransaction(() -> {
            Row held = lockedRow(commit.taskId());
            if (held.checkIds().contains(commit.checkId())) {
                return new Committed(Outcome.REPEATED, enqueuedBy(commit.checkId())); // its first answer was lost
            }
            if (held.deletedEpochs().contains(commit.next().epoch())) {
                return new Committed(Outcome.DELETED, List.of()); // the task was removed while it was checked
            }
            if (held.version() != commit.expectedVersion()) {
                return new Committed(Outcome.SUPERSEDED, List.of()); // another check was faster
            }
            update(held, commit.next(), commit.checkId());
            commit.enqueue().forEach(delivery -> insertIfAbsent(delivery, commit.checkId()));
            return new Committed(Outcome.APPLIED, held(commit.enqueue()));
        });
    }
    // end::commit

    @Test
    void a_commit_is_applied_once() {
        Commit commit = commit("check-1", 0, 1);

        assertThat(commit(commit).outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(commit(commit).outcome()).isEqualTo(Outcome.REPEATED);
        assertThat(deliveries).hasSize(1);
    }

    @Test
    void the_slower_of_two_checks_is_superseded() {
        commit(commit("check-1", 0, 1));

        Committed slower = commit(commit("check-2", 0, 1));

        assertThat(slower).isEqualTo(new Committed(Outcome.SUPERSEDED, List.of()));
    }

    @Test
    void a_check_of_a_life_that_ended_is_refused() {
        rows.put("gpu", new Row(0, List.of(), Set.of("e1")));

        assertThat(commit(commit("check-1", 0, 1)).outcome()).isEqualTo(Outcome.DELETED);
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
        return rows.getOrDefault(taskId, new Row(0, List.of(), Set.of()));
    }

    private void update(Row held, State next, String checkId) {
        List<String> checkIds = new ArrayList<>(held.checkIds());
        checkIds.add(checkId);
        rows.put("gpu", new Row(next.version(), checkIds, held.deletedEpochs()));
    }

    private void insertIfAbsent(Delivery delivery, String checkId) {
        deliveries.putIfAbsent(id(delivery), delivery);
        enqueuedBy.putIfAbsent(id(delivery), checkId);
    }

    private List<Delivery> enqueuedBy(String checkId) {
        return deliveries.values().stream()
                .filter(delivery -> checkId.equals(enqueuedBy.get(id(delivery))))
                .toList();
    }

    private List<Delivery> held(List<Delivery> enqueued) {
        return enqueued.stream().map(delivery -> deliveries.get(id(delivery))).toList();
    }

    private static String id(Delivery delivery) {
        return delivery.notification().key() + "/" + delivery.channel();
    }
}
