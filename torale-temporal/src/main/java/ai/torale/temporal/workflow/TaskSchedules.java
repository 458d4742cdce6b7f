package ai.torale.temporal.workflow;

import java.util.Optional;
import java.util.Set;

/** What a check needs to know of its task's schedule. */
public interface TaskSchedules {
    /** The schedule now; empty when there is none. */
    Optional<Facts> describe(String taskId);

    /** Pauses the schedule with a note; does nothing when there is none. */
    void pause(String taskId, String note);

    /**
     * What a schedule says of its runs.
     *
     * @param epoch the life of the task that the schedule belongs to
     * @param running the first run ids of the runs that it started and that are running
     * @param completed the first run ids of its recent runs that have completed
     */
    record Facts(String epoch, Set<String> running, Set<String> completed) {
        public Facts {
            running = Set.copyOf(running);
            completed = Set.copyOf(completed);
        }
    }
}
