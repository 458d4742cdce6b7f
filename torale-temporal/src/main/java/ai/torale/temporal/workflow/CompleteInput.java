package ai.torale.temporal.workflow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What {@code complete_task} is given: the task that has told what it was to tell once. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CompleteInput(
        @JsonProperty("task_id") String taskId,
        @JsonProperty("epoch") String epoch,
        @JsonProperty("key") String key) {}
