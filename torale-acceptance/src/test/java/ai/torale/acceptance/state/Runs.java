package ai.torale.acceptance.state;

import static ai.torale.acceptance.server.Eventually.eventually;

import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.workflow.CheckReport;
import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.DeleteWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowTargetOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What people and retention do to runs behind the library's back. */
final class Runs {
    private final Stage stage;

    Runs(Stage stage) {
        this.stage = stage;
    }

    static SearchResult price(int price) {
        return SearchResult.met("it costs " + price).withState(Map.of("price", price));
    }

    /** A check that fails. */
    void failingCheck(Torale torale, MonitoringTask task) {
        try {
            stage.check(torale, task);
        } catch (WorkflowFailedException e) {
            return;
        }
        throw new AssertionError("the check did not fail");
    }

    /** Removes a run's history, as the retention does, and returns when it is gone. */
    void delete(Triggered run) {
        WorkflowExecution execution = execution(run);
        rpc().deleteWorkflowExecution(DeleteWorkflowExecutionRequest.newBuilder()
                .setNamespace(namespace())
                .setWorkflowExecution(execution)
                .build());
        eventually(Duration.ofSeconds(40), () -> exists(execution), exists -> !exists);
    }

    /** Returns when somebody has asked the scheduler after a run's end, and it has answered; asks nothing itself. */
    void awaitPickup(MonitoringTask task, Triggered run) {
        long closed = Timestamps.toNanos(stage.history(run).getLastEvent().getEventTime());
        eventually(
                Duration.ofSeconds(20),
                () -> stage.client()
                        .fetchHistory("temporal-sys-scheduler:task-" + task.id())
                        .getEvents(),
                events -> isAnswered(events, closed));
    }

    private static boolean isAnswered(List<HistoryEvent> schedulerEvents, long since) {
        return schedulerEvents.stream()
                .dropWhile(event -> event.getEventType() != EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED
                        || Timestamps.toNanos(event.getEventTime()) < since)
                .anyMatch(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
    }

    /** Has a run done again from its beginning, and waits for its end. */
    CheckReport reset(Triggered run) {
        String again = rpc().resetWorkflowExecution(ResetWorkflowExecutionRequest.newBuilder()
                        .setNamespace(namespace())
                        .setWorkflowExecution(execution(run))
                        .setWorkflowTaskFinishEventId(4)
                        .setReason("a test")
                        .setRequestId(UUID.randomUUID().toString())
                        .build())
                .getRunId();
        return stage.client()
                .newUntypedWorkflowStub(WorkflowTargetOptions.newBuilder()
                        .setWorkflowId(run.workflowId().orElseThrow())
                        .setRunId(again)
                        .build())
                .getResult(CheckReport.class);
    }

    private boolean exists(WorkflowExecution execution) {
        try {
            rpc().describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                    .setNamespace(namespace())
                    .setExecution(execution)
                    .build());
            return true;
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private static WorkflowExecution execution(Triggered run) {
        return WorkflowExecution.newBuilder()
                .setWorkflowId(run.workflowId().orElseThrow())
                .setRunId(run.runId().orElseThrow())
                .build();
    }

    private WorkflowServiceBlockingStub rpc() {
        return stage.client().getWorkflowServiceStubs().blockingStub();
    }

    private String namespace() {
        return stage.client().getOptions().getNamespace();
    }
}
