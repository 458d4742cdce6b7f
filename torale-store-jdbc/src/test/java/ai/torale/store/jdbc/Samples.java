package ai.torale.store.jdbc;

import ai.torale.notify.Notification;
import ai.torale.state.Commit;
import ai.torale.state.Delivery;
import ai.torale.state.Settlement;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import java.time.Instant;
import java.util.List;

/** Commits of one task. */
final class Samples {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    private Samples() {}

    static void commit(StateStore store, long version) {
        Delivery delivery = Delivery.pending("e1", "email", notification(version));
        State state = State.builder("e1", version).checkedAt(NINE).build();
        store.commit(new Commit("gpu", "c" + version, version - 1, state, List.of(delivery)));
    }

    static void deliver(StateStore store, long version) {
        store.settle(Settlement.delivered("email", notification(version), NINE));
    }

    private static Notification notification(long version) {
        return Notification.builder("k" + version, version, "gpu")
                .comparedAt(NINE)
                .build();
    }
}
