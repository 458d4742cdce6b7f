package ai.torale.acceptance.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.torale.acceptance.server.FaultyCalls;
import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.ScheduledTask;
import ai.torale.temporal.schedule.TaskScheduleException;
import ai.torale.temporal.schedule.Written;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The server does what it was asked for, and its answer is lost.
 *
 * <p>{@code -Dtorale.schedules.lives} is how many schedules lose the answer to each of their writes: 100 in each build.
 */
@RealServer
class LostAnswersIT {
    private static final int LIVES = Integer.getInteger("torale.schedules.lives", 100);
    private static final int AT_ONCE = 8;

    private final FaultyCalls faults = new FaultyCalls();

    @Test
    void each_write_whose_answer_is_lost_is_done_once_and_says_the_truth(Stage stage) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        List<Callable<Void>> shares = new ArrayList<>();
        for (int share = 0; share < AT_ONCE; share++) {
            int first = share;
            shares.add(() -> {
                FaultyCalls own = new FaultyCalls();
                ScheduleManager schedules = manager(stage, own, 60);
                for (int life = first; life < LIVES; life += AT_ONCE) {
                    live(stage, schedules, own, "gpu-" + life);
                }
                return null;
            });
        }

        List<Future<Void>> lives = threads.invokeAll(shares);

        threads.shutdown();
        for (Future<Void> share : lives) {
            share.get();
        }
        System.out.printf("lost answers: %d each of create, update, pause, resume and delete%n", LIVES);
    }

    private static void live(Stage stage, ScheduleManager schedules, FaultyCalls faults, String name) {
        MonitoringTask task =
                MonitoringTask.builder(stage.id(name), "0 9 * * *").build();
        MonitoringTask later = MonitoringTask.builder(task.id(), "0 18 * * *").build();

        faults.losesAnswers("CreateSchedule", 1);
        assertThat(schedules.create(task)).isEqualTo(Written.CREATED);
        String epoch = schedules.find(task.id()).orElseThrow().epoch();

        faults.losesAnswers("PatchSchedule", 1);
        schedules.pause(task.id(), "the shop is closed");
        faults.losesAnswers("UpdateSchedule", 1);
        assertThat(schedules.update(later)).isEqualTo(Written.UPDATED);
        assertThat(schedules.find(task.id())).hasValueSatisfying(found -> {
            assertThat(found.epoch()).isEqualTo(epoch);
            assertThat(found.cron()).isEqualTo("0 18 * * *");
            assertThat(found.paused()).isTrue();
            assertThat(found.note()).isEqualTo("the shop is closed");
        });
        assertThat(Described.fires(stage, task, "2027-01-01T00:00:00Z", "2027-01-01T23:59:59Z"))
                .containsExactly(Instant.parse("2027-01-01T18:00:00Z"));

        faults.losesAnswers("PatchSchedule", 1);
        schedules.resume(task.id());
        assertThat(schedules.find(task.id())).map(ScheduledTask::paused).contains(false);

        faults.losesAnswers("DeleteSchedule", 1);
        assertThat(schedules.delete(task.id())).isTrue();
        assertThat(schedules.find(task.id())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"update", "save", "pause", "resume", "delete"})
    void a_write_whose_every_answer_is_lost_ends_well_because_the_server_is_asked(String write, Stage stage) {
        ScheduleManager schedules = manager(stage, faults, 60);
        Write call = Write.of(write, schedules, stage);
        faults.losesAnswers(call.method(), FaultyCalls.ALWAYS);

        call.run();

        assertThat(call.isDone()).isTrue();
        assertThat(faults.calls(call.method())).isEqualTo(call.callsBefore() + 1);
    }

    /** Nothing is asked before it, so its time may be short; the other writes are in the testkit's tests. */
    @Test
    void a_create_after_which_no_answer_comes_is_unknown_and_can_be_repeated(Stage stage) {
        ScheduleManager schedules = manager(stage, faults, 2);
        Write call = Write.of("create", schedules, stage);
        faults.losesAnswers(call.method(), FaultyCalls.ALWAYS);
        faults.meanwhile(() -> faults.refuses("DescribeSchedule", FaultyCalls.ALWAYS, Status.UNAVAILABLE));

        assertThatThrownBy(call::run).isInstanceOfSatisfying(TaskScheduleException.class, e -> {
            assertThat(e.code()).isEqualTo("UNAVAILABLE");
            assertThat(e.outcomeUnknown()).isTrue();
            assertThat(e.taskId()).isEqualTo(call.task().id());
            assertThat(e).hasNoCause();
        });

        faults.heal();
        call.run();
        assertThat(call.isDone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "update", "pause", "resume"})
    void somebody_elses_schedule_that_took_the_id_meanwhile_is_not_overwritten(String write, Stage stage) {
        ScheduleManager schedules = manager(stage, faults, 60);
        Write call = Write.of(write, schedules, stage);
        faults.losesAnswers(call.method(), 1);
        faults.meanwhile(() -> takeOver(stage, call.task()));

        assertCode("SCHEDULE_FOREIGN", call::run);

        assertIsUntouched(stage, call.task());
    }

    @Test
    void a_delete_leaves_somebody_elses_schedule_that_took_the_id_meanwhile(Stage stage) {
        ScheduleManager schedules = manager(stage, faults, 60);
        MonitoringTask task = stage.task("gpu").build();
        schedules.create(task);
        faults.losesAnswers("DeleteSchedule", 1);
        faults.meanwhile(() -> ForeignSchedule.create(stage, task));

        boolean deleted = schedules.delete(task.id());

        assertThat(deleted).isTrue();
        assertIsUntouched(stage, task);
    }

    @Test
    void a_delete_leaves_another_hosts_new_life_of_the_task(Stage stage) {
        ScheduleManager schedules = manager(stage, faults, 60);
        MonitoringTask task = stage.task("gpu").build();
        schedules.create(task);
        faults.losesAnswers("DeleteSchedule", 1);
        faults.meanwhile(() -> manager(stage).create(task));

        boolean deleted = schedules.delete(task.id());

        assertThat(deleted).isTrue();
        assertThat(schedules.find(task.id())).isPresent();
    }

    @Test
    void an_update_ends_well_when_another_host_began_a_new_life_meanwhile(Stage stage) {
        ScheduleManager schedules = manager(stage, faults, 60);
        MonitoringTask task = stage.task("gpu").build();
        schedules.create(task);
        faults.losesAnswers("UpdateSchedule", 1);
        faults.meanwhile(() -> {
            manager(stage).delete(task.id());
            manager(stage).create(task);
        });

        Written written =
                schedules.update(MonitoringTask.builder(task.id(), "0 18 * * *").build());

        ScheduledTask found = schedules.find(task.id()).orElseThrow();
        assertThat(written).isEqualTo(Written.UPDATED);
        assertThat(found.cron()).isEqualTo("0 18 * * *");
        assertThat(Described.by(stage, task)
                        .getSchedule()
                        .getAction()
                        .getStartWorkflow()
                        .getInput()
                        .getPayloads(0)
                        .getData()
                        .toStringUtf8())
                .as("the life that the memo names")
                .contains(found.epoch());
    }

    @Test
    void an_update_keeps_the_pause_of_somebody_who_paused_meanwhile(Stage stage) {
        ScheduleManager schedules = manager(stage, faults, 60);
        MonitoringTask task = stage.task("gpu").build();
        schedules.create(task);
        faults.losesAnswers("UpdateSchedule", 1);
        faults.meanwhile(() -> manager(stage).pause(task.id(), "by hand"));

        schedules.update(task.toBuilder().name("GPU").build());

        ScheduledTask found = schedules.find(task.id()).orElseThrow();
        assertThat(found.paused()).isTrue();
        assertThat(found.note()).isEqualTo("by hand");
        assertThat(found.task()).map(MonitoringTask::name).contains("GPU");
    }

    @Test
    void a_resume_keeps_the_pause_of_somebody_who_paused_meanwhile(Stage stage) {
        ScheduleManager schedules = manager(stage, faults, 60);
        MonitoringTask task = stage.task("gpu").build();
        schedules.create(task);
        schedules.pause(task.id(), "sold out");
        faults.losesAnswers("PatchSchedule", 1);
        faults.meanwhile(() -> manager(stage).pause(task.id(), "by hand"));

        schedules.resume(task.id());

        assertThat(schedules.find(task.id()).map(ScheduledTask::note)).contains("by hand");
        assertThat(schedules.find(task.id()).map(ScheduledTask::paused)).contains(true);
    }

    @Test
    void a_create_knows_its_own_schedule_again_though_somebody_paused_it_meanwhile(Stage stage) {
        ScheduleManager schedules = manager(stage, faults, 60);
        MonitoringTask task = stage.task("gpu").build();
        faults.losesAnswers("CreateSchedule", 1);
        faults.meanwhile(() -> manager(stage).pause(task.id(), "by hand"));

        Written written = schedules.create(task);

        assertThat(written).isEqualTo(Written.CREATED);
        assertThat(schedules.find(task.id())).map(ScheduledTask::paused).contains(true);
    }

    @Test
    void an_update_of_what_was_deleted_meanwhile_says_so(Stage stage) {
        ScheduleManager schedules = manager(stage, faults, 60);
        MonitoringTask task = stage.task("gpu").build();
        schedules.create(task);
        faults.losesAnswers("UpdateSchedule", 1);
        faults.meanwhile(() -> manager(stage).delete(task.id()));

        assertCode(
                "SCHEDULE_NOT_FOUND",
                () -> schedules.update(task.toBuilder().name("GPU").build()));

        assertThat(schedules.find(task.id())).isEmpty();
    }

    private static void takeOver(Stage stage, MonitoringTask task) {
        manager(stage).delete(task.id());
        ForeignSchedule.create(stage, task);
    }

    private static void assertIsUntouched(Stage stage, MonitoringTask task) {
        assertThat(Described.by(stage, task)).satisfies(foreign -> {
            assertThat(foreign.getSchedule().getAction().getStartWorkflow().getWorkflowId())
                    .isEqualTo("backup-" + task.id());
            assertThat(foreign.getSchedule().getState().getPaused()).isFalse();
            assertThat(foreign.getSchedule().getState().getNotes()).isEmpty();
        });
    }

    private static void assertCode(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TaskScheduleException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static ScheduleManager manager(Stage stage, FaultyCalls faults, int seconds) {
        return ScheduleManager.builder(stage.connected(stage.server().target(), faults))
                .callTimeout(Duration.ofSeconds(seconds))
                .build();
    }

    private static ScheduleManager manager(Stage stage) {
        return ScheduleManager.builder(stage.client())
                .callTimeout(Duration.ofMinutes(1))
                .build();
    }
}
