package ai.torale.temporal.workflow;

import ai.torale.notify.Notification;
import ai.torale.temporal.workflow.SearchOutput.SourceFields;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A notification as it stands in JSON; its parts are those of the webhook's body. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record NotificationFields(
        @JsonProperty("key") String key,
        @JsonProperty("version") long version,
        @JsonProperty("task") Task task,
        @JsonProperty("execution") Execution execution,
        @JsonProperty("result") Result result) {

    /** The task that a notification tells of. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Task(
            @JsonProperty("id") String id,
            @JsonProperty("name") String name,
            @JsonProperty("search_query") String searchQuery,
            @JsonProperty("condition_description") String conditionDescription) {}

    /** The check that a notification comes from. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Execution(
            @JsonProperty("id") String id,
            @JsonProperty("condition_met") boolean conditionMet,
            @JsonProperty("change_summary") String changeSummary,
            @JsonProperty("completed_at") String completedAt,
            @JsonProperty("version") long version) {}

    /** What a notification says. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Result(
            @JsonProperty("answer") String answer,
            @JsonProperty("grounding_sources") @Nullable List<SourceFields> groundingSources) {}

    static NotificationFields of(Notification notification) {
        return new NotificationFields(
                notification.key(),
                notification.version(),
                new Task(
                        notification.taskId(),
                        notification.taskName(),
                        notification.searchQuery(),
                        notification.conditionDescription()),
                new Execution(
                        notification.checkId(),
                        true,
                        notification.changeSummary(),
                        notification.comparedAt().toString(),
                        notification.version()),
                new Result(notification.answer(), SourceFields.of(notification.sources())));
    }

    Notification toNotification() {
        return Notification.builder(key, version, task.id)
                .taskName(task.name)
                .searchQuery(task.searchQuery)
                .conditionDescription(task.conditionDescription)
                .checkId(execution.id)
                .changeSummary(execution.changeSummary)
                .comparedAt(Instant.parse(execution.completedAt))
                .answer(result.answer)
                .sources(SourceFields.toSources(result.groundingSources))
                .build();
    }
}
