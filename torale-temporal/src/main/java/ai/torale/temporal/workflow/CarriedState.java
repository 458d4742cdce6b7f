package ai.torale.temporal.workflow;

import ai.torale.InvalidException;
import ai.torale.Json;
import ai.torale.state.State;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Temporal carries from check to check: the state, as it stands in JSON for months.
 *
 * <p>Version 0 says that nothing is known yet, and that this was made sure of. No carried state at all says that
 * nobody knows whether something was known.
 *
 * @param v the format's version, 1
 * @param state the structured state as JSON text
 * @param unknown what a newer version wrote, as JSON text; passed on untouched
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CarriedState(
        @JsonProperty("v") int v,
        @JsonProperty("epoch") @Nullable String epoch,
        @JsonProperty("version") long version,
        @JsonProperty("question") @Nullable String question,
        @JsonProperty("fingerprint") @Nullable String fingerprint,
        @JsonProperty("condition_met") @Nullable Boolean conditionMet,

        @JsonProperty("state") @JsonRawValue @JsonDeserialize(using = RawJson.class) @Nullable String state,

        @JsonProperty("checked_at") @Nullable String checkedAt,
        @JsonProperty("notified_at") @Nullable String notifiedAt,

        @JsonAnySetter
        @JsonAnyGetter
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonDeserialize(contentUsing = RawJson.class)
        @JsonSerialize(contentUsing = RawJson.Writer.class)
        Map<String, @Nullable String> unknown) {
    /** The only format so far. */
    static final int FORMAT = 1;

    /** Nothing is known yet of this life of the task. */
    static CarriedState nothingYet(String epoch) {
        return new CarriedState(FORMAT, epoch, 0, null, null, null, null, null, null, Map.of());
    }

    /** A state to carry, with what a newer version has written into the state before it. */
    static CarriedState of(State state, @Nullable CarriedState received) {
        return new CarriedState(
                FORMAT,
                state.epoch(),
                state.version(),
                state.question(),
                state.fingerprint(),
                state.conditionMet(),
                state.structured().toString(),
                state.checkedAt().toString(),
                state.notifiedAt().map(Instant::toString).orElse(null),
                received == null || received.unknown == null ? Map.of() : received.unknown);
    }

    /**
     * The state; empty when nothing is known yet.
     *
     * @throws IllegalArgumentException when it cannot be understood
     */
    public Optional<State> toState() {
        if (v != FORMAT) {
            throw new IllegalArgumentException("its format is " + v + ", this version reads " + FORMAT);
        }
        if (version == 0) {
            return Optional.empty();
        }
        try {
            State.Builder known = State.builder(Objects.requireNonNull(epoch, "epoch"), version)
                    .question(Objects.requireNonNull(question, "question"))
                    .conditionMet(Objects.requireNonNull(conditionMet, "condition_met"))
                    .structured(Json.parse(Objects.requireNonNull(state, "state")))
                    .checkedAt(Instant.parse(Objects.requireNonNull(checkedAt, "checked_at")));
            if (notifiedAt != null) {
                known.notifiedAt(Instant.parse(notifiedAt));
            }
            return Optional.of(known.build());
        } catch (NullPointerException | DateTimeException | InvalidException e) {
            throw new IllegalArgumentException(
                    "a field is missing or broken: " + (e instanceof NullPointerException ? e.getMessage() : "value"));
        }
    }
}
