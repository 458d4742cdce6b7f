package ai.torale.acceptance.check;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RealServer
class CheckIT {
    @Test
    void each_change_is_told_once(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        stage.search()
                .answers(SearchResult.notMet("549").withState(Map.of("price", 549)))
                .answers(SearchResult.met("499").withState(Map.of("price", 499)))
                .answers(SearchResult.met("499").withState(Map.of("price", 499.0)));

        assertThat(stage.check(torale, task).outcome()).isEqualTo("changed");
        assertThat(stage.check(torale, task).outcome()).isEqualTo("notified");
        assertThat(stage.check(torale, task).outcome()).isEqualTo("unchanged");
        assertThat(stage.notifier().notifications()).hasSize(1);
    }
}
