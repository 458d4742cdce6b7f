package ai.torale.state;

import ai.torale.InvalidException;
import ai.torale.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * What a check writes: the next state and the deliveries that it calls for, all or nothing.
 *
 * @param taskId whose state it is
 * @param checkId the check that writes; the same at every retry
 * @param expectedVersion the version that the store must hold now; 0 when it must hold none
 * @param next the state to hold from now on; its version is the expected one or the next; any when none is
 *     expected, so that a store can adopt a state
 * @param enqueue the deliveries to hold as pending, of one notification
 */
public record Commit(String taskId, String checkId, long expectedVersion, State next, List<Delivery> enqueue) {
    /**
     * Checks what a store relies on.
     *
     * @throws InvalidException when the version goes back or leaves a gap, or a delivery is another task's or life's, or
     *     not owed
     */
    public Commit {
        enqueue = List.copyOf(enqueue);
        List<Problem> problems = new ArrayList<>();
        long version = next.version();
        if (expectedVersion < 0) {
            problems.add(problem("expectedVersion", "" + expectedVersion, "give the version held, 0 for none"));
        } else if (version < Math.max(1, expectedVersion) || (expectedVersion > 0 && version > expectedVersion + 1)) {
            String remedy = "let it stay or go up by one from " + expectedVersion + ", beginning with 1";
            problems.add(problem("next.version", "" + version, remedy));
        }
        for (Delivery delivery : enqueue) {
            String owner = delivery.notification().taskId();
            if (!owner.equals(taskId)) {
                problems.add(problem("enqueue", owner, "enqueue deliveries of the task that is committed"));
            }
            if (!delivery.epoch().equals(next.epoch())) {
                problems.add(problem("enqueue", delivery.epoch(), "enqueue deliveries of the state's life"));
            }
            if (delivery.status() != Delivery.Status.PENDING) {
                problems.add(problem("enqueue", "" + delivery.status(), "enqueue what is owed"));
            }
        }
        InvalidException.throwIfAny("the commit of task '" + taskId + "'", problems);
    }

    private static Problem problem(String field, String value, String remedy) {
        return new Problem("COMMIT_INVALID", field, value, remedy);
    }
}
