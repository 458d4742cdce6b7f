package ai.torale.acceptance.schedule;

import static ai.torale.acceptance.server.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.acceptance.server.FaultyCalls;
import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.schedule.ListedSchedule;
import ai.torale.temporal.schedule.Reconciliation;
import ai.torale.temporal.schedule.Reconciliation.Step;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.ScheduleManagerBuilder;
import ai.torale.temporal.schedule.ScheduledTask;
import ai.torale.temporal.schedule.TaskScheduleException;
import ai.torale.temporal.schedule.Written;
import ai.torale.temporal.workflow.MonitoringActivities;
import io.grpc.Status;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.api.workflowservice.v1.UpdateScheduleRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@RealServer
class ScheduleReconcileIT {
    private static final Duration LISTED = Duration.ofSeconds(20);

    @Test
    void a_plan_names_what_is_missing_drifted_orphaned_and_unchanged(Stage stage) {
        anHourAgo(stage).create(task(stage, "same"));
        anHourAgo(stage).create(task(stage, "other").toBuilder().name("old").build());
        anHourAgo(stage).create(task(stage, "orphan"));
        awaitListed(stage, 3);

        Reconciliation plan =
                now(stage).reconcile(List.of(task(stage, "same"), task(stage, "other"), task(stage, "new")));

        assertThat(plan.missing()).containsExactly(stage.id("new"));
        assertThat(plan.drifted()).containsExactly(stage.id("other"));
        assertThat(plan.orphaned()).containsExactly(stage.id("orphan"));
        assertThat(plan.unchanged()).isEqualTo(1);
        assertThat(now(stage).find(stage.id("new"))).isEmpty();
        assertThat(now(stage).find(stage.id("orphan"))).isPresent();
    }

    @Test
    void an_applied_plan_leaves_the_desired_schedules_and_tells_each_step(Stage stage) {
        anHourAgo(stage).create(task(stage, "other").toBuilder().name("old").build());
        anHourAgo(stage).create(task(stage, "orphan"));
        awaitListed(stage, 2);
        List<Reconciliation.Progress> progress = new ArrayList<>();

        Reconciliation.Result result = now(stage)
                .reconcile(List.of(task(stage, "other"), task(stage, "new")))
                .onProgress(progress::add)
                .apply();

        assertThat(result.failures()).isEmpty();
        assertThat(progress)
                .containsExactly(
                        new Reconciliation.Progress(stage.id("new"), Step.CREATED, 1, 3),
                        new Reconciliation.Progress(stage.id("other"), Step.UPDATED, 2, 3),
                        new Reconciliation.Progress(stage.id("orphan"), Step.DELETED, 3, 3));
        assertThat(now(stage).find(stage.id("other")))
                .flatMap(ScheduledTask::task)
                .contains(task(stage, "other"));
        assertThat(now(stage).find(stage.id("orphan"))).isEmpty();
    }

    @Test
    void applied_again_it_has_nothing_to_do(Stage stage) {
        List<MonitoringTask> desired = List.of(task(stage, "a"), task(stage, "b"));
        now(stage).reconcile(desired).apply();
        awaitListed(stage, 2);

        Reconciliation again = now(stage).reconcile(desired);

        assertThat(again.unchanged()).isEqualTo(2);
        assertThat(again.apply().counts()).isEmpty();
    }

    @Test
    void an_orphan_younger_than_10_minutes_is_left(Stage stage) {
        manager(stage, Duration.ofMinutes(9)).create(task(stage, "young"));
        manager(stage, Duration.ofMinutes(11)).create(task(stage, "old"));
        awaitListed(stage, 2);

        Reconciliation plan = now(stage).reconcile(List.of(task(stage, "new")));

        assertThat(plan.left()).containsExactly(stage.id("young"));
        assertThat(plan.orphaned()).containsExactly(stage.id("old"));
    }

    @Test
    void an_orphan_that_was_created_anew_since_the_plan_is_left(Stage stage) {
        anHourAgo(stage).create(task(stage, "orphan"));
        awaitListed(stage, 1);
        Reconciliation plan = now(stage).reconcile(List.of(task(stage, "new")));
        now(stage).delete(stage.id("orphan"));
        now(stage).create(task(stage, "orphan"));

        Reconciliation.Result result = plan.apply();

        assertThat(result.count(Step.DELETED)).isZero();
        assertThat(result.count(Step.UNCHANGED)).isEqualTo(1);
        assertThat(now(stage).find(stage.id("orphan"))).isPresent();
    }

    @Test
    void an_orphan_that_another_host_has_saved_since_the_plan_is_left(Stage stage) {
        anHourAgo(stage).create(task(stage, "orphan"));
        awaitListed(stage, 1);
        Reconciliation plan = now(stage).reconcile(List.of(task(stage, "new")));
        now(stage).save(task(stage, "orphan").toBuilder().name("wanted again").build());

        Reconciliation.Result result = plan.apply();

        assertThat(result.count(Step.DELETED)).isZero();
        assertThat(now(stage).find(stage.id("orphan"))).isPresent();
    }

    @Test
    void what_goes_with_an_orphan_fails_its_step_and_a_listener_fails_nothing(Stage stage) {
        anHourAgo(stage).create(task(stage, "a"));
        anHourAgo(stage).create(task(stage, "b"));
        awaitListed(stage, 2);
        List<String> deleted = new ArrayList<>();

        Reconciliation.Result result = now(stage)
                .reconcile(List.of(task(stage, "new")))
                .onProgress(progress -> {
                    throw new IllegalStateException("a listener");
                })
                .alsoDeleting(id -> {
                    deleted.add(id);
                    if (id.equals(stage.id("a"))) {
                        throw new IllegalStateException("the store is down");
                    }
                })
                .apply();

        assertThat(deleted).containsExactlyInAnyOrder(stage.id("a"), stage.id("b"));
        assertThat(result.failures().get(stage.id("a")).code()).isEqualTo("DELETION_INCOMPLETE");
        assertThat(result.count(Step.CREATED)).isEqualTo(1);
        assertThat(result.count(Step.DELETED)).isEqualTo(1);
    }

    @Test
    void a_task_that_the_host_keeps_goes_on_when_it_asks_something_else(Stage stage) {
        ScheduleManager kept = manager(stage, builder -> builder.carriesTasks(false), Duration.ofHours(1));
        kept.create(task(stage, "asked"));
        kept.pause(stage.id("asked"), MonitoringActivities.COMPLETED_NOTE + "q");
        eventually(LISTED, () -> listed(stage), all -> all.stream().anyMatch(ListedSchedule::paused));

        Reconciliation plan = kept.reconcile(List.of(task(stage, "asked")));
        plan.apply();

        assertThat(plan.drifted()).containsExactly(stage.id("asked"));
        assertThat(kept.find(stage.id("asked")).orElseThrow().paused()).isFalse();
        assertThat(kept.save(task(stage, "asked"))).isEqualTo(Written.UNCHANGED);
    }

    @Test
    void a_once_task_that_was_told_is_left_and_goes_on_when_it_asks_something_else(Stage stage) {
        anHourAgo(stage).create(task(stage, "gone"));
        anHourAgo(stage).create(task(stage, "asked"));
        now(stage).pause(stage.id("gone"), MonitoringActivities.COMPLETED_NOTE + "q");
        now(stage).pause(stage.id("asked"), MonitoringActivities.COMPLETED_NOTE + "q");
        MonitoringTask asked =
                task(stage, "asked").toBuilder().searchQuery("the colour").build();
        eventually(
                LISTED,
                () -> listed(stage),
                all -> all.size() == 2 && all.stream().allMatch(ListedSchedule::paused));

        Reconciliation plan = now(stage).reconcile(List.of(asked));
        plan.apply();

        assertThat(plan.left()).containsExactly(stage.id("gone"));
        assertThat(now(stage).find(stage.id("gone")).orElseThrow().paused()).isTrue();
        assertThat(now(stage).find(stage.id("asked")).orElseThrow().paused()).isFalse();
    }

    @Test
    void other_scopes_and_other_makers_are_not_touched(Stage stage) {
        MonitoringTask staging = task(stage, "staging");
        ScheduleManager other = ScheduleManager.builder(stage.client())
                .scope("x" + stage.id("s"))
                .clock(InstantSource.fixed(Instant.EPOCH))
                .build();
        other.create(staging);
        MonitoringTask foreign = task(stage, "foreign");
        ForeignSchedule.create(stage, foreign, scope(stage) + ".task-" + foreign.id());
        anHourAgo(stage).create(task(stage, "orphan"));
        awaitListed(stage, 1);

        Reconciliation plan = now(stage).reconcile(List.of(task(stage, "new")));
        plan.apply();

        assertThat(plan.orphaned()).containsExactly(stage.id("orphan"));
        assertThat(other.find(staging.id())).isPresent();
        assertThat(Described.by(stage, scope(stage) + ".task-" + foreign.id())
                        .getSchedule()
                        .getAction()
                        .getStartWorkflow()
                        .getWorkflowType()
                        .getName())
                .isEqualTo("Backup");
    }

    @Test
    void a_step_that_fails_is_named_and_does_not_stop_the_others(Stage stage) {
        MonitoringTask foreign = task(stage, "foreign");
        ForeignSchedule.create(stage, foreign, scope(stage) + ".task-" + foreign.id());

        Reconciliation.Result result =
                now(stage).reconcile(List.of(foreign, task(stage, "new"))).apply();

        assertThat(result.count(Step.CREATED)).isEqualTo(1);
        assertThat(result.failures())
                .hasEntrySatisfying(
                        foreign.id(), failure -> assertThat(failure.code()).isEqualTo("SCHEDULE_FOREIGN"));
    }

    @Test
    void one_step_without_an_answer_does_not_stop_the_others(Stage stage) {
        FaultyCalls faults = new FaultyCalls();
        faults.refuses("CreateSchedule", 1, Status.CANCELLED);

        Reconciliation.Result result = faulty(stage, faults)
                .reconcile(List.of(task(stage, "a"), task(stage, "b")))
                .apply();

        assertThat(result.count(Step.FAILED)).isEqualTo(1);
        assertThat(result.count(Step.CREATED)).isEqualTo(1);
    }

    @Test
    void three_steps_in_a_row_without_an_answer_end_it(Stage stage) {
        FaultyCalls faults = new FaultyCalls();
        faults.refuses("CreateSchedule", FaultyCalls.ALWAYS, Status.CANCELLED);
        List<Reconciliation.Progress> progress = new ArrayList<>();
        Reconciliation plan = faulty(stage, faults)
                .reconcile(List.of(task(stage, "a"), task(stage, "b"), task(stage, "c"), task(stage, "d")))
                .onProgress(progress::add);

        assertThatThrownBy(plan::apply)
                .isInstanceOfSatisfying(
                        TaskScheduleException.class, e -> assertThat(e.code()).isEqualTo("UNAVAILABLE"));
        assertThat(progress).hasSize(2);
        assertThat(faults.calls("CreateSchedule")).isEqualTo(3);
    }

    @Test
    void a_refused_task_is_named_and_its_schedule_stays_as_it_is(Stage stage) {
        MonitoringTask fast =
                MonitoringTask.builder(stage.id("fast"), "@every 1s").build();
        manager(stage, builder -> builder.minimumPeriod(Duration.ofSeconds(1)), Duration.ofHours(1))
                .create(fast.toBuilder().name("old").build());
        awaitListed(stage, 1);

        Reconciliation plan = now(stage).reconcile(List.of(fast));
        plan.apply();

        assertThat(plan.refused().get(fast.id())).extracting(Problem::code).containsExactly("CRON_TOO_SHORT");
        assertThat(now(stage).find(fast.id())).isPresent();
    }

    @Test
    void an_empty_table_deletes_nothing(Stage stage) {
        anHourAgo(stage).create(task(stage, "gpu"));
        now(stage).create(task(stage, "young"));
        awaitListed(stage, 2);

        Reconciliation plan = now(stage).reconcile(List.of());

        assertThat(plan.orphaned()).containsExactly(stage.id("gpu"));
        assertThatThrownBy(plan::apply).isInstanceOf(InvalidException.class).hasMessageContaining("NOTHING_DESIRED");
        assertThat(now(stage).find(stage.id("gpu"))).isPresent();
    }

    @Test
    void a_task_that_is_named_twice_is_refused(Stage stage) {
        assertThatThrownBy(() -> now(stage).reconcile(List.of(task(stage, "gpu"), task(stage, "gpu"))))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("TASK_TWICE");
    }

    @Test
    void what_somebody_edited_under_the_mark_is_seen_by_the_deep_mode_only(Stage stage) {
        MonitoringTask task = task(stage, "gpu");
        anHourAgo(stage).create(task);
        editQueue(stage, task);
        awaitListed(stage, 1);

        Reconciliation shallow = now(stage).reconcile(List.of(task));
        Reconciliation deep = now(stage).reconcileDeeply(List.of(task));

        assertThat(shallow.unchanged()).isEqualTo(1);
        assertThat(deep.drifted()).containsExactly(task.id());
        assertThat(deep.apply().count(Step.UPDATED)).isEqualTo(1);
        assertThat(now(stage).reconcileDeeply(List.of(task)).unchanged()).isEqualTo(1);
    }

    @Test
    void two_hosts_at_once_end_with_the_same_schedules(Stage stage) {
        anHourAgo(stage).create(task(stage, "other").toBuilder().name("old").build());
        anHourAgo(stage).create(task(stage, "orphan"));
        awaitListed(stage, 2);
        List<MonitoringTask> desired = List.of(task(stage, "other"), task(stage, "new"));
        List<Reconciliation> plans =
                List.of(now(stage).reconcile(desired), now(stage).reconcile(desired));

        List<Reconciliation.Result> results =
                plans.parallelStream().map(Reconciliation::apply).toList();

        assertThat(results).allSatisfy(result -> assertThat(result.failures()).isEmpty());
        assertThat(eventually(LISTED, () -> ids(stage), ids -> ids.equals(Set.of(stage.id("other"), stage.id("new")))))
                .hasSize(2);
    }

    private static void editQueue(Stage stage, MonitoringTask task) {
        DescribeScheduleResponse described = Described.by(stage, scope(stage) + ".task-" + task.id());
        Schedule.Builder edited = described.getSchedule().toBuilder();
        edited.getActionBuilder()
                .getStartWorkflowBuilder()
                .getTaskQueueBuilder()
                .setName("elsewhere");
        stage.client()
                .getWorkflowServiceStubs()
                .blockingStub()
                .updateSchedule(UpdateScheduleRequest.newBuilder()
                        .setNamespace(stage.client().getOptions().getNamespace())
                        .setScheduleId(scope(stage) + ".task-" + task.id())
                        .setSchedule(edited)
                        .build());
    }

    private static MonitoringTask task(Stage stage, String name) {
        return stage.task(name).build();
    }

    /** Each test has a scope of its own, so that no other test's schedules are its orphans. */
    private static String scope(Stage stage) {
        return stage.id("r");
    }

    private static ScheduleManager now(Stage stage) {
        return manager(stage, Duration.ZERO);
    }

    private static ScheduleManager anHourAgo(Stage stage) {
        return manager(stage, Duration.ofHours(1));
    }

    private static ScheduleManager faulty(Stage stage, FaultyCalls faults) {
        return ScheduleManager.builder(stage.connected(stage.server().target(), faults))
                .scope(scope(stage))
                .callsPerSecond(100)
                .build();
    }

    private static ScheduleManager manager(Stage stage, Duration ago) {
        return manager(stage, builder -> builder, ago);
    }

    private static ScheduleManager manager(Stage stage, UnaryOperator<ScheduleManagerBuilder> settings, Duration ago) {
        return settings.apply(ScheduleManager.builder(stage.client())
                        .scope(scope(stage))
                        .callsPerSecond(100)
                        .clock(InstantSource.offset(InstantSource.system(), ago.negated())))
                .build();
    }

    private static void awaitListed(Stage stage, int count) {
        eventually(LISTED, () -> listed(stage), all -> all.size() == count);
    }

    private static List<ListedSchedule> listed(Stage stage) {
        return now(stage).list().toList();
    }

    private static Set<String> ids(Stage stage) {
        return now(stage).list().flatMap(listed -> listed.taskId().stream()).collect(Collectors.toSet());
    }
}
