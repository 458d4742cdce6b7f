package ai.torale.temporal.workflow;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a check that touch the world.
 *
 * <p>The library implements them from the host's parts. A host wraps or replaces that implementation, or has single
 * activities served by another worker, in any language: the types' names and their JSON are stable.
 *
 * <p>Each is tried again by the retry policy, also when an answer was lost. Called by many worker threads at once.
 */
@ActivityInterface
public interface MonitoringActivities {
    /** Reads a task that the host keeps: 30 seconds. */
    String GET_TASK = "get_task";

    /** Asks the search provider: 60 seconds. */
    String SEARCH = "execute_grounded_search";

    /** Compares, decides, and commits where there is a store: 10 seconds. */
    String COMPARE = "compare_states";

    /** Tells one channel: 30 seconds. */
    String SEND = "send_notification";

    /** How the note of a schedule begins that {@code complete_task} has paused; the fingerprint of the question follows. */
    String COMPLETED_NOTE = "completed by torale: ";

    /** Ends a task that tells once: 30 seconds. */
    String COMPLETE = "complete_task";

    /** Reads a task; null when it is gone or not active. */
    @ActivityMethod(name = GET_TASK)
    @Nullable TaskFields getTask(String taskId);

    /** Asks the task's search provider. */
    @ActivityMethod(name = SEARCH)
    SearchOutput executeGroundedSearch(SearchInput input);

    /** Compares the result with the last state and decides what is told. */
    @ActivityMethod(name = COMPARE)
    CompareOutput compareStates(CompareInput input);

    /** Tells one channel, unless this life of the task has ended. */
    @ActivityMethod(name = SEND)
    Receipt sendNotification(SendInput input);

    /** Pauses the schedule of a task that has told what it was to tell once. */
    @ActivityMethod(name = COMPLETE)
    void completeTask(CompleteInput input);
}
