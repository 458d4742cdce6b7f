package ai.torale.temporal.schedule;

import ai.torale.Problem;
import ai.torale.temporal.connection.ConnectionException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.serviceclient.StatusUtils;
import java.time.Duration;
import java.util.Objects;

/** Says in the words of this library why a call failed; no exception of gRPC, Temporal or the host goes along. */
final class ScheduleFailures {
    private final String target;
    private final String namespace;
    private final Duration timeout;
    private final String all;

    /** The last says what a call is about that is about no single task. */
    ScheduleFailures(String target, String namespace, Duration timeout, String all) {
        this.target = target;
        this.namespace = namespace;
        this.timeout = timeout;
        this.all = all;
    }

    TaskScheduleException of(String taskId, StatusRuntimeException e, boolean outcomeUnknown) {
        if (StatusUtils.hasFailure(e, NamespaceNotFoundFailure.class)) {
            return failure(
                    "NAMESPACE_NOT_FOUND",
                    taskId,
                    "the server at " + target + " has no namespace '" + namespace + "'; correct the name or create it",
                    false);
        }
        Status status = e.getStatus();
        String subject = subject(taskId);
        return switch (status.getCode()) {
            case NOT_FOUND -> TaskScheduleException.notFound(taskId);
            case ALREADY_EXISTS ->
                failure(TaskScheduleException.CONFLICT, taskId, subject + " exists already", outcomeUnknown);
            case FAILED_PRECONDITION ->
                failure(TaskScheduleException.CONCURRENT, taskId, subject + " was changed meanwhile", outcomeUnknown);
            case PERMISSION_DENIED, UNAUTHENTICATED ->
                failure(
                        "ACCESS_DENIED",
                        taskId,
                        "access denied to " + subject + "; check the key and its roles",
                        outcomeUnknown);
            case RESOURCE_EXHAUSTED ->
                failure(
                        "THROTTLED",
                        taskId,
                        "the server throttles calls; try " + subject + " again later",
                        outcomeUnknown);
            case INVALID_ARGUMENT, OUT_OF_RANGE ->
                failure(
                        TaskScheduleException.REFUSED,
                        taskId,
                        subject + " is refused: " + reason(status),
                        outcomeUnknown);
            case UNIMPLEMENTED ->
                failure(
                        TaskScheduleException.REFUSED,
                        taskId,
                        "the server does not know the call for " + subject
                                + "; is it a Temporal server that has schedules (1.18 or newer)?",
                        outcomeUnknown);
            case UNAVAILABLE, DEADLINE_EXCEEDED ->
                unanswered(taskId, status.getCode().name(), outcomeUnknown);
            default ->
                failure(
                        "UNAVAILABLE",
                        taskId,
                        "the call for " + subject + " failed (" + status.getCode() + "); try again",
                        outcomeUnknown);
        };
    }

    /** Its message is our own and holds no secret. */
    TaskScheduleException ofConnection(String taskId, ConnectionException e, boolean outcomeUnknown) {
        return failure(e.code(), taskId, "no call for " + subject(taskId) + ": " + e.getMessage(), outcomeUnknown);
    }

    TaskScheduleException ofHost(String taskId, RuntimeException e, boolean outcomeUnknown) {
        return failure(
                "UNAVAILABLE",
                taskId,
                "an interceptor or credential of the host failed in the call for " + subject(taskId) + " ("
                        + e.getClass().getName() + "); look there",
                outcomeUnknown);
    }

    TaskScheduleException outOfTime(String taskId, boolean outcomeUnknown) {
        return unanswered(taskId, "TOO_SLOW", outcomeUnknown);
    }

    TaskScheduleException interrupted(String taskId, boolean outcomeUnknown) {
        return failure("UNAVAILABLE", taskId, "interrupted in the call for " + subject(taskId), outcomeUnknown);
    }

    private TaskScheduleException unanswered(String taskId, String why, boolean outcomeUnknown) {
        return failure(
                "UNAVAILABLE",
                taskId,
                "no answer from the server at " + target + " for " + subject(taskId) + " within a call timeout of "
                        + timeout.toMillis() + " ms (" + why + "); try again, or have the connection verified",
                outcomeUnknown);
    }

    /** The server's own words of what it refuses, short and on one line; of other failures they may hold anything. */
    private static String reason(Status status) {
        String said = Objects.requireNonNullElse(status.getDescription(), "");
        return new Problem("", "", said.isBlank() ? status.getCode().name() : said, "").value();
    }

    private String subject(String taskId) {
        return (taskId.isEmpty() ? all : "the schedule of task '" + taskId + "'") + " in namespace '" + namespace + "'";
    }

    private static TaskScheduleException failure(String code, String taskId, String message, boolean outcomeUnknown) {
        return new TaskScheduleException(code, taskId, message, outcomeUnknown);
    }
}
