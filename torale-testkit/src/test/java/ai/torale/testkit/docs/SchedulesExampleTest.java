package ai.torale.testkit.docs;

import static ai.torale.testkit.ToraleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.ListedSchedule;
import ai.torale.temporal.schedule.Reconciliation;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.ScheduleOptions;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.testkit.ToraleTest;
import ai.torale.testkit.ToraleTestEnvironment;
import com.google.protobuf.util.Durations;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The examples of docs/schedules.md. */
@ToraleTest
class SchedulesExampleTest {
    private static final Logger log = LoggerFactory.getLogger(SchedulesExampleTest.class);
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "0 0 1 1 *").build();

    @Test
    void schedules_alone_are_written_previewed_and_listed(WorkflowClient workflowClient) {
        String id = "gpu";
        // tag::manager
        ScheduleManager schedules =
                ScheduleManager.builder(workflowClient).scope("staging").build();
        MonitoringTask task = MonitoringTask.builder(id, "0 9 * * MON-FRI")
                .timeZone("Europe/Paris")
                .build();

        List<Instant> nextTen = schedules.preview(task, Instant.now(), 10); // asks nobody
        schedules.create(task); // CREATED; again: UNCHANGED
        schedules.update(task.toBuilder().name("The GPU").build()); // UPDATED; again: UNCHANGED
        try (Stream<ListedSchedule> all = schedules.list()) {
            all.filter(ListedSchedule::paused).forEach(paused -> log.info("{} is paused: {}", paused, paused.note()));
        }
        schedules.delete(id); // true; again: false
        // end::manager

        assertThat(nextTen).hasSize(10);
        assertThat(schedules.find(id)).isEmpty();
    }

    @Test
    void options_are_a_function_of_the_task(WorkflowClient workflowClient) {
        // tag::options
        ScheduleOptions hourly = ScheduleOptions.builder()
                .jitter(Duration.ofMinutes(5)) // so that not all start at the full hour
                .build();
        Torale torale = Torale.builder(workflowClient)
                .scheduleOptions(task -> task.cron().startsWith("0 ") ? hourly : ScheduleOptions.defaults())
                .build();
        // end::options
        torale.watch(MonitoringTask.builder("gpu", "0 * * * *").build());

        assertThat(Durations.toMinutes(jitter(workflowClient))).isEqualTo(5);
        torale.close();
    }

    private static com.google.protobuf.Duration jitter(WorkflowClient client) {
        return client.getWorkflowServiceStubs()
                .blockingStub()
                .describeSchedule(DescribeScheduleRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setScheduleId("task-gpu")
                        .build())
                .getSchedule()
                .getSpec()
                .getJitter();
    }

    @Test
    void a_table_of_tasks_is_brought_in_line(Torale torale) {
        List<MonitoringTask> tasksInMyDatabase = List.of(TASK);
        // tag::reconcile
        Reconciliation plan = torale.reconcile(tasksInMyDatabase);
        log.info("{}", plan); // Reconciliation[missing=1, drifted=0, orphaned=0, …]
        plan.refused().forEach((id, problems) -> log.warn("task {} is refused: {}", id, problems));

        Reconciliation.Result result = plan.onProgress(
                        step -> log.info("{} of {}: {} {}", step.done(), step.planned(), step.taskId(), step.step()))
                .apply();
        result.failures().forEach((id, failure) -> log.warn("task {}: {}", id, failure.getMessage()));
        // end::reconcile

        assertThat(result.count(Reconciliation.Step.CREATED)).isEqualTo(1);
        assertThat(torale.find("gpu")).isPresent();
    }

    @Test
    void a_check_is_started_now(ToraleTestEnvironment environment, Torale torale) {
        MonitoringTask task = TASK;
        environment.search().answers(SearchResult.notMet("549 €"));
        torale.watch(task);
        // tag::trigger
        Triggered triggered = torale.checkNow(task.id());
        switch (triggered.status()) {
            case STARTED, ALREADY_RUNNING ->
                log.info("run {}", triggered.runId().orElseThrow());
            case UNCONFIRMED -> log.warn("the server took it, but nothing was seen to start within 5 s");
        }
        // end::trigger
        environment.advance(Duration.ZERO);

        assertThat(triggered.status()).isEqualTo(Triggered.Status.STARTED);
        assertThat(environment.checks(task).get(0)).hasOutcome("changed");
        assertThat(triggered.runId()).contains(environment.checks(task).get(0).runId());
    }
}
