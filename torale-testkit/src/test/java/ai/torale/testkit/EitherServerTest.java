package ai.torale.testkit;

import static ai.torale.search.SearchResult.met;
import static ai.torale.search.SearchResult.notMet;
import static ai.torale.testkit.ToraleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.task.MonitoringTask;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Short schedules behave the same on skipped time and, with {@code -Dtorale.test.server=dev}, on a real server. */
@ToraleTest
class EitherServerTest {
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "@every 2s").build();

    @Test
    void each_change_is_told_once(ToraleTestEnvironment torale) {
        torale.search().answers(notMet("549")).always(met("499"));
        torale.watch(TASK);

        torale.advance(Duration.ofSeconds(7));

        assertThat(torale.checks(TASK))
                .hasSizeBetween(3, 4)
                .extracting(CheckStory::outcome)
                .startsWith("changed", "notified", "unchanged");
        assertThat(torale.notifications()).hasSize(1);
        assertThat(torale.notifications().get(0))
                .says("499")
                .comesFrom(torale.checks(TASK).get(1));
    }

    @Test
    void a_paused_task_is_not_checked(ToraleTestEnvironment torale) {
        torale.watch(TASK);
        torale.torale().pause("gpu", "holidays");

        torale.advance(Duration.ofSeconds(3));

        assertThat(torale.search().requests()).isEmpty();
        assertThat(torale.schedule(TASK).orElseThrow()).isPaused().hasNote("holidays");
    }
}
