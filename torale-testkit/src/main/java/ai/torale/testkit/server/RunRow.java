package ai.torale.testkit.server;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A workflow run as visibility queries see it.
 *
 * @param info what the server says of it
 * @param attributes tells which custom search attributes exist
 */
record RunRow(WorkflowExecutionInfo info, Predicate<String> attributes) implements Query.Row {
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
            case "HistoryLength" -> info.getHistoryLength();
            case "TaskQueue" -> info.getTaskQueue();
            case "ParentWorkflowId" -> text(info.getParentExecution().getWorkflowId());
            case "ParentRunId" -> text(info.getParentExecution().getRunId());
            case "RootWorkflowId" -> text(info.getRootExecution().getWorkflowId());
            case "RootRunId" -> text(info.getRootExecution().getRunId());
            default -> attribute(field, info.getSearchAttributes().getIndexedFieldsMap(), attributes);
        };
    }

    /** Such as {@code ContinuedAsNew}. */
    static String status(WorkflowExecutionStatus status) {
        return Arrays.stream(
                        status.name().replace("WORKFLOW_EXECUTION_STATUS_", "").split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    static @Nullable Object attribute(String field, Map<String, Payload> values, Predicate<String> known) {
        Payload payload = values.get(field);
        if (payload == null) {
            if (known.test(field)) {
                return null;
            }
            throw Refusal.invalid(
                    "invalid query: unable to convert filter expression: column name '" + field + "' is not defined");
        }
        @Nullable Object value = DefaultDataConverter.STANDARD_INSTANCE.fromPayload(payload, Object.class, Object.class);
        boolean isTime = "Datetime"
                .equals(payload.getMetadataOrDefault("type", ByteString.EMPTY).toStringUtf8());
        return isTime && value instanceof String text
                ? OffsetDateTime.parse(text).toInstant()
                : value;
    }

    private Instant executionTime() {
        return Times.instant(info.hasExecutionTime() ? info.getExecutionTime() : info.getStartTime());
    }

    @Nullable Instant closeTime() {
        return info.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                ? null
                : Times.instant(info.getCloseTime());
    }

    private @Nullable Long duration() {
        Instant end = closeTime();
        return end == null ? null : Duration.between(executionTime(), end).toNanos();
    }

    private static @Nullable String text(String text) {
        return text.isEmpty() ? null : text;
    }
}
