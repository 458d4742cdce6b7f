package ai.torale.acceptance.check;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.workflow.CheckReport;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A host's own activities: around the library's, or in another language. */
@RealServer
class HostActivitiesIT {
    @Test
    void a_python_worker_answers_the_search_and_its_state_is_compared(Stage stage) {
        try (PythonSearch python = PythonSearch.start(stage)) {
            Torale torale =
                    stage.start(stage.torale().activityTaskQueue("execute_grounded_search", python.taskQueue()));
            MonitoringTask task = watched(stage, torale);

            CheckReport first = stage.check(torale, task);
            CheckReport second = stage.check(torale, task);
            CheckReport third = stage.check(torale, task);

            assertThat(first.outcome()).isEqualTo("changed");
            assertThat(second.outcome()).isEqualTo("notified");
            assertThat(third.outcome()).isEqualTo("unchanged");
            assertThat(stage.search().requests()).isEmpty();
        }
    }

    @Test
    void a_python_worker_is_given_the_task_and_the_state_of_the_last_check(Stage stage) {
        try (PythonSearch python = PythonSearch.start(stage)) {
            Torale torale =
                    stage.start(stage.torale().activityTaskQueue("execute_grounded_search", python.taskQueue()));
            MonitoringTask task = watched(stage, torale);
            CheckReport first = stage.check(torale, task);

            Triggered triggered = stage.trigger(torale, task);

            stage.report(triggered);
            assertThat(stage.notifier().notifications())
                    .singleElement()
                    .satisfies(notification -> assertThat(notification.answer()).isEqualTo("""
                                    %s asked for 'the price' at %s and knew {"price": 549.1, "sold": 12345678901234567890} of %s""".formatted(
                                    task.id(),
                                    CheckHistory.of(stage, triggered).scheduledAt(),
                                    Objects.requireNonNull(first.carried()).checkedAt())));
        }
    }

    private static MonitoringTask watched(Stage stage, Torale torale) {
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        return task;
    }
}
