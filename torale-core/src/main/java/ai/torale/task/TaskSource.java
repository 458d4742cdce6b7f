package ai.torale.task;

import java.util.Optional;

/**
 * Where a host keeps its tasks, when it does not leave them in their Temporal schedules.
 *
 * <p>Asked at the start of every check. A check that is retried asks again; the answer may have changed in between,
 * and the latest one counts.
 *
 * <p>Called by many worker threads at once, each with 30 seconds at the most (by default); read one row by its key.
 *
 * <p>Answer empty for a task that is gone or must not be checked now: the check then ends as {@code skipped}, which is
 * no error and keeps the task's state. Throw for a source that cannot be read: the call is tried again by the retry
 * policy, and the check fails if that does not help.
 */
@FunctionalInterface
public interface TaskSource {
    /** The task of this id; empty when it is gone or not active. */
    Optional<MonitoringTask> find(String taskId);
}
