package ai.torale.acceptance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import ai.torale.temporal.Torale;
import ai.torale.temporal.ToraleBuilder;
import ai.torale.temporal.schedule.Triggered;
import com.google.protobuf.util.Durations;
import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How the activities of a check stand in its history. */
@RealServer
class CheckActivitiesIT {
    @Test
    void every_activity_has_its_name_and_its_time_limit(Stage stage) {
        MonitoringTask task = once(stage);

        CheckHistory history = told(stage, stage.torale().taskSource(id -> Optional.of(task)), task);

        assertThat(history.activities())
                .extracting(
                        activity -> activity.getActivityType().getName(),
                        activity -> activity.getStartToCloseTimeout().getSeconds())
                .containsExactly(
                        tuple("get_task", 30L),
                        tuple("execute_grounded_search", 60L),
                        tuple("compare_states", 10L),
                        tuple("send_notification", 30L),
                        tuple("complete_task", 30L));
    }

    @Test
    void every_activity_is_tried_three_times_at_growing_intervals(Stage stage) {
        MonitoringTask task = once(stage);

        CheckHistory history = told(stage, stage.torale().taskSource(id -> Optional.of(task)), task);

        assertThat(history.activities())
                .hasSize(5)
                .extracting(ActivityTaskScheduledEventAttributes::getRetryPolicy)
                .containsOnly(RetryPolicy.newBuilder()
                        .setInitialInterval(Durations.fromSeconds(1))
                        .setMaximumInterval(Durations.fromSeconds(30))
                        .setMaximumAttempts(3)
                        .setBackoffCoefficient(2.0)
                        .build());
    }

    @Test
    void the_options_of_one_activity_change_that_one_alone(Stage stage) {
        MonitoringTask task = stage.task("patient").build();
        ToraleBuilder builder = stage.torale()
                .activityOptions(
                        "execute_grounded_search",
                        options -> options.setStartToCloseTimeout(Duration.ofSeconds(75))
                                .setRetryOptions(RetryOptions.newBuilder()
                                        .setInitialInterval(Duration.ofSeconds(2))
                                        .setMaximumInterval(Duration.ofSeconds(7))
                                        .setBackoffCoefficient(1.5)
                                        .setMaximumAttempts(2)
                                        .build()));

        CheckHistory history = told(stage, builder, task);

        assertThat(history.activities().stream()
                        .collect(Collectors.toMap(
                                activity -> activity.getActivityType().getName(), CheckActivitiesIT::described)))
                .isEqualTo(Map.of(
                        "execute_grounded_search", "75 s, 2 attempts, 2 s * 1.5 <= 7 s",
                        "compare_states", "10 s, 3 attempts, 1 s * 2.0 <= 30 s",
                        "send_notification", "30 s, 3 attempts, 1 s * 2.0 <= 30 s"));
    }

    private static MonitoringTask once(Stage stage) {
        return stage.task("once").notifyBehavior(NotifyBehavior.ONCE).build();
    }

    private static CheckHistory told(Stage stage, ToraleBuilder builder, MonitoringTask task) {
        Torale torale = stage.start(builder);
        torale.watch(task);
        stage.search().answers(SearchResult.met("499"));
        Triggered triggered = stage.trigger(torale, task);
        stage.report(triggered);
        return CheckHistory.of(stage, triggered);
    }

    private static String described(ActivityTaskScheduledEventAttributes activity) {
        RetryPolicy retry = activity.getRetryPolicy();
        return activity.getStartToCloseTimeout().getSeconds() + " s, " + retry.getMaximumAttempts() + " attempts, "
                + retry.getInitialInterval().getSeconds() + " s * " + retry.getBackoffCoefficient() + " <= "
                + retry.getMaximumInterval().getSeconds() + " s";
    }
}
