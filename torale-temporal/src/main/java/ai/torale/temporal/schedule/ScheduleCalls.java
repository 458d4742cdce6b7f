package ai.torale.temporal.schedule;

import ai.torale.temporal.connection.ConnectionException;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The calls to the server that one call of the host takes: all of them end within one time limit, are repeated while
 * that can help, and fail typed. For one thread.
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
    private final ScheduleFailures failures;
    private long endNanos;
    private boolean mayHaveWritten;

    /** Begins: from now on the time runs. */
    ScheduleCalls(WorkflowClient client, Duration timeout, Pace pace) {
        this(client, timeout, pace, "the schedules");
    }

    private ScheduleCalls(WorkflowClient client, Duration timeout, Pace pace, String all) {
        this.client = client;
        this.timeout = timeout;
        this.pace = pace;
        this.failures = new ScheduleFailures(
                client.getWorkflowServiceStubs().getOptions().getTarget(),
                client.getOptions().getNamespace(),
                timeout,
                all);
        this.endNanos = System.nanoTime() + timeout.toNanos();
    }

    /** Begins calls that are not about schedules. */
    static ScheduleCalls aboutChecks(WorkflowClient client, Duration timeout) {
        return new ScheduleCalls(client, timeout, Pace.unlimited(), "the checks");
    }

    /** The calls from here on, which end within a shorter time. */
    ScheduleCalls within(Duration limit) {
        ScheduleCalls rest = new ScheduleCalls(client, timeout, pace);
        long limitNanos = System.nanoTime() + limit.toNanos();
        rest.endNanos = limitNanos - endNanos < 0 ? limitNanos : endNanos;
        rest.mayHaveWritten = mayHaveWritten;
        return rest;
    }

    /** Whether there is time for one more call. */
    boolean hasTime() {
        return remaining().compareTo(Duration.ZERO) > 0;
    }

    /** Reads; the status {@code NOT_FOUND} comes out as {@code SCHEDULE_NOT_FOUND}. */
    <T> T read(String taskId, Function<WorkflowServiceBlockingStub, T> call) {
        return repeat(taskId, false, call);
    }

    /** Writes; this failure and those of later calls say whether the write may have been done. */
    <T> T write(String taskId, Function<WorkflowServiceBlockingStub, T> call) {
        return repeat(taskId, true, call);
    }

    private <T> T repeat(String taskId, boolean writes, Function<WorkflowServiceBlockingStub, T> call) {
        Duration pause = FIRST_PAUSE;
        while (true) {
            awaitTurn(taskId);
            Status.Code code;
            TaskScheduleException failure;
            try {
                T answer = call.apply(stub(taskId));
                mayHaveWritten |= writes;
                return answer;
            } catch (StatusRuntimeException e) {
                code = e.getStatus().getCode();
                mayHaveWritten |= writes && mayHaveBeenDone(code);
                failure = failures.of(taskId, e, mayHaveWritten);
            } catch (TaskScheduleException e) {
                throw e;
            } catch (ConnectionException e) { // of our own interceptor, before anything was sent
                throw failures.ofConnection(taskId, e, mayHaveWritten);
            } catch (RuntimeException e) { // of an interceptor or a credential of the host
                mayHaveWritten |= writes;
                throw failures.ofHost(taskId, e, mayHaveWritten);
            }
            if (!canHelp(code) || remaining().compareTo(pause) <= 0) {
                throw failure;
            }
            pause(taskId, pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    void pause(String taskId, Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures.interrupted(taskId, mayHaveWritten);
        }
    }

    /** Waiting for one's turn takes nothing of the time. */
    private void awaitTurn(String taskId) {
        Duration wait = pace.turn();
        if (!wait.isZero()) {
            pause(taskId, wait);
            endNanos += wait.toNanos();
        }
    }

    private WorkflowServiceBlockingStub stub(String taskId) {
        if (!hasTime()) {
            throw failures.outOfTime(taskId, mayHaveWritten);
        }
        return client.getWorkflowServiceStubs()
                .blockingStub()
                .withDeadline(Deadline.after(remaining().toNanos(), TimeUnit.NANOSECONDS));
    }

    private Duration remaining() {
        return Duration.ofNanos(endNanos - System.nanoTime());
    }

    private static boolean canHelp(Status.Code code) {
        return switch (code) {
            case UNAVAILABLE, RESOURCE_EXHAUSTED, INTERNAL, UNKNOWN, ABORTED, DEADLINE_EXCEEDED -> true;
            default -> false;
        };
    }

    private static boolean mayHaveBeenDone(Status.Code code) {
        return switch (code) {
            case UNAVAILABLE, INTERNAL, UNKNOWN, DEADLINE_EXCEEDED, CANCELLED, DATA_LOSS -> true;
            default -> false;
        };
    }
}
