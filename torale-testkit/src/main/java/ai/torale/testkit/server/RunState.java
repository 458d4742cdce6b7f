package ai.torale.testkit.server;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an open run is waiting for, read from one snapshot of its history: something that goes on at once when time
 * stands still (a task for a worker, a child that is being started), or something that only time or somebody else
 * brings.
 */
final class RunState {
    private String workflowTask = "";
    private boolean workflowTaskTaken;
    private final Map<Long, String> activities = new LinkedHashMap<>();
    private final Map<Long, String> children = new LinkedHashMap<>();

    private RunState() {}

    static RunState of(List<HistoryEvent> history) {
        RunState state = new RunState();
        history.forEach(state::add);
        return state;
    }

    /** Whether time must stand still for it; an activity between two attempts waits for time. */
    boolean isBusy(Map<String, PendingActivityInfo> pending) {
        return !workflowTask.isEmpty()
                || !children.isEmpty()
                || activities.values().stream().anyMatch(activity -> isBusy(pending.get(id(activity))));
    }

    boolean hasOpenActivities() {
        return !activities.isEmpty();
    }

    /** What no worker has taken, in words; empty when a worker is at it. */
    Optional<String> untaken(Map<String, PendingActivityInfo> pending) {
        if (!workflowTask.isEmpty()) {
            return workflowTaskTaken
                    ? Optional.empty()
                    : Optional.of("a workflow task waits for a worker on task queue '" + workflowTask + "'");
        }
        return activities.values().stream()
                .filter(activity -> Optional.ofNullable(pending.get(id(activity)))
                        .filter(info -> info.getState() != PendingActivityState.PENDING_ACTIVITY_STATE_STARTED)
                        .isPresent())
                .findFirst()
                .map(activity -> "activity " + activity.substring(activity.indexOf('\n') + 1));
    }

    /** What keeps it busy, in words. */
    String business() {
        if (!workflowTask.isEmpty()) {
            return "a workflow task is not answered (task queue '" + workflowTask + "')";
        }
        return activities.values().stream()
                .findFirst()
                .map(activity -> "an activity is not answered: " + activity.substring(activity.indexOf('\n') + 1))
                .orElse("it waits for "
                        + (children.isEmpty() ? "time to pass, a signal or an update" : "a child to start"));
    }

    static String key(WorkflowExecution run) {
        return "workflow '" + run.getWorkflowId() + "'";
    }

    /** False between two attempts: the last one ended after it began. The state that the test server says is no help. */
    private static boolean isBusy(@Nullable PendingActivityInfo activity) {
        return activity == null // has just ended
                || !activity.hasLastAttemptCompleteTime()
                || Times.instant(activity.getLastAttemptCompleteTime())
                        .isBefore(Times.instant(activity.getLastStartedTime()));
    }

    private static String id(String activity) {
        return activity.substring(0, activity.indexOf('\n'));
    }

    /** Its id, and in words what it waits for. */
    private static String activity(HistoryEvent event) {
        var scheduled = event.getActivityTaskScheduledEventAttributes();
        return scheduled.getActivityId() + "\n'" + scheduled.getActivityType().getName()
                + "' waits for a worker on task queue '"
                + scheduled.getTaskQueue().getName() + "'";
    }

    private void add(HistoryEvent event) {
        switch (event.getEventType()) {
            case EVENT_TYPE_WORKFLOW_TASK_SCHEDULED -> {
                workflowTask = event.getWorkflowTaskScheduledEventAttributes()
                        .getTaskQueue()
                        .getName();
                workflowTaskTaken = false;
            }
            case EVENT_TYPE_WORKFLOW_TASK_STARTED -> workflowTaskTaken = true;
            case EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
                    EVENT_TYPE_WORKFLOW_TASK_FAILED,
                    EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT -> workflowTask = "";
            case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> activities.put(event.getEventId(), activity(event));
            case EVENT_TYPE_ACTIVITY_TASK_COMPLETED ->
                activities.remove(
                        event.getActivityTaskCompletedEventAttributes().getScheduledEventId());
            case EVENT_TYPE_ACTIVITY_TASK_FAILED ->
                activities.remove(event.getActivityTaskFailedEventAttributes().getScheduledEventId());
            case EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT ->
                activities.remove(event.getActivityTaskTimedOutEventAttributes().getScheduledEventId());
            case EVENT_TYPE_ACTIVITY_TASK_CANCELED ->
                activities.remove(event.getActivityTaskCanceledEventAttributes().getScheduledEventId());
            case EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED ->
                children.put(
                        event.getEventId(),
                        event.getStartChildWorkflowExecutionInitiatedEventAttributes()
                                .getWorkflowId());
            case EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED ->
                children.remove(
                        event.getChildWorkflowExecutionStartedEventAttributes().getInitiatedEventId());
            case EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_FAILED ->
                children.remove(event.getStartChildWorkflowExecutionFailedEventAttributes()
                        .getInitiatedEventId());
            default -> {
                // nothing that is waited for
            }
        }
    }
}
