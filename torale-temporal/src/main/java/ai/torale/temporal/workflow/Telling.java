package ai.torale.temporal.workflow;

import ai.torale.check.Outcome;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The last step of a check: a notification goes to every channel, and what cannot be sent yet is handed on. */
final class Telling {
    private static final Logger LOG = Workflow.getLogger(Telling.class);

    private final MonitoringActivities activities;
    private final String idPrefix;
    private final TaskConfig config;

    Telling(MonitoringActivities activities, String idPrefix, TaskConfig config) {
        this.activities = activities;
        this.idPrefix = idPrefix;
        this.config = config;
    }

    /**
     * Sends to all channels at once; one that fails neither blocks nor repeats another.
     *
     * @return how the check ends
     */
    Outcome tell(TaskFields task, NotificationFields notification, @Nullable List<String> channels) {
        Map<SendInput, Promise<Receipt>> sent = new LinkedHashMap<>();
        for (String channel : channels == null ? List.<String>of() : channels) {
            SendInput input = new SendInput(config.epoch(), channel, notification);
            sent.put(input, Async.function(activities::sendNotification, input));
        }
        if (sent.isEmpty()) {
            // It would count as told and reach nobody.
            throw ApplicationFailure.newFailure("there is something to tell, and no channel", FailureTypes.INVALID);
        }
        int delivered = 0;
        int deferred = 0;
        for (Map.Entry<SendInput, Promise<Receipt>> delivery : sent.entrySet()) {
            try {
                delivery.getValue().get();
                delivered++;
            } catch (ActivityFailure e) {
                StepFailures.rethrowCancellation(e);
                if (!FailureTypes.STOPPED.equals(StepFailures.code(e))) {
                    defer(delivery.getKey());
                    deferred++;
                }
            }
        }
        if (deferred > 0) {
            return Outcome.DEFERRED;
        }
        if (delivered > 0 && isOnce(task)) {
            complete(task, notification.key());
        }
        return delivered > 0 ? Outcome.NOTIFIED : Outcome.SKIPPED;
    }

    /** Ends a task that had told before, when the check that told it could not: a delivery was deferred, say. */
    void completeIfTold(TaskFields task, @Nullable CarriedState carried) {
        boolean told = carried != null
                && carried.notifiedAt() != null
                && config.epoch().equals(carried.epoch())
                && task.asks(carried.question());
        if (told && isOnce(task)) {
            complete(task, null);
        }
    }

    private static boolean isOnce(TaskFields task) {
        return "once".equals(task.notifyBehavior());
    }

    /** The state says that it was told, so a task that could not be completed stays silent all the same. */
    private void complete(TaskFields task, @Nullable String key) {
        try {
            activities.completeTask(new CompleteInput(config.taskId(), config.epoch(), key, task.question()));
        } catch (ActivityFailure e) {
            StepFailures.rethrowCancellation(e);
            LOG.warn(
                    "task {} has told what it was to tell once, but its schedule could not be paused", config.taskId());
        }
    }

    /** Hands a delivery to a workflow of its own, and waits until that exists: this check may end at once. */
    private void defer(SendInput delivery) {
        String id = idPrefix + "delivery/" + config.taskId() + "/"
                + delivery.notification().key() + "/" + delivery.channel();
        DeliveryWorkflow child = Workflow.newChildWorkflowStub(
                DeliveryWorkflow.class,
                ChildWorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                        .setWorkflowIdReusePolicy(
                                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
                        .build());
        Async.function(child::deliver, delivery);
        try {
            Workflow.getWorkflowExecution(child).get();
        } catch (ChildWorkflowFailure e) {
            if (!(e.getCause() instanceof WorkflowExecutionAlreadyStarted)) {
                throw e;
            }
        }
    }
}
