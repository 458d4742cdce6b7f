package ai.torale.state;

import java.time.Instant;
import java.util.Set;

/**
 * What is to be forgotten of a task.
 *
 * @param taskId the task
 * @param epochs the lives that have ended; none when they are not known. Those of what the store holds end as well
 * @param at when
 */
public record Deletion(String taskId, Set<String> epochs, Instant at) {
    public Deletion {
        epochs = Set.copyOf(epochs);
    }
}
