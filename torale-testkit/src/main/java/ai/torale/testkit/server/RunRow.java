package ai.torale.testkit.server;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A workflow run as visibility queries see it.
 *
 * @param info what the server says of it
 */
record RunRow(WorkflowExecutionInfo info) implements Query.Row {
    @Override
    public @Nullable Object value(String field) {
        return switch (field) {
            case "WorkflowId" -> info.getExecution().getWorkflowId();
            case "RunId" -> info.getExecution().getRunId();
            case "WorkflowType" -> info.getType().getName();
            case "ExecutionStatus" -> status(info.getStatus());
            case "StartTime" -> Times.instant(info.getStartTime());
            case "ExecutionTime" -> executionTime();
            case "CloseTime" -> closeTime();
            case "ExecutionDuration" -> duration();
            case "HistoryLength" -> isOpen() ? null : info.getHistoryLength();
            case "TaskQueue" -> info.getTaskQueue();
            case "ParentWorkflowId" -> text(info.getParentExecution().getWorkflowId());
            case "ParentRunId" -> text(info.getParentExecution().getRunId());
            case "RootWorkflowId" -> text(info.getRootExecution().getWorkflowId());
            case "RootRunId" -> text(info.getRootExecution().getRunId());
            default -> attribute(field, info.getSearchAttributes().getIndexedFieldsMap());
        };
    }

    /** Such as {@code ContinuedAsNew}. */
    static String status(WorkflowExecutionStatus status) {
        return Arrays.stream(
                        status.name().replace("WORKFLOW_EXECUTION_STATUS_", "").split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    static @Nullable Object attribute(String field, Map<String, Payload> values) {
        Payload payload = values.get(field);
        if (payload == null) {
            return null;
        }
        @Nullable Object value = Attributes.decoded(payload);
        boolean isTime = "Datetime"
                .equals(payload.getMetadataOrDefault("type", ByteString.EMPTY).toStringUtf8());
        return isTime && value instanceof String text
                ? OffsetDateTime.parse(text).toInstant()
                : value;
    }

    /** As a listing shows it: how long an open run's history is by now is not among what is listed. */
    WorkflowExecutionInfo listed() {
        WorkflowExecutionInfo.Builder listed = info.toBuilder().clearFirstRunId();
        return (isOpen() ? listed.clearHistoryLength() : listed).build();
    }

    private boolean isOpen() {
        return info.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    }

    private Instant executionTime() {
        return Times.instant(info.hasExecutionTime() ? info.getExecutionTime() : info.getStartTime());
    }

    @Nullable Instant closeTime() {
        return isOpen() ? null : Times.instant(info.getCloseTime());
    }

    private @Nullable Long duration() {
        Instant end = closeTime();
        return end == null ? null : Duration.between(executionTime(), end).toNanos();
    }

    private static @Nullable String text(String text) {
        return text.isEmpty() ? null : text;
    }
}
