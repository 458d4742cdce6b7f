package ai.torale.check;

import ai.torale.state.Commit;
import ai.torale.state.Committed;
import ai.torale.state.Deletion;
import ai.torale.state.Delivery;
import ai.torale.state.DeliveryQuery;
import ai.torale.state.Settlement;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A store in front of another one; a test overrides what it wants to disturb. */
class Wrapped implements StateStore {
    private final StateStore store;

    Wrapped(StateStore store) {
        this.store = store;
    }

    @Override
    public Optional<State> find(String taskId) {
        return store.find(taskId);
    }

    @Override
    public Committed commit(Commit commit) {
        return store.commit(commit);
    }

    @Override
    public List<Delivery> deliveries(DeliveryQuery query) {
        return store.deliveries(query);
    }

    @Override
    public void settle(Settlement settlement) {
        store.settle(settlement);
    }

    @Override
    public boolean delete(Deletion deletion) {
        return store.delete(deletion);
    }

    @Override
    public int purge(Instant before) {
        return store.purge(before);
    }
}
