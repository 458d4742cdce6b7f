package ai.torale.temporal.schedule;

import java.time.Instant;

/**
 * A check that a schedule has started.
 *
 * @param workflowId the workflow's id
 * @param runId the run id of its first execution, which is the check's id
 * @param scheduledAt the time for which it was planned
 * @param status what the scheduler last heard of it
 */
public record RecentCheck(String workflowId, String runId, Instant scheduledAt, Status status) {
    /** What the scheduler last heard of a check. */
    public enum Status {
        /** It runs, or its end was not noticed yet. */
        RUNNING,
        /** It ended with a report. */
        COMPLETED,
        /** It failed, timed out, or was ended by hand. */
        FAILED,
        /** The server does not say. */
        UNKNOWN
    }
}
