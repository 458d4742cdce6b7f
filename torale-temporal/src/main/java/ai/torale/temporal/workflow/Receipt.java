package ai.torale.temporal.workflow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What {@code send_notification} answers: the receiver has taken the notification. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Receipt(
        @JsonProperty("key") String key,
        @JsonProperty("channel") String channel,
        @JsonProperty("delivered_at") String deliveredAt) {}
