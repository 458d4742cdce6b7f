package ai.torale.acceptance.check;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.Triggered;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a task whose last check has left something that no check can read. */
@RealServer
class UnreadableStateIT {
    /** A workflow that took the checks' name. */
    @WorkflowInterface
    public interface Impostor {
        @WorkflowMethod(name = "MonitoringWorkflow")
        String check(Map<String, Object> config);
    }

    /** Leaves a text where a report should be. */
    public static final class TextImpostor implements Impostor {
        @Override
        public String check(Map<String, Object> config) {
            return "no report at all";
        }
    }

    @Test
    void a_carried_state_that_cannot_be_read_fails_every_check_and_each_counts(Stage stage) {
        Torale torale = stage.torale().build();
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        unreadable(stage, torale, task);
        stage.start();
        CheckHistory first = Ended.of(stage, stage.trigger(torale, task));

        CheckHistory second = Ended.of(stage, stage.trigger(torale, task));

        assertThat(first.failureDetail()).contains("\"code\":\"STATE_UNREADABLE\",\"in_a_row\":1");
        assertThat(second.failureDetail()).contains("\"code\":\"STATE_UNREADABLE\",\"in_a_row\":2");
        assertThat(stage.search().requests()).isEmpty();
    }

    private static void unreadable(Stage stage, Torale torale, MonitoringTask task) {
        WorkerFactory workers = WorkerFactory.newInstance(stage.client());
        workers.newWorker(stage.taskQueue()).registerWorkflowImplementationTypes(TextImpostor.class);
        workers.start();
        Triggered triggered = stage.trigger(torale, task);
        stage.stub(triggered).getResult(String.class);
        workers.shutdownNow();
    }
}
