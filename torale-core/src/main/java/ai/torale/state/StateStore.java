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
 * {@link Commit#checkId()}: the last {@value #REMEMBERED_CHECKS} checks that wrote a task's state get their first
 * answers again.
 *
 * <p>Called by many threads, of several processes where the store is shared. Calls should return within a few seconds.
 * Times are kept to the millisecond at least.
 *
 * <p>Throw {@link StoreException#unavailable} when the store cannot be reached, {@link StoreException#invalid} when what
 * it holds cannot be understood. Never answer empty instead: a check would take that for a first one.
 */
public interface StateStore {
    /** How many checks of a task a store remembers: a late retry of each gets its first answer. */
    int REMEMBERED_CHECKS = 8;

    /** A store that lives and ends with this process: for tests and demonstrations. */
    static StateStore inMemory() {
        return new InMemoryStateStore();
    }

    /** What is known of a task; empty when nothing is. */
    Optional<State> find(String taskId);

    /**
     * Writes a state and its deliveries in one transaction, if the store holds the expected version.
     *
     * <p>A check that has written before gets its first answer again, {@link Committed.Outcome#REPEATED}, whatever was
     * written since. A state of a life that was deleted is refused as {@link Committed.Outcome#DELETED}. An expected
     * version that is not the one held means that another check was faster: {@link Committed.Outcome#SUPERSEDED}. In
     * these three cases nothing is written. A delivery whose key and channel the store holds already is kept as it is.
     */
    Committed commit(Commit commit);

    /** The deliveries that match, in the order in which they were enqueued. */
    List<Delivery> deliveries(DeliveryQuery query);

    /**
     * Notes what became of a delivery, as {@link Delivery#after} says; does nothing when the store does not hold it.
     */
    void settle(Settlement settlement);

    /**
     * Forgets a task: its state and its deliveries. From now on commits of the lives named, and of those of which the
     * store held something, are refused, so that a check that is still running brings nothing back.
     *
     * @return whether the store held a state or a delivery
     */
    boolean delete(Deletion deletion);

    /**
     * Drops deliveries that were delivered or given up before a time, and forgets which lives were deleted before it.
     *
     * <p>May stop after a second or two and leave the rest to the next call.
     *
     * @return how many deliveries it dropped
     */
    int purge(Instant before);
}
