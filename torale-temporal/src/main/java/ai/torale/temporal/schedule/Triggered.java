package ai.torale.temporal.schedule;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of a request to check now. */
public final class Triggered {
    /** What became of the request. */
    public enum Status {
        /** A check was started. */
        STARTED,
        /** A check is running, so none was started. */
        ALREADY_RUNNING,
        /** The server took the request, but no start was seen within 5 seconds, or the call timeout if that is shorter. */
        UNCONFIRMED
    }

    private final Status status;
    private final @Nullable String workflowId;
    private final @Nullable String runId;

    private Triggered(Status status, @Nullable String workflowId, @Nullable String runId) {
        this.status = status;
        this.workflowId = workflowId;
        this.runId = runId;
    }

    static Triggered started(RecentCheck check) {
        return new Triggered(Status.STARTED, check.workflowId(), check.runId());
    }

    static Triggered alreadyRunning(RecentCheck check) {
        return new Triggered(Status.ALREADY_RUNNING, check.workflowId(), check.runId());
    }

    static Triggered unconfirmed() {
        return new Triggered(Status.UNCONFIRMED, null, null);
    }

    /** What became of the request. */
    public Status status() {
        return status;
    }

    /** The workflow id of the check that was started or is running; empty when unconfirmed. */
    public Optional<String> workflowId() {
        return Optional.ofNullable(workflowId);
    }

    /** The run id of the check that was started or is running; empty when unconfirmed. */
    public Optional<String> runId() {
        return Optional.ofNullable(runId);
    }

    @Override
    public String toString() {
        return "Triggered[" + status + ", " + workflowId + ", " + runId + "]";
    }
}
