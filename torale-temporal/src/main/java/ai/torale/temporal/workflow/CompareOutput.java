package ai.torale.temporal.workflow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code compare_states} answers.
 *
 * @param carried what Temporal carries from now on
 * @param notification what is to be told; null when there is nothing to tell
 * @param channels whom to tell it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CompareOutput(
        @JsonProperty("outcome") String outcome,
        @JsonProperty("has_changed") boolean hasChanged,
        @JsonProperty("first_check") boolean firstCheck,
        @JsonProperty("change_summary") @Nullable String changeSummary,
        @JsonProperty("carried") @Nullable CarriedState carried,
        @JsonProperty("notification") @Nullable NotificationFields notification,
        @JsonProperty("channels") @Nullable List<String> channels) {}
