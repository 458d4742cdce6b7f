package ai.torale.temporal.workflow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What {@code complete_task} is given: the task that has told what it was to tell once.
 *
 * @param question the fingerprint of the question that was told of; a task that asks another by now goes on
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CompleteInput(
        @JsonProperty("task_id") String taskId,
        @JsonProperty("epoch") String epoch,
        @JsonProperty("key") @Nullable String key,
        @JsonProperty("question") String question) {}
