package ai.torale.temporal.workflow;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
     * @param ended the first run ids of its recent runs that may have completed: of one whose history was deleted too
     *     early nobody can say how it ended
     * @param started how many runs it has started in all
     * @param question the fingerprint of the question of the task that it carries; null when it carries none
     */
    record Facts(
            String epoch,
            Set<String> running,
            Set<String> ended,
            long started,
            @Nullable String question) {
        public Facts {
            running = Set.copyOf(running);
            ended = Set.copyOf(ended);
        }
    }
}
