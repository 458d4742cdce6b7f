package ai.torale.temporal.workflow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The detail of a failed check: why, and since when its task fails.
 *
 * @param code the stable name of the failure, such as {@code SEARCH_TRANSIENT}
 * @param inARow how many checks have failed in a row, this one included
 * @param since when the first of them was scheduled
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CheckFailure(
        @JsonProperty("code") String code,
        @JsonProperty("in_a_row") int inARow,
        @JsonProperty("since") String since) {}
