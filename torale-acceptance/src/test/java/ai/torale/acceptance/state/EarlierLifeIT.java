package ai.torale.acceptance.state;

import static ai.torale.acceptance.state.Runs.price;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Json;
import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.state.Commit;
import ai.torale.state.DeliveryQuery;
import ai.torale.state.Fingerprint;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@RealServer
class EarlierLifeIT {
    @Test
    void a_provider_is_shown_what_this_life_of_the_task_knew_and_no_earlier_one(Stage stage) {
        StateStore store = StateStore.inMemory();
        MonitoringTask task = stage.task("gpu").build();
        State earlier = State.builder("an-earlier-life", 5)
                .question(Fingerprint.ofQuestion(task))
                .structured(Json.parse("{\"price\":1}"))
                .build();
        store.commit(new Commit(task.id(), "an earlier check", 0, earlier, List.of()));
        List<Optional<Json>> shown = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            stage.search().answers(request -> {
                shown.add(request.previousState());
                return price(499);
            });
        }
        Torale torale = stage.start(stage.torale().stateStore(store));
        torale.watch(task);

        stage.check(torale, task);
        stage.check(torale, task);

        assertThat(shown).containsExactly(Optional.empty(), Optional.of(Json.parse("{\"price\":499}")));
        assertThat(store.find(task.id()).map(State::version)).contains(6L);
    }

    @Test
    void a_check_whose_task_is_unwatched_while_it_commits_leaves_nothing_in_the_store(Stage stage) {
        StateStore store = StateStore.inMemory();
        MonitoringTask task = stage.task("gpu").build();
        Torale[] torale = new Torale[1];
        StateStore slow = (StateStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        torale[0].unwatch(task.id());
                    }
                    return method.invoke(store, arguments);
                });
        torale[0] = stage.start(stage.torale().stateStore(slow));
        torale[0].watch(task);
        stage.search().answers(price(499));

        String outcome = stage.check(torale[0], task).outcome();

        assertThat(outcome).isEqualTo("skipped");
        assertThat(store.find(task.id())).isEmpty();
        assertThat(store.deliveries(DeliveryQuery.all())).isEmpty();
        assertThat(stage.notifier().attempts()).isEmpty();
    }
}
