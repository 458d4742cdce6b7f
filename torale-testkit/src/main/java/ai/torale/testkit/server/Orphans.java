package ai.torale.testkit.server;

import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Children that outlive their parents. When one ends, the test server holds time until the parent has heard of it, and a
 * closed parent never does: no time would be skipped ever again. So that hold is let go here.
 */
final class Orphans {
    private final TestServer server;
    private final Map<KnownRuns.Run, WorkflowExecution> parents = new ConcurrentHashMap<>();

    Orphans(TestServer server) {
        this.server = server;
    }

    /** A worker has taken a task of a run. */
    void seen(KnownRuns.Run run, History history) {
        if (history.getEventsCount() > 0
                && history.getEvents(0).getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED) {
            HistoryEvent start = history.getEvents(0);
            if (start.getWorkflowExecutionStartedEventAttributes().hasParentWorkflowExecution()) {
                parents.put(
                        run, start.getWorkflowExecutionStartedEventAttributes().getParentWorkflowExecution());
            }
        }
    }

    /** A run has ended by a command of its worker. */
    void ended(KnownRuns.Run run) {
        WorkflowExecution parent = parents.remove(run);
        if (parent != null && !heard(run, parent)) {
            server.letTime();
        }
    }

    /** True also while the parent can still hear of it. */
    private boolean heard(KnownRuns.Run run, WorkflowExecution parent) {
        try {
            return server.describe(run.namespace(), parent)
                                    .getWorkflowExecutionInfo()
                                    .getStatus()
                            == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                    || server.history(run.namespace(), parent).stream().anyMatch(event -> isEndOf(run, event));
        } catch (StatusRuntimeException e) {
            return true;
        }
    }

    private static boolean isEndOf(KnownRuns.Run run, HistoryEvent event) {
        WorkflowExecution child = switch (event.getEventType()) {
            case EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED ->
                event.getChildWorkflowExecutionCompletedEventAttributes().getWorkflowExecution();
            case EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_FAILED ->
                event.getChildWorkflowExecutionFailedEventAttributes().getWorkflowExecution();
            case EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_CANCELED ->
                event.getChildWorkflowExecutionCanceledEventAttributes().getWorkflowExecution();
            default -> WorkflowExecution.getDefaultInstance();
        };
        return child.equals(run.execution());
    }
}
