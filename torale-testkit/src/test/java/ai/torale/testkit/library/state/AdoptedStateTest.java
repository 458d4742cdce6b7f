package ai.torale.testkit.library.state;

import static ai.torale.testkit.library.state.Prices.price;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.notify.Notification;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.ToraleBuilder;
import ai.torale.testkit.RecordingNotifier;
import ai.torale.testkit.ScriptedSearch;
import ai.torale.testkit.server.SkippedTimeServer;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host that is deployed anew, and keeps its state elsewhere from then on. */
class AdoptedStateTest {
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "@daily").build();
    private static final WorkerFactoryOptions QUICK_END = WorkerFactoryOptions.newBuilder()
            .setShutdownCheckInterval(Duration.ofMillis(1))
            .build();

    private final SkippedTimeServer server =
            SkippedTimeServer.builder().retention(Duration.ofDays(30)).start();
    private final ScriptedSearch search = new ScriptedSearch();
    private final RecordingNotifier notifier = new RecordingNotifier(server.clock());
    private final StateStore store = StateStore.inMemory();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_store_adopts_the_carried_state_so_nothing_is_told_again_and_versions_go_on() {
        search.answers(price(549)).answers(price(499)).answers(price(499)).answers(price(449));
        twoDays(without -> without);
        assertThat(store.find("gpu")).isEmpty();

        twoDays(with -> with.stateStore(store));

        assertThat(notifier.notifications()).extracting(Notification::version).containsExactly(1L, 2L, 3L);
        assertThat(store.find("gpu")).map(State::version).contains(3L);
    }

    @Test
    void a_state_goes_back_from_a_store_to_temporal() {
        search.answers(price(549)).answers(price(549)).answers(price(549)).answers(price(499));
        twoDays(with -> with.stateStore(store));

        twoDays(without -> without);

        assertThat(notifier.notifications()).extracting(Notification::version).containsExactly(1L, 2L);
    }

    private void twoDays(UnaryOperator<ToraleBuilder> settings) {
        ToraleBuilder builder = Torale.builder(server.client())
                .searchProvider(search)
                .notifier("test", notifier)
                .clock(server.clock());
        WorkerFactory workers = WorkerFactory.newInstance(server.client(), QUICK_END);
        try (Torale torale = settings.apply(builder).build()) {
            torale.register(workers.newWorker("torale-workers"));
            workers.start();
            torale.watch(TASK);
            server.advance(Duration.ofDays(2));
        }
        workers.shutdown();
        workers.awaitTermination(10, TimeUnit.SECONDS);
        search.verify();
    }
}
