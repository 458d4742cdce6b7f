package ai.torale.temporal.schedule;

import ai.torale.InvalidException;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.workflow.CheckReport;
import ai.torale.temporal.workflow.DeliveryWorkflow;
import ai.torale.temporal.workflow.MonitoringWorkflow;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the checks of all tasks: what runs, what has ended, what was reported. It starts and changes nothing.
 *
 * <p>Calls fail with a {@link TaskScheduleException} and can be repeated. Safe for many threads.
 */
public final class Checks {
    private static final String CHECK = MonitoringWorkflow.TYPE;
    private static final String DELIVERY = DeliveryWorkflow.TYPE;
    private static final String SCHEDULED_BY = "TemporalScheduledById";

    private final Supplier<ScheduleCalls> calls;
    private final WorkflowClientOptions client;
    private final ScheduleSettings settings;

    /** Each page has a time limit of its own. */
    Checks(Supplier<ScheduleCalls> calls, WorkflowClientOptions client, ScheduleSettings settings) {
        this.calls = calls;
        this.client = client;
        this.settings = settings;
    }

    /**
     * The checks of all tasks, and deliveries that outlive theirs: running ones first, then those that ended last.
     *
     * <p>Without a scope also those of every other scope; as far back as the namespace keeps. They are asked for by pages
     * of up to a thousand while the stream is read, each within the call timeout; what began or ended in the last seconds
     * may be missing or outdated.
     */
    public Stream<ListedCheck> list() {
        String types = "WorkflowType IN ('" + CHECK + "', '" + DELIVERY + "')";
        String prefix = settings.idPrefix();
        if (prefix.isEmpty()) {
            return list(types);
        }
        return list(types + " AND (WorkflowId STARTS_WITH '" + settings.scheduleId("") + "' OR WorkflowId STARTS_WITH '"
                + deliveryPrefix() + "')");
    }

    /**
     * The completed checks of some tasks, those that ended last first: one listing for all, best for up to 100.
     *
     * @throws InvalidException when one is no task id
     */
    public Stream<ListedCheck> completed(Collection<String> taskIds) {
        InvalidException.throwIfAny(
                "the listing",
                taskIds.stream()
                        .flatMap(id -> MonitoringTask.idProblems(id).stream())
                        .toList());
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

    /**
     * What a check reported; the payload is read with the client's data converter.
     *
     * @throws TaskScheduleException {@code CHECK_NOT_FOUND} (it may have been removed by age), {@code CHECK_RUNNING},
     *     {@code CHECK_FAILED} (naming the type of the failure), {@code CHECK_UNREADABLE}
     */
    public CheckReport report(String workflowId, String runId) {
        return new CheckHistory(workflowId, runId, client).report(calls.get());
    }
}
