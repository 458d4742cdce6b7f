package ai.torale.state;

import java.util.List;

/**
 * What a check writes: the next state and the deliveries that it calls for, all or nothing.
 *
 * @param taskId whose state it is
 * @param checkId the check that writes; the same at every retry
 * @param expectedVersion the version that the store must hold now; 0 when it must hold none
 * @param next the state to hold from now on; its version is at least the expected one
 * @param enqueue the deliveries to hold as pending, of one notification
 */
public record Commit(String taskId, String checkId, long expectedVersion, State next, List<Delivery> enqueue) {
    public Commit {
        enqueue = List.copyOf(enqueue);
    }
}
