package ai.torale.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.ListedSchedule;
import ai.torale.temporal.schedule.Reconciliation;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.ScheduleOptions;
import ai.torale.temporal.schedule.Triggered;
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

/** The examples of docs/schedules.md, on a real server. */
@RealServer
class SchedulesExampleIT {
    private static final Logger log = LoggerFactory.getLogger(SchedulesExampleIT.class);

    @Test
    void schedules_alone_are_written_previewed_and_listed(Stage stage) {
        WorkflowClient workflowClient = stage.client();
        String id = stage.id("gpu");
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
    void options_are_a_function_of_the_task(Stage stage) {
        WorkflowClient workflowClient = stage.client();
        // tag::options
        ScheduleOptions hourly = ScheduleOptions.builder()
                .jitter(Duration.ofMinutes(5)) // so that not all start at the full hour
                .build();
        Torale torale = Torale.builder(workflowClient)
                .scheduleOptions(task -> task.cron().startsWith("0 ") ? hourly : ScheduleOptions.defaults())
                .build();
        // end::options
        torale.watch(MonitoringTask.builder(stage.id("gpu"), "0 * * * *").build());

        assertThat(Durations.toMinutes(jitter(stage))).isEqualTo(5);
        torale.close();
    }

    private static com.google.protobuf.Duration jitter(Stage stage) {
        return stage.client()
                .getWorkflowServiceStubs()
                .blockingStub()
                .describeSchedule(DescribeScheduleRequest.newBuilder()
                        .setNamespace(stage.client().getOptions().getNamespace())
                        .setScheduleId("task-" + stage.id("gpu"))
                        .build())
                .getSchedule()
                .getSpec()
                .getJitter();
    }

    @Test
    void a_table_of_tasks_is_brought_in_line(Stage stage) {
        Torale torale = stage.torale().scope(stage.id("table")).build();
        List<MonitoringTask> tasksInMyDatabase = List.of(stage.task("gpu").build());
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
        torale.close();
    }

    @Test
    void a_check_is_started_now(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = stage.task("gpu").build();
        stage.search().answers(SearchResult.notMet("549 €"));
        torale.watch(task);
        // tag::trigger
        Triggered triggered = torale.checkNow(task.id());
        switch (triggered.status()) {
            case STARTED, ALREADY_RUNNING ->
                log.info("run {}", triggered.runId().orElseThrow());
            case UNCONFIRMED -> log.warn("the server took it, but nothing was seen to start within 5 s");
        }
        // end::trigger

        assertThat(triggered.status()).isEqualTo(Triggered.Status.STARTED);
        assertThat(stage.report(triggered).taskId()).isEqualTo(task.id());
    }
}
