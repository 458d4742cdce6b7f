package ai.torale.acceptance.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.ScheduledTask;
import ai.torale.temporal.schedule.Written;
import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.api.workflowservice.v1.UpdateScheduleRequest;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Somebody edits a schedule in Temporal's UI, and leaves its mark as it was: one edit of each part of a schedule. All
 * kinds of edits are made in the testkit's tests.
 */
@RealServer
class HandEditsIT {
    private enum Edit {
        ANOTHER_CRON(schedule -> schedule.getSpecBuilder()
                .getStructuredCalendarBuilder(0)
                .clearHour()
                .addHour(Range.newBuilder().setStart(7))),
        AN_EXCLUDED_DAY(schedule -> schedule.getSpecBuilder()
                .addExcludeStructuredCalendar(
                        schedule.getSpec().getStructuredCalendar(0).toBuilder().clearComment())),
        ANOTHER_CATCH_UP(schedule -> schedule.getPoliciesBuilder().setCatchupWindow(Durations.fromDays(365))),
        AN_INPUT_THAT_NOBODY_CAN_READ(schedule -> schedule.getActionBuilder()
                .getStartWorkflowBuilder()
                .getInputBuilder()
                .getPayloadsBuilder(0)
                .setData(ByteString.copyFromUtf8("{")));

        private final Consumer<Schedule.Builder> change;

        Edit(Consumer<Schedule.Builder> change) {
            this.change = change;
        }
    }

    @ParameterizedTest
    @EnumSource(Edit.class)
    void an_update_sees_what_was_edited_by_hand_and_restores_it(Edit edit, Stage stage) {
        ScheduleManager schedules = ScheduleManager.builder(stage.client())
                .callTimeout(Duration.ofMinutes(1))
                .build();
        MonitoringTask task =
                MonitoringTask.builder(stage.id("gpu"), "30 9 * * *").build();
        schedules.create(task);
        DescribeScheduleResponse made = Described.by(stage, task);
        edit(stage, task, made, edit);

        Written written = schedules.update(task);

        assertThat(written).isEqualTo(Written.UPDATED);
        assertThat(Described.by(stage, task).getSchedule()).isEqualTo(made.getSchedule());
        assertThat(schedules.update(task)).isEqualTo(Written.UNCHANGED);
    }

    @Test
    void an_interval_that_somebody_keeps_from_firing_fires_again(Stage stage) {
        ScheduleManager schedules = ScheduleManager.builder(stage.client())
                .callTimeout(Duration.ofMinutes(1))
                .build();
        MonitoringTask task =
                MonitoringTask.builder(stage.id("gpu"), "@every 2h/30m").build();
        schedules.create(task);
        DescribeScheduleResponse made = Described.by(stage, task);
        Schedule.Builder schedule = made.getSchedule().toBuilder();
        schedule.getSpecBuilder()
                .getExcludeStructuredCalendarBuilder(0)
                .clearYear()
                .clearMonth()
                .clearDayOfMonth()
                .clearHour()
                .addHour(Range.newBuilder().setEnd(23))
                .clearMinute()
                .addMinute(Range.newBuilder().setEnd(59));
        write(stage, task, schedule);

        assertThat(schedules.update(task)).isEqualTo(Written.UPDATED);
        assertThat(Described.by(stage, task).getSchedule()).isEqualTo(made.getSchedule());
        assertThat(schedules.update(task)).isEqualTo(Written.UNCHANGED);
    }

    @Test
    void a_zone_of_the_servers_own_can_be_looked_at_and_is_put_right(Stage stage) {
        ScheduleManager schedules = ScheduleManager.builder(stage.client())
                .callTimeout(Duration.ofMinutes(1))
                .build();
        MonitoringTask task =
                MonitoringTask.builder(stage.id("gpu"), "30 9 * * *").build();
        schedules.create(task);
        Schedule.Builder schedule = Described.by(stage, task).getSchedule().toBuilder();
        schedule.getSpecBuilder().setTimezoneName("EST");
        write(stage, task, schedule);

        assertThat(schedules.find(task.id())).map(ScheduledTask::timeZone).contains("EST");
        assertThat(schedules.update(task)).isEqualTo(Written.UPDATED);
    }

    private static void edit(Stage stage, MonitoringTask task, DescribeScheduleResponse made, Edit edit) {
        Schedule.Builder schedule = made.getSchedule().toBuilder();
        edit.change.accept(schedule);
        write(stage, task, schedule);
    }

    private static void write(Stage stage, MonitoringTask task, Schedule.Builder schedule) {
        stage.client()
                .getWorkflowServiceStubs()
                .blockingStub()
                .updateSchedule(UpdateScheduleRequest.newBuilder()
                        .setNamespace(stage.client().getOptions().getNamespace())
                        .setScheduleId("task-" + task.id())
                        .setSchedule(schedule)
                        .setRequestId(UUID.randomUUID().toString())
                        .build());
    }
}
