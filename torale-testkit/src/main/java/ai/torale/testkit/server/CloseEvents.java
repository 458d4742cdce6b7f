package ai.torale.testkit.server;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;

/** Reads the last event of a closed run. */
final class CloseEvents {
    private CloseEvents() {}

    /** The run that goes on after this one; empty when the chain ends. */
    static String nextRunId(HistoryEvent end) {
        return switch (end.getEventType()) {
            case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED ->
                end.getWorkflowExecutionCompletedEventAttributes().getNewExecutionRunId();
            case EVENT_TYPE_WORKFLOW_EXECUTION_FAILED ->
                end.getWorkflowExecutionFailedEventAttributes().getNewExecutionRunId();
            case EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT ->
                end.getWorkflowExecutionTimedOutEventAttributes().getNewExecutionRunId();
            case EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW ->
                end.getWorkflowExecutionContinuedAsNewEventAttributes().getNewExecutionRunId();
            default -> "";
        };
    }

    static Runs.Outcome outcome(HistoryEvent end) {
        return switch (end.getEventType()) {
            case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED -> {
                var completed = end.getWorkflowExecutionCompletedEventAttributes();
                yield new Runs.Outcome(
                        WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED,
                        completed.hasResult() ? completed.getResult() : null,
                        null);
            }
            case EVENT_TYPE_WORKFLOW_EXECUTION_FAILED ->
                new Runs.Outcome(
                        WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED,
                        null,
                        end.getWorkflowExecutionFailedEventAttributes().getFailure());
            case EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT ->
                new Runs.Outcome(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TIMED_OUT, null, null);
            case EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED ->
                new Runs.Outcome(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED, null, null);
            default -> new Runs.Outcome(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED, null, null);
        };
    }
}
