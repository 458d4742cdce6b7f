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

    static Runs.Outcome outcome(WorkflowExecutionStatus status, HistoryEvent end) {
        if (end.hasWorkflowExecutionCompletedEventAttributes()
                && end.getWorkflowExecutionCompletedEventAttributes().hasResult()) {
            return new Runs.Outcome(
                    status, end.getWorkflowExecutionCompletedEventAttributes().getResult(), null);
        }
        if (end.hasWorkflowExecutionFailedEventAttributes()) {
            return new Runs.Outcome(
                    status,
                    null,
                    end.getWorkflowExecutionFailedEventAttributes().getFailure());
        }
        return new Runs.Outcome(status, null, null);
    }
}
