package ai.torale.temporal.workflow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code execute_grounded_search} is given: the task's fields at the top level, and which check it is. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SearchInput(
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
        @JsonProperty("check") Check check) {

    /**
     * Which check asks, and what was known before.
     *
     * @param previousState the structured state as JSON text; absent at a first check and where a store keeps it
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Check(
            @JsonProperty("check_id") String checkId,
            @JsonProperty("scheduled_at") String scheduledAt,

            @JsonProperty("previous_state") @JsonRawValue @JsonDeserialize(using = RawJson.class) @Nullable String previousState,

            @JsonProperty("last_checked_at") @Nullable String lastCheckedAt) {}

    static SearchInput of(TaskFields task, Check check) {
        return new SearchInput(
                task.id(),
                task.userId(),
                task.name(),
                task.searchQuery(),
                task.conditionDescription(),
                task.schedule(),
                task.timeZone(),
                task.notifyBehavior(),
                task.provider(),
                task.channels(),
                task.attributes(),
                check);
    }

    TaskFields task() {
        return new TaskFields(
                id,
                userId,
                name,
                searchQuery,
                conditionDescription,
                schedule,
                timeZone,
                notifyBehavior,
                provider,
                channels,
                attributes,
                null);
    }
}
