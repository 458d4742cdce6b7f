package ai.torale.temporal.workflow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What {@code send_notification} and {@link DeliveryWorkflow} are given: one notification for one channel. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SendInput(
        @JsonProperty("epoch") String epoch,
        @JsonProperty("channel") String channel,
        @JsonProperty("notification") NotificationFields notification) {}
