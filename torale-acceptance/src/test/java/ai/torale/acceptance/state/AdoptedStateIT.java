package ai.torale.acceptance.state;

import static ai.torale.acceptance.state.Runs.price;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.notify.Notification;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import org.junit.jupiter.api.Test;

@RealServer
class AdoptedStateIT {
    @Test
    void a_store_adopts_the_carried_state_so_nothing_is_told_again_and_versions_go_on(Stage stage) {
        StateStore store = StateStore.inMemory();
        MonitoringTask task = stage.task("gpu").build();
        Torale without = stage.start();
        without.watch(task);
        stage.search()
                .answers(price(549))
                .answers(price(499))
                .answers(price(499))
                .answers(price(449));
        stage.check(without, task);
        stage.check(without, task);
        without.close();

        Torale with = stage.start(stage.torale().stateStore(store));

        assertThat(stage.check(with, task).outcome()).isEqualTo("unchanged");
        assertThat(store.find(task.id())).map(State::version).contains(2L);
        assertThat(stage.check(with, task).outcome()).isEqualTo("notified");
        assertThat(stage.notifier().notifications())
                .extracting(Notification::version)
                .containsExactly(1L, 2L, 3L);
    }
}
