package ai.torale.acceptance.check;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.workflow.CheckReport;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleUpdate;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A workflow that cannot even begin; what else may break in a check is broken in the testkit's tests. */
@RealServer
class BrokenChecksIT {
    @Test
    void an_input_that_cannot_be_read_fails_its_check_and_the_next_one_is_healthy(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        stage.search().answers(SearchResult.met("499"));
        spoilInput(stage, task);
        CheckHistory failed = Ended.of(stage, stage.trigger(torale, task));
        torale.watch(task.toBuilder().name("mended").build());

        CheckReport next = stage.check(torale, task);

        assertThat(failed.last().getEventType()).isEqualTo(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED);
        assertThat(next.outcome()).isEqualTo("notified");
    }

    /** Changes the input of a task's schedule behind the library's back. */
    private static void spoilInput(Stage stage, MonitoringTask task) {
        ScheduleClient.newInstance(stage.server().stubs())
                .getHandle("task-" + task.id())
                .update(input -> {
                    Schedule schedule = input.getDescription().getSchedule();
                    ScheduleActionStartWorkflow action =
                            (ScheduleActionStartWorkflow) Objects.requireNonNull(schedule.getAction());
                    return new ScheduleUpdate(Schedule.newBuilder(schedule)
                            .setAction(ScheduleActionStartWorkflow.newBuilder(action)
                                    .setArguments("no config at all")
                                    .build())
                            .build());
                });
    }
}
