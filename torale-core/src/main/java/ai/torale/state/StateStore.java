package ai.torale.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what is known of each task, and what is owed to whom.
 *
 * <p>Optional: without one, Temporal carries the state from check to check. One interface holds both states and
 * deliveries, because a state and the deliveries that it calls for must become visible together.
 *
 * <p>Every method may be called again after its answer was lost. {@link #commit} is idempotent by
 * {@link Commit#checkId()}: the last check that wrote a task's state gets its first answer again.
 *
 * <p>Called by many threads, of several processes where the store is shared. Calls should return within a few seconds.
 *
 * <p>Throw {@link StoreException#unavailable} when the store cannot be reached, {@link StoreException#invalid} when what
 * it holds cannot be understood. Never answer empty instead: a check would take that for a first one.
 */
public interface StateStore {
    /** A store that lives and ends with this process: for tests and demonstrations. */
    static StateStore inMemory() {
        return new InMemoryStateStore();
    }

    /** What is known of a task; empty when nothing is. */
    Optional<State> find(String taskId);

    /**
     * Writes a state and its deliveries in one transaction, if the store holds the expected version.
     *
     * <p>An expected version that is not the one held means that another check was faster: nothing is written, and the
     * answer is {@link Committed.Outcome#SUPERSEDED}. A delivery whose key and channel the store holds already is kept
     * as it is.
     */
    Committed commit(Commit commit);

    /** The deliveries that match, the oldest first. */
    List<Delivery> deliveries(DeliveryQuery query);

    /** Changes a held delivery's status; does nothing when the store does not hold it. */
    void settle(Delivery delivery);

    /**
     * Forgets a task: its state and its deliveries.
     *
     * @return whether there was anything
     */
    boolean delete(String taskId);

    /**
     * Drops deliveries that are no longer owed and were enqueued before a time.
     *
     * @return how many
     */
    int purge(Instant before);
}
