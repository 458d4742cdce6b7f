package ai.torale.temporal.workflow;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Sends at intervals of 30 seconds, growing to an hour, for 72 hours. */
final class DeliveryWorkflowImpl implements DeliveryWorkflow {
    static final Duration TIME_LIMIT = Duration.ofDays(3);

    private final MonitoringActivities activities;

    DeliveryWorkflowImpl(ActivityOptions send) {
        this.activities = Workflow.newActivityStub(
                MonitoringActivities.class,
                ActivityOptions.newBuilder(send)
                        .setScheduleToCloseTimeout(TIME_LIMIT)
                        .setRetryOptions(RetryOptions.newBuilder()
                                .setInitialInterval(Duration.ofSeconds(30))
                                .setMaximumInterval(Duration.ofHours(1))
                                .setBackoffCoefficient(2.0)
                                .build())
                        .build());
    }

    @Override
    public Receipt deliver(SendInput delivery) {
        return activities.sendNotification(delivery);
    }
}
