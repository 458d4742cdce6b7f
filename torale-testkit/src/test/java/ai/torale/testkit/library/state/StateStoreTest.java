package ai.torale.testkit.library.state;

import static ai.torale.search.SearchException.permanentFailure;
import static ai.torale.search.SearchResult.unknown;
import static ai.torale.testkit.library.state.Prices.price;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.notify.Notification;
import ai.torale.state.StateStore;
import ai.torale.task.MonitoringTask;
import ai.torale.testkit.CheckStory;
import ai.torale.testkit.ToraleTest;
import ai.torale.testkit.ToraleTestEnvironment;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ToraleTest
class StateStoreTest {
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "@daily").build();

    private final StateStore store = StateStore.inMemory();

    @BeforeEach
    void settings(ToraleTestEnvironment.Builder environment) {
        environment.torale(torale -> torale.stateStore(store));
    }

    @Test
    void a_store_keeps_the_state_over_failing_and_inconclusive_checks(ToraleTestEnvironment torale) {
        torale.search()
                .answers(price(549))
                .fails(permanentFailure("the page is gone"))
                .answers(unknown("no price"))
                .answers(price(549))
                .answers(price(499));
        torale.watch(TASK);

        torale.advance(Duration.ofDays(5));

        assertThat(torale.checks(TASK))
                .extracting(CheckStory::outcome)
                .containsExactly("notified", "failed", "inconclusive", "unchanged", "notified");
        assertThat(torale.notifications()).extracting(Notification::version).containsExactly(1L, 2L);
    }
}
