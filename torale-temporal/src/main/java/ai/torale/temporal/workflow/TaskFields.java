package ai.torale.temporal.workflow;

import ai.torale.InvalidException;
import ai.torale.state.Fingerprint;
import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task as it stands in JSON: in the schedule's action, in the answer of {@code get_task}, in a comparison.
 *
 * @param status absent or {@code active} for a task that is checked; anything else skips the check
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskFields(
        @JsonProperty("id") String id,
        @JsonProperty("user_id") @Nullable String userId,
        @JsonProperty("name") @Nullable String name,
        @JsonProperty("search_query") @Nullable String searchQuery,
        @JsonProperty("condition_description") @Nullable String conditionDescription,
        @JsonProperty("schedule") @Nullable String schedule,
        @JsonProperty("time_zone") @Nullable String timeZone,
        @JsonProperty("notify_behavior") @Nullable String notifyBehavior,
        @JsonProperty("provider") @Nullable String provider,
        @JsonProperty("channels") @Nullable List<String> channels,
        @JsonProperty("attributes") @Nullable Map<String, String> attributes,
        @JsonProperty("status") @Nullable String status) {

    /** The JSON form of a task. */
    public static TaskFields of(MonitoringTask task) {
        return new TaskFields(
                task.id(),
                task.userId(),
                task.name(),
                task.searchQuery(),
                task.conditionDescription(),
                task.cron(),
                task.timeZone().getId(),
                task.notifyBehavior().name().toLowerCase(Locale.ROOT),
                task.provider().orElse(null),
                List.copyOf(task.channels()),
                task.attributes(),
                null);
    }

    /** A task of which only the id matters. */
    static TaskFields idOnly(String id) {
        return new TaskFields(id, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** Whether the task is to be checked. */
    boolean active() {
        return status == null || status.equals("active");
    }

    /** The fingerprint of what the task asks. */
    String question() {
        return Fingerprint.ofQuestion(toTask());
    }

    /** Whether this is the question of the given fingerprint; false for a task that breaks the rules. */
    boolean asks(@Nullable String question) {
        try {
            return question().equals(question);
        } catch (InvalidException e) {
            return false;
        }
    }

    /**
     * The task; a cron with both a day of month and a weekday is what its writer asked for.
     *
     * @throws InvalidException when the fields break the rules of a task
     */
    public MonitoringTask toTask() {
        MonitoringTask.Builder builder = MonitoringTask.builder(id, schedule == null ? "" : schedule)
                .bothDays(true)
                .notifyBehavior(behavior())
                .channels(channels == null ? List.of() : channels)
                .attributes(attributes == null ? Map.of() : attributes);
        Optional.ofNullable(timeZone).ifPresent(builder::timeZone);
        Optional.ofNullable(name).ifPresent(builder::name);
        Optional.ofNullable(userId).ifPresent(builder::userId);
        Optional.ofNullable(searchQuery).ifPresent(builder::searchQuery);
        Optional.ofNullable(conditionDescription).ifPresent(builder::conditionDescription);
        Optional.ofNullable(provider).ifPresent(builder::provider);
        return builder.build();
    }

    /** A behaviour that a newer version wrote is read as the default one. */
    private NotifyBehavior behavior() {
        for (NotifyBehavior behavior : NotifyBehavior.values()) {
            if (behavior.name().toLowerCase(Locale.ROOT).equals(notifyBehavior)) {
                return behavior;
            }
        }
        return NotifyBehavior.TRACK_STATE;
    }
}
