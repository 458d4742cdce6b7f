package ai.torale.temporal.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivityPlanTest {
    @ParameterizedTest
    @CsvSource({
        "get_task, 30",
        "execute_grounded_search, 60",
        "compare_states, 10",
        "send_notification, 30",
        "complete_task, 30"
    })
    void an_attempt_has_its_own_time_and_there_are_three(String type, long seconds) {
        ActivityOptions options = ActivityPlan.defaults().of(type);

        assertThat(options.getStartToCloseTimeout()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(options.getTaskQueue()).isNull();
        assertThat(options.getRetryOptions()).satisfies(retry -> {
            assertThat(retry.getInitialInterval()).isEqualTo(Duration.ofSeconds(1));
            assertThat(retry.getMaximumInterval()).isEqualTo(Duration.ofSeconds(30));
            assertThat(retry.getMaximumAttempts()).isEqualTo(3);
            assertThat(retry.getBackoffCoefficient()).isEqualTo(2.0);
        });
    }

    @Test
    void the_worst_case_of_the_defaults_fits_the_default_execution_timeout() {
        Duration get = Duration.ofSeconds(30 + 1 + 30 + 2 + 30);
        Duration search = Duration.ofMinutes(1 + 2 + 1 + 2 + 1);
        Duration compare = Duration.ofSeconds(10 + 1 + 10 + 2 + 10);
        Duration send = Duration.ofSeconds(30 + 60 + 30 + 60 + 30);

        Duration worst = ActivityPlan.defaults().worstCase();

        assertThat(worst).isEqualTo(get.plus(search).plus(compare).plus(send).plus(get));
        assertThat(worst).isLessThan(Duration.ofMinutes(15));
    }

    @Test
    void pauses_grow_up_to_the_longest_one() {
        ActivityPlan plan = ActivityPlan.defaults()
                .with(
                        "compare_states",
                        options -> options.setStartToCloseTimeout(Duration.ofSeconds(10))
                                .setRetryOptions(RetryOptions.newBuilder()
                                        .setInitialInterval(Duration.ofSeconds(1))
                                        .setBackoffCoefficient(3.0)
                                        .setMaximumInterval(Duration.ofSeconds(5))
                                        .setMaximumAttempts(4)
                                        .build()));

        Duration more = plan.worstCase().minus(ActivityPlan.defaults().worstCase());

        assertThat(more).isEqualTo(Duration.ofSeconds(4 * 10 + 1 + 3 + 5).minusSeconds(33));
    }

    @Test
    void a_schedule_to_close_timeout_bounds_the_worst_case() {
        ActivityPlan plan = ActivityPlan.defaults()
                .with("compare_states", options -> options.setScheduleToCloseTimeout(Duration.ofSeconds(12)));

        Duration less = ActivityPlan.defaults().worstCase().minus(plan.worstCase());

        assertThat(less).isEqualTo(Duration.ofSeconds(33 - 12));
    }

    @Test
    void a_changed_plan_leaves_the_one_before_as_it_was() {
        ActivityPlan before = ActivityPlan.defaults();

        ActivityPlan after = before.with("execute_grounded_search", options -> options.setTaskQueue("python-search"));

        assertThat(before.routesElsewhere("execute_grounded_search")).isFalse();
        assertThat(after.routesElsewhere("execute_grounded_search")).isTrue();
        assertThat(after.routesElsewhere("get_task")).isFalse();
    }

    @Test
    void an_unknown_activity_is_refused_with_the_known_ones() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActivityPlan.defaults().with("search", UnaryOperator.identity()))
                .withMessageContaining("'search'")
                .withMessageContaining("execute_grounded_search");
    }

    @Test
    void attempts_without_end_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActivityPlan.defaults()
                        .with(
                                "compare_states",
                                options -> options.setRetryOptions(RetryOptions.newBuilder()
                                        .setMaximumAttempts(0)
                                        .build())))
                .withMessageContaining("compare_states");
    }

    @Test
    void an_attempt_without_a_time_limit_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActivityPlan.defaults()
                        .with(
                                "compare_states",
                                options ->
                                        ActivityOptions.newBuilder().setScheduleToCloseTimeout(Duration.ofMinutes(1))))
                .withMessageContaining("start-to-close");
    }
}
