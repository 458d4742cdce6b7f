package ai.torale.temporal.workflow;

import ai.torale.check.Check;
import ai.torale.task.TaskSource;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What a worker needs to run checks. */
public final class WorkerParts {
    private final MonitoringActivities activities;
    private final ActivityPlan plan;
    private final String idPrefix;
    private final CheckEnd end;

    /**
     * The parts of a worker.
     *
     * @param idPrefix stands before the ids of the workflows that a check starts
     * @param end is told when a check ends
     */
    public WorkerParts(MonitoringActivities activities, ActivityPlan plan, String idPrefix, CheckEnd end) {
        this.activities = activities;
        this.plan = plan;
        this.idPrefix = idPrefix;
        this.end = end;
    }

    /**
     * The library's own activities, built from the host's parts.
     *
     * @param tasks where the host keeps its tasks; null when they live in their schedules
     */
    public static MonitoringActivities activities(
            Check check, @Nullable TaskSource tasks, TaskSchedules schedules, InstantSource clock) {
        return new LibraryActivities(check, tasks, schedules, clock);
    }

    /**
     * Registers workflows and activities with a worker that has not started.
     *
     * <p>An exception in workflow code fails the check: retried for ever, it would silence the monitor.
     */
    public void registerWith(Worker worker) {
        WorkflowImplementationOptions failing = WorkflowImplementationOptions.newBuilder()
                .setFailWorkflowExceptionTypes(Throwable.class)
                .build();
        worker.registerWorkflowImplementationFactory(
                MonitoringWorkflow.class, () -> new MonitoringWorkflowImpl(plan.options(), idPrefix, end), failing);
        worker.registerWorkflowImplementationFactory(
                DeliveryWorkflow.class, () -> new DeliveryWorkflowImpl(plan.of(MonitoringActivities.SEND)), failing);
        worker.registerActivitiesImplementations(activities);
    }
}
