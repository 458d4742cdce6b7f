package ai.torale.temporal.schedule;

import ai.torale.temporal.workflow.CheckReport;
import ai.torale.temporal.workflow.DeliveryWorkflow;
import ai.torale.temporal.workflow.MonitoringWorkflow;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.payload.context.WorkflowSerializationContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the checks of a namespace, or of a scope in it. */
final class CheckRequests {
    private static final String CHECK = MonitoringWorkflow.TYPE;
    private static final String DELIVERY = DeliveryWorkflow.TYPE;
    private static final String SCHEDULED_BY = "TemporalScheduledById";

    private final Supplier<ScheduleCalls> calls;
    private final WorkflowClientOptions client;
    private final ScheduleSettings settings;

    /** Each page has a time limit of its own. */
    CheckRequests(Supplier<ScheduleCalls> calls, WorkflowClientOptions client, ScheduleSettings settings) {
        this.calls = calls;
        this.client = client;
        this.settings = settings;
    }

    /** Checks and deliveries: running ones first, then those that ended last; without a scope, of the whole namespace. */
    Stream<ListedCheck> list() {
        String types = "WorkflowType IN ('" + CHECK + "', '" + DELIVERY + "')";
        String prefix = settings.idPrefix();
        if (prefix.isEmpty()) {
            return list(types);
        }
        return list(types + " AND (WorkflowId STARTS_WITH '" + settings.scheduleId("") + "' OR WorkflowId STARTS_WITH '"
                + deliveryPrefix() + "')");
    }

    /** The completed checks of some tasks, those that ended last first. */
    Stream<ListedCheck> completed(Collection<String> taskIds) {
        String schedules =
                taskIds.stream().map(id -> "'" + settings.scheduleId(id) + "'").collect(Collectors.joining(", "));
        return taskIds.isEmpty()
                ? Stream.empty()
                : list("WorkflowType = '" + CHECK + "' AND ExecutionStatus = 'Completed' AND " + SCHEDULED_BY + " IN ("
                        + schedules + ")");
    }

    private Stream<ListedCheck> list(String query) {
        return Paged.stream((token, size) -> page(query, token, size));
    }

    private Paged.Page<ListedCheck> page(String query, ByteString token, int size) {
        ListWorkflowExecutionsRequest request = ListWorkflowExecutionsRequest.newBuilder()
                .setNamespace(client.getNamespace())
                .setQuery(query)
                .setPageSize(size)
                .setNextPageToken(token)
                .build();
        ListWorkflowExecutionsResponse answer = calls.get().read("", stub -> stub.listWorkflowExecutions(request));
        return new Paged.Page<>(
                answer.getExecutionsList().stream().map(this::listed).toList(), answer.getNextPageToken());
    }

    private ListedCheck listed(WorkflowExecutionInfo info) {
        String workflowId = info.getExecution().getWorkflowId();
        String type = info.getType().getName();
        return new ListedCheck(
                workflowId,
                info.getExecution().getRunId(),
                type,
                type.equals(DELIVERY)
                        ? deliveredTask(workflowId)
                        : scheduledBy(info).flatMap(settings::taskId),
                status(info.getStatus()),
                Described.instant(info.getStartTime()),
                info.hasExecutionTime() ? known(info.getExecutionTime()) : Optional.empty(),
                info.hasCloseTime() ? known(info.getCloseTime()) : Optional.empty());
    }

    private String deliveryPrefix() {
        return settings.idPrefix() + "delivery/";
    }

    private Optional<String> deliveredTask(String workflowId) {
        return Optional.of(workflowId)
                .filter(id -> id.startsWith(deliveryPrefix()))
                .map(id -> id.substring(deliveryPrefix().length()).split("/", 2)[0])
                .flatMap(id -> settings.taskId(settings.scheduleId(id)));
    }

    private static Optional<String> scheduledBy(WorkflowExecutionInfo info) {
        Payload payload = info.getSearchAttributes().getIndexedFieldsMap().get(SCHEDULED_BY);
        if (payload == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                DefaultDataConverter.STANDARD_INSTANCE.fromPayload(payload, String.class, String.class));
    }

    private static Optional<Instant> known(Timestamp time) {
        return Optional.of(Described.instant(time)).filter(instant -> instant.isAfter(Instant.EPOCH));
    }

    private static ListedCheck.Status status(WorkflowExecutionStatus status) {
        return switch (status) {
            case WORKFLOW_EXECUTION_STATUS_RUNNING -> ListedCheck.Status.RUNNING;
            case WORKFLOW_EXECUTION_STATUS_COMPLETED -> ListedCheck.Status.COMPLETED;
            case WORKFLOW_EXECUTION_STATUS_FAILED -> ListedCheck.Status.FAILED;
            case WORKFLOW_EXECUTION_STATUS_CANCELED -> ListedCheck.Status.CANCELED;
            case WORKFLOW_EXECUTION_STATUS_TERMINATED -> ListedCheck.Status.TERMINATED;
            case WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW -> ListedCheck.Status.CONTINUED_AS_NEW;
            case WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> ListedCheck.Status.TIMED_OUT;
            default -> ListedCheck.Status.UNKNOWN;
        };
    }

    /** What a check reported; see {@link ScheduleManager#report}. */
    CheckReport report(String workflowId, String runId) {
        // A request for the closing event alone waits for it.
        GetWorkflowExecutionHistoryReverseRequest request = GetWorkflowExecutionHistoryReverseRequest.newBuilder()
                .setNamespace(client.getNamespace())
                .setExecution(
                        WorkflowExecution.newBuilder().setWorkflowId(workflowId).setRunId(runId))
                .setMaximumPageSize(1)
                .build();
        List<HistoryEvent> events;
        try {
            events = calls.get()
                    .read("", stub -> stub.getWorkflowExecutionHistoryReverse(request))
                    .getHistory()
                    .getEventsList();
        } catch (TaskScheduleException e) {
            if (e.code().equals(TaskScheduleException.NOT_FOUND) || e.code().equals(TaskScheduleException.REFUSED)) {
                throw failure("CHECK_NOT_FOUND", workflowId, runId, "does not exist; it may have been removed by age");
            }
            throw e;
        }
        HistoryEvent last = events.isEmpty() ? HistoryEvent.getDefaultInstance() : events.get(0);
        return switch (last.getEventType()) {
            case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED ->
                decoded(last.getWorkflowExecutionCompletedEventAttributes().getResult(), workflowId, runId);
            case EVENT_TYPE_WORKFLOW_EXECUTION_FAILED ->
                throw failure(
                        "CHECK_FAILED",
                        workflowId,
                        runId,
                        "failed as "
                                + type(last.getWorkflowExecutionFailedEventAttributes()
                                        .getFailure()));
            case EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT ->
                throw failure("CHECK_FAILED", workflowId, runId, "did not end in time");
            case EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED, EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED ->
                throw failure("CHECK_FAILED", workflowId, runId, "was ended by hand");
            default -> throw failure("CHECK_RUNNING", workflowId, runId, "is running; ask again later");
        };
    }

    private CheckReport decoded(Payloads result, String workflowId, String runId) {
        @Nullable CheckReport report = null;
        try {
            report = client.getDataConverter()
                    .withContext(new WorkflowSerializationContext(client.getNamespace(), workflowId))
                    .fromPayloads(0, Optional.of(result), CheckReport.class, CheckReport.class);
        } catch (RuntimeException e) {
            // A retired key, say, of which a codec speaks with an exception of its own: it reads as no report.
        }
        if (report == null || Optional.ofNullable(report.outcome()).isEmpty()) {
            throw failure(
                    "CHECK_UNREADABLE", workflowId, runId, "has left no report that this client's converter can read");
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

    private static TaskScheduleException failure(String code, String workflowId, String runId, String what) {
        return new TaskScheduleException(code, "", "check '" + workflowId + "', run '" + runId + "', " + what, false);
    }
}
