package ai.torale.testkit.library.schedule;

import static ai.torale.testkit.ToraleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.schedule.Reconciliation;
import ai.torale.temporal.schedule.Reconciliation.Step;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.ScheduleManagerBuilder;
import ai.torale.temporal.schedule.ScheduledTask;
import ai.torale.temporal.schedule.Written;
import ai.torale.temporal.workflow.MonitoringActivities;
import ai.torale.testkit.server.SkippedTimeServer;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReconcileTest {
    private static final MonitoringTask NEW = task("new");
    private static final MonitoringTask OTHER = task("other");

    private final SkippedTimeServer server = SkippedTimeServer.start();
    private final ScheduleManager now = manager(Duration.ZERO).build();
    private final ScheduleManager anHourAgo = manager(Duration.ofHours(1)).build();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_plan_names_what_is_missing_drifted_orphaned_and_unchanged() {
        anHourAgo.create(task("same"));
        anHourAgo.create(old("other"));
        anHourAgo.create(task("orphan"));

        Reconciliation plan = now.reconcile(List.of(task("same"), OTHER, NEW));

        assertThat(plan.missing()).containsExactly("new");
        assertThat(plan.drifted()).containsExactly("other");
        assertThat(plan.orphaned()).containsExactly("orphan");
        assertThat(plan.unchanged()).isEqualTo(1);
        assertThat(now.find("new")).isEmpty();
        assertThat(now.find("orphan")).isPresent();
    }

    @Test
    void an_applied_plan_leaves_the_desired_schedules_and_tells_each_step() {
        anHourAgo.create(old("other"));
        anHourAgo.create(task("orphan"));
        List<Reconciliation.Progress> progress = new ArrayList<>();

        Reconciliation.Result result =
                now.reconcile(List.of(OTHER, NEW)).onProgress(progress::add).apply();

        assertThat(result.failures()).isEmpty();
        assertThat(progress)
                .containsExactly(
                        new Reconciliation.Progress("new", Step.CREATED, 1, 3),
                        new Reconciliation.Progress("other", Step.UPDATED, 2, 3),
                        new Reconciliation.Progress("orphan", Step.DELETED, 3, 3));
        assertThat(now.find("other")).flatMap(ScheduledTask::task).contains(OTHER);
        assertThat(now.find("orphan")).isEmpty();
    }

    @Test
    void applied_again_it_has_nothing_to_do() {
        now.reconcile(List.of(OTHER, NEW)).apply();

        Reconciliation again = now.reconcile(List.of(OTHER, NEW));

        assertThat(again.unchanged()).isEqualTo(2);
        assertThat(again.apply().counts()).isEmpty();
    }

    @Test
    void an_orphan_younger_than_10_minutes_is_left() {
        manager(Duration.ofMinutes(9)).build().create(task("young"));
        manager(Duration.ofMinutes(11)).build().create(task("old"));

        Reconciliation plan = now.reconcile(List.of(NEW));

        assertThat(plan.left()).containsExactly("young");
        assertThat(plan.orphaned()).containsExactly("old");
    }

    @Test
    void an_orphan_that_was_created_anew_since_the_plan_is_left() {
        anHourAgo.create(task("orphan"));
        Reconciliation plan = now.reconcile(List.of(NEW));
        now.delete("orphan");
        now.create(task("orphan"));

        Reconciliation.Result result = plan.apply();

        assertThat(result.count(Step.DELETED)).isZero();
        assertThat(result.count(Step.UNCHANGED)).isEqualTo(1);
        assertThat(now.find("orphan")).isPresent();
    }

    @Test
    void an_orphan_that_another_host_has_saved_since_the_plan_is_left() {
        anHourAgo.create(task("orphan"));
        Reconciliation plan = now.reconcile(List.of(NEW));
        now.save(task("orphan").toBuilder().name("wanted again").build());

        Reconciliation.Result result = plan.apply();

        assertThat(result.count(Step.DELETED)).isZero();
        assertThat(now.find("orphan")).isPresent();
    }

    @Test
    void what_goes_with_an_orphan_fails_its_step_and_a_listener_fails_nothing() {
        anHourAgo.create(task("a"));
        anHourAgo.create(task("b"));
        List<String> deleted = new ArrayList<>();

        Reconciliation.Result result = now.reconcile(List.of(NEW))
                .onProgress(progress -> {
                    throw new IllegalStateException("a listener");
                })
                .alsoDeleting((id, epoch) -> {
                    deleted.add(id);
                    if (id.equals("a")) {
                        throw new IllegalStateException("the store is down");
                    }
                })
                .apply();

        assertThat(deleted).containsExactlyInAnyOrder("a", "b");
        assertThat(result.failures()).containsOnlyKeys("a");
        assertThat(result.failures().values()).extracting("code").containsExactly("DELETION_INCOMPLETE");
        assertThat(result.count(Step.CREATED)).isEqualTo(1);
        assertThat(result.count(Step.DELETED)).isEqualTo(1);
    }

    @Test
    void a_task_that_the_host_keeps_goes_on_when_it_asks_something_else() {
        ScheduleManager kept = manager(Duration.ofHours(1)).carriesTasks(false).build();
        kept.create(task("asked"));
        kept.pause("asked", MonitoringActivities.COMPLETED_NOTE + "q");

        Reconciliation plan = kept.reconcile(List.of(task("asked")));
        plan.apply();

        assertThat(plan.drifted()).containsExactly("asked");
        assertThat(kept.find("asked").orElseThrow()).isActive();
        assertThat(kept.save(task("asked"))).isEqualTo(Written.UNCHANGED);
    }

    @Test
    void a_once_task_that_was_told_is_left_and_goes_on_when_it_asks_something_else() {
        anHourAgo.create(task("gone"));
        anHourAgo.create(task("asked"));
        now.pause("gone", MonitoringActivities.COMPLETED_NOTE + "q");
        now.pause("asked", MonitoringActivities.COMPLETED_NOTE + "q");
        MonitoringTask asked =
                task("asked").toBuilder().searchQuery("the colour").build();

        Reconciliation plan = now.reconcile(List.of(asked));
        plan.apply();

        assertThat(plan.left()).containsExactly("gone");
        assertThat(now.find("gone").orElseThrow()).isCompleted();
        assertThat(now.find("asked").orElseThrow()).isActive();
    }

    @Test
    void other_scopes_and_other_makers_are_not_touched() {
        ScheduleManager staging = ScheduleManager.builder(server.client())
                .scope("staging")
                .clock(InstantSource.fixed(Instant.EPOCH))
                .build();
        staging.create(task("staged"));
        createForeign("task-foreign");
        anHourAgo.create(task("orphan"));

        Reconciliation plan = now.reconcile(List.of(NEW));
        plan.apply();

        assertThat(plan.orphaned()).containsExactly("orphan");
        assertThat(staging.find("staged")).isPresent();
        assertThat(described("task-foreign")
                        .getAction()
                        .getStartWorkflow()
                        .getWorkflowType()
                        .getName())
                .isEqualTo("Backup");
    }

    @Test
    void a_step_that_fails_is_named_and_does_not_stop_the_others() {
        createForeign("task-foreign");

        Reconciliation.Result result =
                now.reconcile(List.of(task("foreign"), NEW)).apply();

        assertThat(result.count(Step.CREATED)).isEqualTo(1);
        assertThat(result.failures())
                .hasEntrySatisfying(
                        "foreign", failure -> assertThat(failure.code()).isEqualTo("SCHEDULE_FOREIGN"));
    }

    @Test
    void a_refused_task_is_named_and_its_schedule_stays_as_it_is() {
        MonitoringTask fast = MonitoringTask.builder("fast", "@every 1s").build();
        manager(Duration.ofHours(1))
                .minimumPeriod(Duration.ofSeconds(1))
                .build()
                .create(fast.toBuilder().name("old").build());

        Reconciliation plan = now.reconcile(List.of(fast));
        plan.apply();

        assertThat(plan.refused()).containsOnlyKeys("fast");
        assertThat(plan.refused().get("fast")).extracting(Problem::code).containsExactly("CRON_TOO_SHORT");
        assertThat(now.find("fast"))
                .flatMap(ScheduledTask::task)
                .map(MonitoringTask::name)
                .contains("old");
    }

    @Test
    void an_empty_table_deletes_nothing() {
        anHourAgo.create(task("gpu"));
        now.create(task("young"));

        Reconciliation plan = now.reconcile(List.of());

        assertThat(plan.orphaned()).containsExactly("gpu");
        assertThatThrownBy(plan::apply).isInstanceOf(InvalidException.class).hasMessageContaining("NOTHING_DESIRED");
        assertThat(now.find("gpu")).isPresent();
    }

    @Test
    void a_task_that_is_named_twice_is_refused() {
        assertThatThrownBy(() -> now.reconcile(List.of(NEW, NEW)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("TASK_TWICE");
    }

    @Test
    void what_somebody_edited_under_the_mark_is_seen_by_the_deep_mode_only() {
        anHourAgo.create(OTHER);
        Schedule.Builder edited = described("task-other").toBuilder();
        edited.getActionBuilder()
                .getStartWorkflowBuilder()
                .getTaskQueueBuilder()
                .setName("elsewhere");
        Rpc.write(server.client(), "task-other", edited);

        Reconciliation shallow = now.reconcile(List.of(OTHER));
        Reconciliation deep = now.reconcileDeeply(List.of(OTHER));

        assertThat(shallow.unchanged()).isEqualTo(1);
        assertThat(deep.drifted()).containsExactly("other");
        assertThat(deep.apply().count(Step.UPDATED)).isEqualTo(1);
        assertThat(now.reconcileDeeply(List.of(OTHER)).unchanged()).isEqualTo(1);
    }

    private static MonitoringTask task(String id) {
        return MonitoringTask.builder(id, "0 0 1 1 *").searchQuery("the price").build();
    }

    private static MonitoringTask old(String id) {
        return task(id).toBuilder().name("old").build();
    }

    private ScheduleManagerBuilder manager(Duration ago) {
        return ScheduleManager.builder(server.client())
                .callsPerSecond(100)
                .clock(() -> server.now().minus(ago));
    }

    private Schedule described(String scheduleId) {
        return Rpc.described(server.client(), scheduleId);
    }

    /** A schedule that an application made for itself, under the id that a task's would have. */
    private void createForeign(String scheduleId) {
        ScheduleActionStartWorkflow backup = ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType("Backup")
                .setOptions(WorkflowOptions.newBuilder()
                        .setWorkflowId("backup")
                        .setTaskQueue("backups")
                        .build())
                .build();
        server.scheduleClient()
                .createSchedule(
                        scheduleId,
                        io.temporal.client.schedules.Schedule.newBuilder()
                                .setAction(backup)
                                .setSpec(ScheduleSpec.newBuilder()
                                        .setCronExpressions(List.of("0 0 1 1 *"))
                                        .build())
                                .build(),
                        ScheduleOptions.newBuilder().build());
    }
}
