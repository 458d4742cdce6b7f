package ai.torale.temporal.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * A check, or a delivery that outlives its check, as a listing of workflows shows it: some seconds old.
 *
 * @param workflowId the workflow's id
 * @param runId the run's id
 * @param workflowType {@code MonitoringWorkflow}, or {@code DeliveryWorkflow}
 * @param taskId the task; empty when another scope, or somebody by hand, has started it
 * @param status how it stands
 * @param startedAt when it was started
 * @param executionAt when it began to run; empty when the server does not say
 * @param closedAt when it ended; empty while it runs
 */
public record ListedCheck(
        String workflowId,
        String runId,
        String workflowType,
        Optional<String> taskId,
        Status status,
        Instant startedAt,
        Optional<Instant> executionAt,
        Optional<Instant> closedAt) {
    /** How a workflow stands. */
    public enum Status {
        /** It runs. */
        RUNNING,
        /** It ended with a report. */
        COMPLETED,
        /** It failed. */
        FAILED,
        /** It was asked to end, and did. */
        CANCELED,
        /** It was ended by hand. */
        TERMINATED,
        /** It goes on as another run. */
        CONTINUED_AS_NEW,
        /** It did not end in time. */
        TIMED_OUT,
        /** The server says something newer than this library. */
        UNKNOWN
    }
}
