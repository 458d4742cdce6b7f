package ai.torale.temporal.schedule;

import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.StatusUtils;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Calls the server: each call ends within a time limit, is repeated while that can help, and fails typed.
 *
 * <p>The SDK's own schedule client repeats calls for up to a minute and sends no conflict token, so the stubs are used
 * directly.
 */
final class ScheduleCalls {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final WorkflowClient client;
    private final Duration timeout;
    private final Pace pace;

    ScheduleCalls(WorkflowClient client, Duration timeout) {
        this(client, timeout, Pace.unlimited());
    }

    private ScheduleCalls(WorkflowClient client, Duration timeout, Pace pace) {
        this.client = client;
        this.timeout = timeout;
        this.pace = pace;
    }

    /** The same calls, at a pace; the time that a call waits for its turn does not count. */
    ScheduleCalls paced(Pace slower) {
        return new ScheduleCalls(client, timeout, slower);
    }

    /** Reads; the status {@code NOT_FOUND} comes out as {@code SCHEDULE_NOT_FOUND}. */
    <T> T read(String taskId, Function<WorkflowServiceBlockingStub, T> call) {
        return repeat(taskId, false, call);
    }

    /** Writes; a failure says whether the write may have been done. */
    <T> T write(String taskId, Function<WorkflowServiceBlockingStub, T> call) {
        return repeat(taskId, true, call);
    }

    private <T> T repeat(String taskId, boolean writes, Function<WorkflowServiceBlockingStub, T> call) {
        pace.await(taskId);
        Deadline deadline = Deadline.after(timeout.toMillis(), TimeUnit.MILLISECONDS);
        Duration pause = FIRST_PAUSE;
        boolean unknown = false;
        while (true) {
            try {
                return call.apply(
                        client.getWorkflowServiceStubs().blockingStub().withDeadline(deadline));
            } catch (StatusRuntimeException e) {
                unknown |= writes && mayHaveBeenDone(e.getStatus().getCode());
                if (!canHelp(e.getStatus().getCode())
                        || deadline.timeRemaining(TimeUnit.MILLISECONDS) <= pause.toMillis()) {
                    throw typed(taskId, e, unknown);
                }
            }
            pause(taskId, pause);
            pace.await(taskId);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    static void pause(String taskId, Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TaskScheduleException(
                    "UNAVAILABLE", taskId, "interrupted while the server was asked for " + subject(taskId), true);
        }
    }

    private static boolean canHelp(Status.Code code) {
        return switch (code) {
            case UNAVAILABLE, RESOURCE_EXHAUSTED, INTERNAL, UNKNOWN, ABORTED -> true;
            default -> false;
        };
    }

    private static boolean mayHaveBeenDone(Status.Code code) {
        return switch (code) {
            case UNAVAILABLE, INTERNAL, UNKNOWN, DEADLINE_EXCEEDED, CANCELLED -> true;
            default -> false;
        };
    }

    private static String subject(String taskId) {
        return taskId.isEmpty() ? "the schedules" : "the schedule of task '" + taskId + "'";
    }

    private TaskScheduleException typed(String taskId, StatusRuntimeException e, boolean outcomeUnknown) {
        Status status = e.getStatus();
        String namespace = client.getOptions().getNamespace();
        if (StatusUtils.hasFailure(e, NamespaceNotFoundFailure.class)) {
            return new TaskScheduleException(
                    "NAMESPACE_NOT_FOUND", taskId, "the server has no namespace '" + namespace + "'; create it", false);
        }
        String subject = subject(taskId) + " in namespace '" + namespace + "'";
        String said = status.getDescription() == null ? status.getCode().name() : status.getDescription();
        return switch (status.getCode()) {
            case NOT_FOUND -> TaskScheduleException.notFound(taskId);
            case ALREADY_EXISTS ->
                new TaskScheduleException(
                        TaskScheduleException.CONFLICT, taskId, subject + " exists already", outcomeUnknown);
            case FAILED_PRECONDITION ->
                new TaskScheduleException(
                        TaskScheduleException.CONCURRENT, taskId, subject + " was changed meanwhile", outcomeUnknown);
            case PERMISSION_DENIED, UNAUTHENTICATED ->
                new TaskScheduleException(
                        "ACCESS_DENIED",
                        taskId,
                        "access denied to " + subject + "; check the key and its roles",
                        false);
            case RESOURCE_EXHAUSTED ->
                new TaskScheduleException(
                        "THROTTLED", taskId, "the server throttles calls; try " + subject + " again later", false);
            case INVALID_ARGUMENT, UNIMPLEMENTED, OUT_OF_RANGE ->
                new TaskScheduleException("SCHEDULE_REFUSED", taskId, subject + " is refused: " + said, false);
            default ->
                new TaskScheduleException(
                        "UNAVAILABLE",
                        taskId,
                        "the server did not answer for " + subject + " within " + timeout.toMillis() + " ms ("
                                + status.getCode() + "); try again",
                        outcomeUnknown);
        };
    }
}
