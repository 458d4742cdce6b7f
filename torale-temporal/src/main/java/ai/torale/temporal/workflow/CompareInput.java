package ai.torale.temporal.workflow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What {@code compare_states} is given.
 *
 * @param task the task; only its id when it is gone
 * @param result what the search found; null when nothing was asked and only the baseline is to be made sure of
 * @param carried what Temporal carries; null when it carries nothing, which may mean that it was lost
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CompareInput(
        @JsonProperty("task") TaskFields task,
        @JsonProperty("epoch") String epoch,
        @JsonProperty("check_id") String checkId,
        @JsonProperty("scheduled_at") String scheduledAt,
        @JsonProperty("result") @Nullable SearchOutput result,
        @JsonProperty("carried") @Nullable CarriedState carried) {}
