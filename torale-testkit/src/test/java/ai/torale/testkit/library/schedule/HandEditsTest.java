package ai.torale.testkit.library.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.task.MonitoringTask;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.Written;
import ai.torale.testkit.server.SkippedTimeServer;
import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.IntervalSpec;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody edits a schedule in Temporal's UI, and leaves its mark as it was. */
class HandEditsTest {
    private static final SkippedTimeServer SERVER = SkippedTimeServer.start();
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "30 9 * * *").build();

    private enum Edit {
        ANOTHER_CRON(schedule ->
                calendar(schedule).clearHour().addHour(Range.newBuilder().setStart(7))),
        A_FIXED_YEAR(schedule -> calendar(schedule).addYear(Range.newBuilder().setStart(2030))),
        EVERY_SECOND_OF_THE_MINUTE(schedule ->
                calendar(schedule).clearSecond().addSecond(Range.newBuilder().setEnd(59))),
        A_SECOND_CALENDAR(schedule -> spec(schedule)
                .addStructuredCalendar(
                        calendar(schedule).build().toBuilder().clearComment().clearMinute())),
        AN_INTERVAL(
                schedule -> spec(schedule).addInterval(IntervalSpec.newBuilder().setInterval(Durations.fromHours(3)))),
        AN_EXCLUDED_DAY(schedule -> spec(schedule)
                .addExcludeStructuredCalendar(calendar(schedule).build().toBuilder()
                        .clearComment()
                        .clearDayOfMonth()
                        .addDayOfMonth(Range.newBuilder().setStart(1)))),
        A_START_TIME(schedule -> spec(schedule).setStartTime(Timestamps.fromSeconds(2_000_000_000L))),
        AN_END_TIME(schedule -> spec(schedule).setEndTime(Timestamps.fromSeconds(2_000_000_000L))),
        JITTER(schedule -> spec(schedule).setJitter(Durations.fromSeconds(30))),
        ANOTHER_ZONE(schedule -> spec(schedule).setTimezoneName("Asia/Tokyo")),
        ANOTHER_OVERLAP(schedule -> schedule.getPoliciesBuilder()
                .setOverlapPolicy(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL)),
        ANOTHER_CATCH_UP(schedule -> schedule.getPoliciesBuilder().setCatchupWindow(Durations.fromDays(365))),
        PAUSE_ON_FAILURE(schedule -> schedule.getPoliciesBuilder().setPauseOnFailure(true)),
        FEW_ACTIONS(
                schedule -> schedule.getStateBuilder().setLimitedActions(true).setRemainingActions(3)),
        ANOTHER_QUEUE(schedule -> action(schedule).getTaskQueueBuilder().setName("theirs")),
        ANOTHER_TYPE(schedule -> action(schedule).getWorkflowTypeBuilder().setName("Backup")),
        ANOTHER_TIMEOUT(schedule -> action(schedule).setWorkflowExecutionTimeout(Durations.fromDays(1))),
        A_RUN_TIMEOUT(schedule -> action(schedule).setWorkflowRunTimeout(Durations.fromSeconds(1))),
        A_TASK_TIMEOUT(schedule -> action(schedule).setWorkflowTaskTimeout(Durations.fromSeconds(1))),
        ANOTHER_INPUT(schedule -> action(schedule)
                .getInputBuilder()
                .getPayloadsBuilder(0)
                .setData(ByteString.copyFromUtf8("{\"task_id\":\"other\",\"epoch\":\"e\"}"))),
        AN_INPUT_THAT_NOBODY_CAN_READ(schedule ->
                action(schedule).getInputBuilder().getPayloadsBuilder(0).setData(ByteString.copyFromUtf8("{")));

        private final Consumer<Schedule.Builder> change;

        Edit(Consumer<Schedule.Builder> change) {
            this.change = change;
        }

        private static ScheduleSpec.Builder spec(Schedule.Builder schedule) {
            return schedule.getSpecBuilder();
        }

        private static StructuredCalendarSpec.Builder calendar(Schedule.Builder schedule) {
            return spec(schedule).getStructuredCalendarBuilder(0);
        }

        private static NewWorkflowExecutionInfo.Builder action(Schedule.Builder schedule) {
            return schedule.getActionBuilder().getStartWorkflowBuilder();
        }
    }

    private final ScheduleManager schedules =
            ScheduleManager.builder(SERVER.client()).build();

    @AfterEach
    void delete() {
        schedules.delete("gpu");
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @ParameterizedTest
    @EnumSource(Edit.class)
    void an_update_sees_what_was_edited_by_hand_and_restores_it(Edit edit) {
        schedules.create(TASK);
        Schedule made = described();
        Schedule.Builder edited = made.toBuilder();
        edit.change.accept(edited);
        write(edited);
        assertThat(described()).isNotEqualTo(made);

        Written written = schedules.update(TASK);

        assertThat(written).isEqualTo(Written.UPDATED);
        assertThat(described()).isEqualTo(made);
        assertThat(schedules.update(TASK)).isEqualTo(Written.UNCHANGED);
    }

    @Test
    void an_interval_that_somebody_keeps_from_firing_fires_again() {
        MonitoringTask task = MonitoringTask.builder("gpu", "@every 2h/30m").build();
        schedules.create(task);
        Schedule made = described();
        Schedule.Builder edited = made.toBuilder();
        edited.getSpecBuilder()
                .getExcludeStructuredCalendarBuilder(0)
                .clearYear()
                .clearMonth()
                .clearDayOfMonth()
                .clearHour()
                .addHour(Range.newBuilder().setEnd(23))
                .clearMinute()
                .addMinute(Range.newBuilder().setEnd(59));
        write(edited);

        assertThat(schedules.update(task)).isEqualTo(Written.UPDATED);
        assertThat(described()).isEqualTo(made);
        assertThat(schedules.update(task)).isEqualTo(Written.UNCHANGED);
    }

    private static Schedule described() {
        return Rpc.described(SERVER.client(), "task-gpu");
    }

    private static void write(Schedule.Builder schedule) {
        Rpc.write(SERVER.client(), "task-gpu", schedule);
    }
}
