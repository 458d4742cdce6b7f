package ai.torale.temporal.workflow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a check reports, and what it hands to the next check.
 *
 * @param checkId the run id of the check's first execution
 * @param outcome the lower-case name of an {@link ai.torale.check.Outcome}; newer versions may add others
 * @param conditionMet null when nothing conclusive was found
 * @param changeSummary what changed in words, or why the check concluded nothing; at most 1,000 characters
 * @param key the notification's key; null when there was nothing to tell
 * @param carried the state that the next check gets; null erases it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CheckReport(
        @JsonProperty("task_id") String taskId,
        @JsonProperty("check_id") String checkId,
        @JsonProperty("outcome") String outcome,
        @JsonProperty("condition_met") @Nullable Boolean conditionMet,
        @JsonProperty("has_changed") boolean hasChanged,
        @JsonProperty("change_summary") @Nullable String changeSummary,
        @JsonProperty("key") @Nullable String key,
        @JsonProperty("carried") @Nullable CarriedState carried) {}
