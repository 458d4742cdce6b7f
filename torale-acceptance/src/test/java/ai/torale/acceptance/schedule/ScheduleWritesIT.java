package ai.torale.acceptance.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.torale.InvalidException;
import ai.torale.acceptance.server.FaultyCalls;
import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.ScheduledTask;
import ai.torale.temporal.schedule.TaskScheduleException;
import ai.torale.temporal.schedule.Written;
import ai.torale.temporal.workflow.MonitoringActivities;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@RealServer
class ScheduleWritesIT {
    @Test
    void creating_again_changes_nothing_when_equal_and_is_refused_when_not(Stage stage) {
        ScheduleManager schedules = manager(stage);
        MonitoringTask task = stage.task("gpu").build();

        assertThat(schedules.create(task)).isEqualTo(Written.CREATED);
        assertThat(schedules.create(task)).isEqualTo(Written.UNCHANGED);
        assertCode(
                "SCHEDULE_CONFLICT",
                () -> schedules.create(task.toBuilder().name("GPU").build()));
    }

    @Test
    void an_update_replaces_the_cron_and_keeps_epoch_pause_and_note(Stage stage) {
        ScheduleManager schedules = manager(stage);
        MonitoringTask task =
                MonitoringTask.builder(stage.id("gpu"), "0 9 * * *").build();
        schedules.create(task);
        schedules.pause(task.id(), "the shop is closed");
        ScheduledTask before = schedules.find(task.id()).orElseThrow();

        Written written =
                schedules.update(MonitoringTask.builder(task.id(), "0 18 * * *").build());

        ScheduledTask after = schedules.find(task.id()).orElseThrow();
        assertThat(written).isEqualTo(Written.UPDATED);
        assertThat(after.epoch()).isEqualTo(before.epoch());
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
        assertThat(after.paused()).isTrue();
        assertThat(after.note()).isEqualTo("the shop is closed");
        assertThat(after.cron()).isEqualTo("0 18 * * *");
        assertThat(Described.fires(stage, task, "2027-01-01T00:00:00Z", "2027-01-01T23:59:59Z"))
                .containsExactly(Instant.parse("2027-01-01T18:00:00Z"));
    }

    @Test
    void an_update_from_cron_to_interval_and_back_leaves_one_of_them(Stage stage) {
        ScheduleManager schedules = manager(stage);
        MonitoringTask task =
                MonitoringTask.builder(stage.id("gpu"), "0 9 * * *").build();
        schedules.create(task);

        schedules.update(MonitoringTask.builder(task.id(), "@every 12h").build());
        assertThat(Described.fires(stage, task, "2027-01-01T00:30:00Z", "2027-01-02T00:20:00Z"))
                .hasSize(2);

        schedules.update(task);
        assertThat(Described.fires(stage, task, "2027-01-01T00:30:00Z", "2027-01-02T00:20:00Z"))
                .containsExactly(Instant.parse("2027-01-01T09:00:00Z"));
    }

    @Test
    void an_update_without_a_difference_writes_nothing(Stage stage) {
        ScheduleManager schedules = manager(stage);
        MonitoringTask task =
                stage.task("gpu").attribute("url", "https://shop.example").build();
        schedules.create(task);
        DescribeScheduleResponse before = Described.by(stage, task);

        Written written = schedules.update(task);

        assertThat(written).isEqualTo(Written.UNCHANGED);
        assertThat(Described.by(stage, task).getInfo().getUpdateTime())
                .isEqualTo(before.getInfo().getUpdateTime());
        assertThat(Described.by(stage, task).getConflictToken()).isEqualTo(before.getConflictToken());
    }

    @Test
    void pausing_keeps_the_note_and_resuming_ends_it(Stage stage) {
        ScheduleManager schedules = manager(stage);
        MonitoringTask task = stage.task("gpu").build();
        schedules.create(task);

        schedules.pause(task.id(), "the shop is closed");
        schedules.pause(task.id(), "and stays closed");
        assertThat(schedules.find(task.id()).orElseThrow().note()).isEqualTo("and stays closed");

        schedules.resume(task.id());
        schedules.resume(task.id());
        assertThat(schedules.find(task.id()).orElseThrow().paused()).isFalse();
    }

    @Test
    void a_deleted_schedule_is_gone_and_a_new_one_is_another_life(Stage stage) {
        ScheduleManager schedules = manager(stage);
        MonitoringTask task = stage.task("gpu").build();
        schedules.create(task);
        String epoch = schedules.find(task.id()).orElseThrow().epoch();

        assertThat(schedules.delete(task.id())).isTrue();
        assertThat(schedules.delete(task.id())).isFalse();
        assertThat(schedules.find(task.id())).isEmpty();
        schedules.create(task);
        assertThat(schedules.find(task.id()).orElseThrow().epoch()).isNotEqualTo(epoch);
    }

    @Test
    void an_unknown_task_is_named_in_the_refusal(Stage stage) {
        ScheduleManager schedules = manager(stage);
        MonitoringTask task = stage.task("unknown").build();

        assertThat(schedules.find(task.id())).isEmpty();
        assertThat(schedules.delete(task.id())).isFalse();
        assertCode("SCHEDULE_NOT_FOUND", () -> schedules.update(task));
        assertCode("SCHEDULE_NOT_FOUND", () -> schedules.pause(task.id(), ""));
        assertCode("SCHEDULE_NOT_FOUND", () -> schedules.resume(task.id()));
        assertCode("SCHEDULE_NOT_FOUND", () -> schedules.trigger(task.id()));
    }

    @Test
    void an_invalid_id_is_refused_without_asking_the_server() {
        WorkflowServiceStubs nobody = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:1")
                .build());
        ScheduleManager schedules = ScheduleManager.builder(WorkflowClient.newInstance(nobody))
                .callTimeout(Duration.ofSeconds(1))
                .build();

        assertThatThrownBy(() -> schedules.find("a b")).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> schedules.delete("")).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> schedules.pause("a/b", "")).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> schedules.resume("a\nb")).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> schedules.trigger("ä")).isInstanceOf(InvalidException.class);
        nobody.shutdownNow();
    }

    @Test
    void a_server_that_does_not_answer_is_a_typed_failure_within_the_call_timeout() {
        WorkflowServiceStubs nobody = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:1")
                .build());
        ScheduleManager schedules = ScheduleManager.builder(WorkflowClient.newInstance(nobody))
                .callTimeout(Duration.ofSeconds(1))
                .build();

        assertCode("UNAVAILABLE", () -> schedules.find("gpu"));
        nobody.shutdownNow();
    }

    @Test
    void a_cron_that_fires_more_often_than_is_allowed_is_refused(Stage stage) {
        MonitoringTask task =
                MonitoringTask.builder(stage.id("gpu"), "@every 59s").build();

        assertThatThrownBy(() -> manager(stage).create(task))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("CRON_TOO_SHORT");
        assertThat(manager(stage).find(task.id())).isEmpty();
    }

    @Test
    void somebody_elses_schedule_is_refused_by_every_call_and_left_alone(Stage stage) {
        ScheduleManager schedules = manager(stage);
        MonitoringTask task = stage.task("gpu").build();
        ForeignSchedule.create(stage, task);
        DescribeScheduleResponse before = Described.by(stage, task);

        assertCode("SCHEDULE_FOREIGN", () -> schedules.create(task));
        assertCode("SCHEDULE_FOREIGN", () -> schedules.update(task));
        assertCode("SCHEDULE_FOREIGN", () -> schedules.delete(task.id()));
        assertCode("SCHEDULE_FOREIGN", () -> schedules.pause(task.id(), "mine"));
        assertCode("SCHEDULE_FOREIGN", () -> schedules.resume(task.id()));
        assertCode("SCHEDULE_FOREIGN", () -> schedules.trigger(task.id()));
        assertCode("SCHEDULE_FOREIGN", () -> schedules.find(task.id()));
        assertThat(schedules.describe(task.id())).isEmpty();
        assertThat(Described.by(stage, task).getSchedule()).isEqualTo(before.getSchedule());
    }

    @Test
    void a_cron_that_the_server_writes_out_longer_than_its_user_did_is_equal_all_the_same(Stage stage) {
        ScheduleManager schedules = manager(stage);
        String minutes = IntStream.range(0, 20).mapToObj(i -> i + "/20").collect(Collectors.joining(","));
        MonitoringTask task =
                MonitoringTask.builder(stage.id("gpu"), minutes + " * * * *").build();

        assertThat(schedules.create(task)).isEqualTo(Written.CREATED);
        assertThat(schedules.create(task)).isEqualTo(Written.UNCHANGED);
        assertThat(schedules.save(task)).isEqualTo(Written.UNCHANGED);
    }

    @Test
    void asking_something_else_keeps_a_pause_that_somebody_begins_meanwhile(Stage stage) {
        FaultyCalls calls = new FaultyCalls();
        ScheduleManager schedules = ScheduleManager.builder(
                        stage.connected(stage.server().target(), calls))
                .build();
        MonitoringTask task = stage.task("gpu").build();
        schedules.create(task);
        schedules.pause(task.id(), MonitoringActivities.COMPLETED_NOTE + "q");
        calls.before("UpdateSchedule", () -> manager(stage).pause(task.id(), "by hand"));

        schedules.save(task.toBuilder().searchQuery("the colour").build());

        ScheduledTask after = schedules.find(task.id()).orElseThrow();
        assertThat(after.paused()).isTrue();
        assertThat(after.note()).isEqualTo("by hand");
        assertThat(after.task()).map(MonitoringTask::searchQuery).contains("the colour");
    }

    @Test
    void checks_are_listed_of_task_ids_only(Stage stage) {
        assertThatThrownBy(() -> manager(stage).checks().completed(List.of("x') OR WorkflowType IN ('Payroll")))
                .isInstanceOf(InvalidException.class);
    }

    private static void assertCode(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TaskScheduleException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static ScheduleManager manager(Stage stage) {
        return ScheduleManager.builder(stage.client()).build();
    }
}
