package ai.torale.acceptance.testkit.parity;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;

/** What is known of the runs that schedules started. */
final class Runs {
    private Runs() {}

    static WorkflowExecutionInfo info(Corner corner, String workflowId) {
        return corner.calls()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(Corner.NAMESPACE)
                        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                        .build())
                .getWorkflowExecutionInfo();
    }

    static WorkflowExecutionStartedEventAttributes start(Corner corner, String workflowId) {
        return event(corner, workflowId, true).getWorkflowExecutionStartedEventAttributes();
    }

    /** The last event: how the run ended. */
    static HistoryEvent end(Corner corner, String workflowId) {
        return event(corner, workflowId, false);
    }

    static String result(Corner corner, String workflowId) {
        return corner.client().newUntypedWorkflowStub(workflowId).getResult(String.class);
    }

    private static HistoryEvent event(Corner corner, String workflowId, boolean first) {
        var events = corner.calls()
                .getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                        .setNamespace(Corner.NAMESPACE)
                        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                        .build())
                .getHistory();
        return events.getEvents(first ? 0 : events.getEventsCount() - 1);
    }
}
