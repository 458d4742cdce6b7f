package ai.torale.acceptance.check;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.ToraleBuilder;
import ai.torale.temporal.schedule.Triggered;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a check that finds nothing new costs the server, in events of its history. */
@RealServer
class CheckCostIT {
    @Test
    void a_quiet_check_of_a_task_in_its_schedule_costs_17_events(Stage stage) {
        MonitoringTask task = stage.task("cheap").build();

        CheckHistory quiet = second(stage, stage.torale(), task);

        assertThat(quiet.types()).hasSize(17);
    }

    @Test
    void a_quiet_check_of_a_task_that_the_host_keeps_costs_23_events(Stage stage) {
        MonitoringTask task = stage.task("cheap").build();

        CheckHistory quiet = second(stage, stage.torale().taskSource(id -> Optional.of(task)), task);

        assertThat(quiet.types()).hasSize(23);
    }

    private static CheckHistory second(Stage stage, ToraleBuilder builder, MonitoringTask task) {
        Torale torale = stage.start(builder);
        torale.watch(task);
        stage.search().answers(SearchResult.notMet("549")).answers(SearchResult.notMet("549"));
        stage.check(torale, task);
        Triggered triggered = stage.trigger(torale, task);
        assertThat(stage.report(triggered).outcome()).isEqualTo("unchanged");
        return CheckHistory.of(stage, triggered);
    }
}
