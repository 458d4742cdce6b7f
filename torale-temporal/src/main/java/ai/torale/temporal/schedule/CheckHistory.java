package ai.torale.temporal.schedule;

import ai.torale.temporal.workflow.CheckReport;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseRequest;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.payload.context.WorkflowSerializationContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How one check ended, from the last event of its history. */
final class CheckHistory {
    private static final Pattern RUN_ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final String workflowId;
    private final String runId;
    private final WorkflowClientOptions client;

    CheckHistory(String workflowId, String runId, WorkflowClientOptions client) {
        this.workflowId = Objects.requireNonNull(workflowId, "workflowId");
        this.runId = Objects.requireNonNull(runId, "runId");
        this.client = client;
    }

    CheckReport report(ScheduleCalls calls) {
        HistoryEvent last = last(calls);
        return switch (last.getEventType()) {
            case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED ->
                decoded(last.getWorkflowExecutionCompletedEventAttributes().getResult());
            case EVENT_TYPE_WORKFLOW_EXECUTION_FAILED ->
                throw failure(
                        "CHECK_FAILED",
                        "failed as "
                                + type(last.getWorkflowExecutionFailedEventAttributes()
                                        .getFailure()));
            case EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT -> throw failure("CHECK_FAILED", "did not end in time");
            case EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED, EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED ->
                throw failure("CHECK_FAILED", "was ended by hand");
            default -> throw failure("CHECK_RUNNING", "is running; ask again later");
        };
    }

    /** A request for the closing event alone would wait for it. */
    private HistoryEvent last(ScheduleCalls calls) {
        if (workflowId.isEmpty() || !RUN_ID.matcher(runId).matches()) {
            throw notFound();
        }
        GetWorkflowExecutionHistoryReverseRequest request = GetWorkflowExecutionHistoryReverseRequest.newBuilder()
                .setNamespace(client.getNamespace())
                .setExecution(
                        WorkflowExecution.newBuilder().setWorkflowId(workflowId).setRunId(runId))
                .setMaximumPageSize(1)
                .build();
        try {
            List<HistoryEvent> events = calls.read("", stub -> stub.getWorkflowExecutionHistoryReverse(request))
                    .getHistory()
                    .getEventsList();
            return events.isEmpty() ? HistoryEvent.getDefaultInstance() : events.get(0);
        } catch (TaskScheduleException e) {
            throw e.code().equals(TaskScheduleException.NOT_FOUND) ? notFound() : e;
        }
    }

    private CheckReport decoded(Payloads result) {
        @Nullable CheckReport report = null;
        try {
            report = client.getDataConverter()
                    .withContext(new WorkflowSerializationContext(client.getNamespace(), workflowId))
                    .fromPayloads(0, Optional.of(result), CheckReport.class, CheckReport.class);
        } catch (RuntimeException e) {
            // A retired key, say, of which a codec speaks with an exception of its own: it reads as no report.
        }
        if (report == null || Optional.ofNullable(report.outcome()).isEmpty()) {
            throw failure("CHECK_UNREADABLE", "has left no report that this client's converter can read");
        }
        return report;
    }

    /** The innermost type: activities wrap the failures of what they call. */
    private static String type(Failure failure) {
        String type = failure.hasApplicationFailureInfo()
                ? failure.getApplicationFailureInfo().getType()
                : "";
        String inner = failure.hasCause() ? type(failure.getCause()) : "";
        return !inner.isEmpty() ? inner : type;
    }

    private TaskScheduleException notFound() {
        return failure("CHECK_NOT_FOUND", "does not exist; it may have been removed by age");
    }

    private TaskScheduleException failure(String code, String what) {
        return new TaskScheduleException(code, "", "check '" + workflowId + "', run '" + runId + "', " + what, false);
    }
}
