package ai.torale.temporal.workflow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule hands to each check.
 *
 * @param taskId which task
 * @param epoch which life of the task
 * @param task the task itself; absent when the host keeps its tasks
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskConfig(
        @JsonProperty("task_id") String taskId,
        @JsonProperty("epoch") String epoch,
        @JsonProperty("task") @Nullable TaskFields task) {}
