package ai.torale.testkit.library.check;

import static ai.torale.search.SearchResult.met;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import ai.torale.temporal.ToraleBuilder;
import ai.torale.testkit.ToraleTestEnvironment;
import ai.torale.testkit.library.Recorded;
import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How the activities of a check stand in its history. */
class CheckActivitiesTest {
    private static final MonitoringTask TASK = MonitoringTask.builder("gpu", "@daily")
            .notifyBehavior(NotifyBehavior.ONCE)
            .build();

    @Test
    void every_activity_has_its_name_its_time_limit_and_three_tries_at_growing_intervals() {
        assertThat(activities(torale -> torale.taskSource(id -> Optional.of(TASK))))
                .containsExactly(
                        "get_task: 30 s, 3 attempts, 1 s * 2.0 <= 30 s",
                        "execute_grounded_search: 60 s, 3 attempts, 1 s * 2.0 <= 30 s",
                        "compare_states: 10 s, 3 attempts, 1 s * 2.0 <= 30 s",
                        "send_notification: 30 s, 3 attempts, 1 s * 2.0 <= 30 s",
                        "complete_task: 30 s, 3 attempts, 1 s * 2.0 <= 30 s");
    }

    @Test
    void the_options_of_one_activity_change_that_one_alone() {
        assertThat(activities(torale -> torale.activityOptions(
                        "execute_grounded_search",
                        options -> options.setStartToCloseTimeout(Duration.ofSeconds(75))
                                .setRetryOptions(RetryOptions.newBuilder()
                                        .setInitialInterval(Duration.ofSeconds(2))
                                        .setMaximumInterval(Duration.ofSeconds(7))
                                        .setBackoffCoefficient(1.5)
                                        .setMaximumAttempts(2)
                                        .build()))))
                .containsExactly(
                        "execute_grounded_search: 75 s, 2 attempts, 2 s * 1.5 <= 7 s",
                        "compare_states: 10 s, 3 attempts, 1 s * 2.0 <= 30 s",
                        "send_notification: 30 s, 3 attempts, 1 s * 2.0 <= 30 s",
                        "complete_task: 30 s, 3 attempts, 1 s * 2.0 <= 30 s");
    }

    private static List<String> activities(UnaryOperator<ToraleBuilder> settings) {
        try (ToraleTestEnvironment torale =
                ToraleTestEnvironment.builder().torale(settings).start()) {
            torale.search().answers(met("499"));
            torale.watch(TASK);
            torale.advance(Duration.ofDays(1));
            return Recorded.activities(torale.checks(TASK).get(0).history()).stream()
                    .map(CheckActivitiesTest::described)
                    .toList();
        }
    }

    private static String described(ActivityTaskScheduledEventAttributes activity) {
        RetryPolicy retry = activity.getRetryPolicy();
        return activity.getActivityType().getName() + ": "
                + activity.getStartToCloseTimeout().getSeconds() + " s, " + retry.getMaximumAttempts() + " attempts, "
                + retry.getInitialInterval().getSeconds() + " s * " + retry.getBackoffCoefficient() + " <= "
                + retry.getMaximumInterval().getSeconds() + " s";
    }
}
