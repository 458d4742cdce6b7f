package ai.torale.testkit.server;

import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The workflow runs that a schedule starts and looks after. */
interface Runs {
    /**
     * How a run ended.
     *
     * @param status unspecified when the server no longer knows the run
     */
    record Outcome(
            WorkflowExecutionStatus status,
            @Nullable Payloads result,
            @Nullable Failure failure) {
        static Outcome forgotten() {
            return new Outcome(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_UNSPECIFIED, null, null);
        }
    }

    /**
     * What earlier runs hand to the next one.
     *
     * @param result of the last run that completed
     * @param failure of the run just before
     */
    record Carried(@Nullable Payloads result, @Nullable Failure failure) {
        static final Carried NOTHING = new Carried(null, null);
    }

    WorkflowExecution start(StartWorkflowExecutionRequest request, Carried carried);

    /** Empty while the chain of runs that began with this one is open. */
    Optional<Outcome> outcome(String namespace, WorkflowExecution first);

    void cancel(String namespace, WorkflowExecution first, String identity);

    void terminate(String namespace, WorkflowExecution first, String identity);
}
