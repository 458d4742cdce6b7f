package ai.torale.temporal.workflow;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One delivery that outlives its check: sent until it arrives, for up to 72 hours. */
@WorkflowInterface
public interface DeliveryWorkflow {
    /** The workflow type. */
    String TYPE = "DeliveryWorkflow";

    /**
     * Sends the notification at growing intervals.
     *
     * @return the receipt; the workflow fails when the delivery is dead
     */
    @WorkflowMethod(name = TYPE)
    Receipt deliver(SendInput delivery);
}
