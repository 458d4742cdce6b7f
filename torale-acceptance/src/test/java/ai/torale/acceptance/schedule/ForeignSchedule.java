package ai.torale.acceptance.schedule;

import ai.torale.acceptance.server.Stage;
import ai.torale.task.MonitoringTask;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.ScheduleSpec;
import java.util.List;

/** A schedule that an application made for itself, under the id that a task's would have. */
final class ForeignSchedule {
    private ForeignSchedule() {}

    static void create(Stage stage, MonitoringTask task) {
        create(stage, task, "task-" + task.id());
    }

    static void create(Stage stage, MonitoringTask task, String scheduleId) {
        ScheduleClient.newInstance(stage.client().getWorkflowServiceStubs())
                .createSchedule(
                        scheduleId,
                        Schedule.newBuilder()
                                .setAction(ScheduleActionStartWorkflow.newBuilder()
                                        .setWorkflowType("Backup")
                                        .setOptions(WorkflowOptions.newBuilder()
                                                .setWorkflowId("backup-" + task.id())
                                                .setTaskQueue(stage.taskQueue())
                                                .build())
                                        .build())
                                .setSpec(ScheduleSpec.newBuilder()
                                        .setCronExpressions(List.of("0 0 1 1 *"))
                                        .build())
                                .build(),
                        ScheduleOptions.newBuilder().build());
    }
}
