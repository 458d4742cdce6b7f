package ai.torale.temporal.workflow;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How long each activity of a check may take and how often it is tried.
 *
 * <p>Default for every one: 3 attempts, 1 second before the second, twice as long before the next, 30 seconds at most.
 * Time for one attempt: {@code get_task} 30 s, {@code execute_grounded_search} 60 s, {@code compare_states} 10 s,
 * {@code send_notification} 30 s, {@code complete_task} 30 s.
 */
public final class ActivityPlan {
    /** The longest pause that a provider may ask for and that a check waits for. */
    static final Duration MAX_SEARCH_PAUSE = Duration.ofMinutes(2);

    /** The longest pause that a receiver may ask for and that a check waits for; after that it defers the delivery. */
    static final Duration MAX_SEND_PAUSE = Duration.ofMinutes(1);

    private static final RetryOptions RETRY = RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofSeconds(1))
            .setMaximumInterval(Duration.ofSeconds(30))
            .setMaximumAttempts(3)
            .setBackoffCoefficient(2.0)
            .build();

    private static final Map<String, Duration> TIMEOUTS = timeouts();

    private final Map<String, ActivityOptions> options;

    private ActivityPlan(Map<String, ActivityOptions> options) {
        this.options = options;
    }

    /** The plan with every default. */
    public static ActivityPlan defaults() {
        Map<String, ActivityOptions> options = new LinkedHashMap<>();
        TIMEOUTS.forEach((type, timeout) -> options.put(
                type,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(timeout)
                        .setRetryOptions(RETRY)
                        .build()));
        return new ActivityPlan(options);
    }

    /**
     * The same plan with other options for one activity.
     *
     * @param activityType one of the names in {@link MonitoringActivities}
     * @param change is given the options so far
     * @throws IllegalArgumentException when there is no such activity, or it could be tried or run without end
     */
    public ActivityPlan with(String activityType, UnaryOperator<ActivityOptions.Builder> change) {
        ActivityOptions before = options.get(activityType);
        if (before == null) {
            throw new IllegalArgumentException(
                    "there is no activity '" + activityType + "'; the activities are " + TIMEOUTS.keySet());
        }
        ActivityOptions after = change.apply(ActivityOptions.newBuilder(before)).validateAndBuildWithDefaults();
        boolean bounded = after.getStartToCloseTimeout() != null
                && after.getRetryOptions() != null
                && (after.getRetryOptions().getMaximumAttempts() > 0 || after.getScheduleToCloseTimeout() != null);
        if (!bounded) {
            throw new IllegalArgumentException("'" + activityType
                    + "' needs a start-to-close timeout, and a number of attempts or a schedule-to-close timeout");
        }
        Map<String, ActivityOptions> changed = new LinkedHashMap<>(options);
        changed.put(activityType, after);
        return new ActivityPlan(changed);
    }

    /** Whether another task queue serves an activity. */
    public boolean routesElsewhere(String activityType) {
        return of(activityType).getTaskQueue() != null;
    }

    /**
     * The longest that a check can take: every attempt of every activity times out, and searches and deliveries are
     * asked for the longest pause between their attempts.
     */
    public Duration worstCase() {
        return options.entrySet().stream()
                .map(entry -> worstCase(entry.getKey(), entry.getValue()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    ActivityOptions of(String activityType) {
        return Objects.requireNonNull(options.get(activityType), activityType);
    }

    Map<String, ActivityOptions> options() {
        return options;
    }

    private static Duration worstCase(String activityType, ActivityOptions options) {
        RetryOptions retry = Objects.requireNonNull(options.getRetryOptions(), "retryOptions");
        @Nullable Duration bound = options.getScheduleToCloseTimeout();
        Duration attempt = Objects.requireNonNull(options.getStartToCloseTimeout(), "startToCloseTimeout");
        if (retry.getMaximumAttempts() == 0) {
            return Objects.requireNonNull(bound, "scheduleToCloseTimeout");
        }
        Duration interval = retry.getInitialInterval();
        Duration total = attempt;
        for (int i = 1; i < retry.getMaximumAttempts(); i++) {
            total = total.plus(max(interval, longestPause(activityType))).plus(attempt);
            interval = min(
                    Duration.ofMillis((long) (interval.toMillis() * retry.getBackoffCoefficient())),
                    Objects.requireNonNullElse(retry.getMaximumInterval(), Duration.ofDays(1)));
            if (bound != null && total.compareTo(bound) > 0) {
                return bound;
            }
        }
        return total;
    }

    private static Duration longestPause(String activityType) {
        return switch (activityType) {
            case MonitoringActivities.SEARCH -> MAX_SEARCH_PAUSE;
            case MonitoringActivities.SEND -> MAX_SEND_PAUSE;
            default -> Duration.ZERO;
        };
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Map<String, Duration> timeouts() {
        Map<String, Duration> timeouts = new LinkedHashMap<>();
        timeouts.put(MonitoringActivities.GET_TASK, Duration.ofSeconds(30));
        timeouts.put(MonitoringActivities.SEARCH, Duration.ofSeconds(60));
        timeouts.put(MonitoringActivities.COMPARE, Duration.ofSeconds(10));
        timeouts.put(MonitoringActivities.SEND, Duration.ofSeconds(30));
        timeouts.put(MonitoringActivities.COMPLETE, Duration.ofSeconds(30));
        return timeouts;
    }
}
