package ai.torale.testkit.library.state;

import static ai.torale.search.SearchException.permanentFailure;
import static ai.torale.search.SearchResult.unknown;
import static ai.torale.testkit.library.state.Prices.price;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.notify.Notification;
import ai.torale.task.MonitoringTask;
import ai.torale.testkit.CheckStory;
import ai.torale.testkit.ToraleTest;
import ai.torale.testkit.ToraleTestEnvironment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@ToraleTest
class CarriedStateTest {
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "@daily").build();

    @Test
    void a_first_check_after_failed_ones_only_is_still_a_first_check_and_tells(ToraleTestEnvironment torale) {
        torale.search()
                .fails(permanentFailure("the page is gone"))
                .fails(permanentFailure("the page is gone"))
                .answers(price(499));
        torale.watch(TASK);

        torale.advance(Duration.ofDays(3));

        assertThat(torale.checks(TASK)).extracting(CheckStory::outcome).containsExactly("failed", "failed", "notified");
    }

    @Test
    void inconclusive_checks_before_the_first_conclusive_one_leave_it_a_first_check(ToraleTestEnvironment torale) {
        torale.search().answers(unknown("no price")).answers(price(499));
        torale.watch(TASK);

        torale.advance(Duration.ofDays(2));

        assertThat(torale.checks(TASK)).extracting(CheckStory::outcome).containsExactly("inconclusive", "notified");
        assertThat(torale.notifications()).extracting(Notification::version).containsExactly(1L);
    }
}
