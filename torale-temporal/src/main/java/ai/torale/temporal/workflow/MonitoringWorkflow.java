package ai.torale.temporal.workflow;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One check of one task, as a Temporal workflow. */
@WorkflowInterface
public interface MonitoringWorkflow {
    /** The workflow type. */
    String TYPE = "MonitoringWorkflow";

    /**
     * Asks, compares, and tells.
     *
     * @return the report; the scheduler hands it to the next check, which is how state lives without a store
     */
    @WorkflowMethod(name = TYPE)
    CheckReport check(TaskConfig config);
}
