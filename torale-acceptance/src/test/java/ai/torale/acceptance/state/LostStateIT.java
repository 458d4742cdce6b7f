package ai.torale.acceptance.state;

import static ai.torale.acceptance.state.Runs.price;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.notify.Notification;
import ai.torale.search.SearchException;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.workflow.CheckReport;
import io.temporal.client.WorkflowFailedException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@RealServer
class LostStateIT {
    @Test
    void a_history_that_is_deleted_after_the_pickup_loses_nothing(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask yearly = stage.task("gpu").build();
        torale.watch(yearly);
        stage.search().answers(price(549)).answers(price(499));
        Triggered first = stage.trigger(torale, yearly);
        stage.report(first);
        new Runs(stage).awaitPickup(yearly, first);
        new Runs(stage).delete(first);

        CheckReport second = stage.check(torale, yearly);

        assertThat(second.outcome()).isEqualTo("notified");
        assertThat(second.changeSummary()).contains("549").contains("499");
        assertThat(stage.notifier().notifications())
                .extracting(Notification::version)
                .containsExactly(1L, 2L);
    }

    @Test
    void a_failed_check_whose_history_is_deleted_after_the_pickup_leaves_the_next_one_a_first_check(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask yearly = stage.task("gpu").build();
        torale.watch(yearly);
        stage.search()
                .fails(SearchException.permanentFailure("the page is gone"))
                .answers(price(499));
        Triggered failed = stage.trigger(torale, yearly);
        assertThatThrownBy(() -> stage.report(failed)).isInstanceOf(WorkflowFailedException.class);
        new Runs(stage).awaitPickup(yearly, failed);
        new Runs(stage).delete(failed);

        assertThat(stage.check(torale, yearly).outcome()).isEqualTo("notified");
    }

    @Test
    @ResourceLock(Resources.SYSTEM_ERR)
    void a_history_that_is_deleted_before_the_pickup_loses_the_state_silently_but_for_a_warning(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = losing(stage, torale);
        stage.search().answers(price(499));

        CheckReport[] report = new CheckReport[1];
        String log = logOf(() -> report[0] = stage.check(torale, task));

        assertThat(report[0].outcome()).isEqualTo("state_lost");
        assertThat(stage.notifier().notifications()).hasSize(1);
        assertThat(log).contains("task " + task.id() + " has lost its state");
    }

    /** Its next fire is near, so nothing is picked up for it; paused, it never fires. */
    private static MonitoringTask losing(Stage stage, Torale torale) {
        MonitoringTask task =
                MonitoringTask.builder(stage.id("gpu"), "0 * * * *").build();
        torale.watch(task);
        torale.pause(task.id(), "triggers only");
        stage.search().answers(price(549));
        Triggered first = stage.trigger(torale, task);
        stage.report(first);
        new Runs(stage).delete(first);
        return task;
    }

    private static String logOf(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return log.toString(StandardCharsets.UTF_8);
    }
}
