package ai.torale.acceptance.schedule;

import static ai.torale.acceptance.server.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.torale.acceptance.server.FaultyCalls;
import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.schedule.Reconciliation;
import ai.torale.temporal.schedule.Reconciliation.Step;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.TaskScheduleException;
import io.grpc.Status;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Two hosts at once, and a server that does not answer; what a plan holds is told by the testkit's tests. */
@RealServer
class ScheduleReconcileIT {
    private static final Duration LISTED = Duration.ofSeconds(20);

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
    void two_hosts_at_once_end_with_the_same_schedules(Stage stage) {
        ScheduleManager anHourAgo = manager(stage, Duration.ofHours(1));
        anHourAgo.create(task(stage, "other").toBuilder().name("old").build());
        anHourAgo.create(task(stage, "orphan"));
        eventually(LISTED, () -> ids(stage), ids -> ids.size() == 2);
        List<MonitoringTask> desired = List.of(task(stage, "other"), task(stage, "new"));
        List<Reconciliation> plans =
                List.of(now(stage).reconcile(desired), now(stage).reconcile(desired));

        List<Reconciliation.Result> results =
                plans.parallelStream().map(Reconciliation::apply).toList();

        assertThat(results).allSatisfy(result -> assertThat(result.failures()).isEmpty());
        assertThat(eventually(LISTED, () -> ids(stage), ids -> ids.equals(Set.of(stage.id("other"), stage.id("new")))))
                .hasSize(2);
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

    private static ScheduleManager faulty(Stage stage, FaultyCalls faults) {
        return ScheduleManager.builder(stage.connected(stage.server().target(), faults))
                .scope(scope(stage))
                .callsPerSecond(100)
                .build();
    }

    private static ScheduleManager manager(Stage stage, Duration ago) {
        return ScheduleManager.builder(stage.client())
                .scope(scope(stage))
                .callsPerSecond(100)
                .clock(InstantSource.offset(InstantSource.system(), ago.negated()))
                .build();
    }

    private static Set<String> ids(Stage stage) {
        return now(stage).list().flatMap(listed -> listed.taskId().stream()).collect(Collectors.toSet());
    }
}
