package ai.torale.state;

import ai.torale.InvalidException;
import ai.torale.Json;
import ai.torale.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the last committed check of a task knew.
 *
 * <p>Immutable. The {@link #version()} goes up by one with every commit that changes the state or calls for a
 * notification, over all lives of the task.
 */
public final class State {
    private final Builder values;

    private State(Builder values) {
        this.values = values;
    }

    /**
     * Starts a state.
     *
     * @param epoch the life of the task that it belongs to
     * @param version 1 for the first one
     */
    public static Builder builder(String epoch, long version) {
        return new Builder(epoch, version);
    }

    /** The life of the task that it belongs to. */
    public String epoch() {
        return values.epoch;
    }

    /** How many commits have changed it. */
    public long version() {
        return values.version;
    }

    /** The {@linkplain Fingerprint#ofQuestion fingerprint of the question} that it answers. */
    public String question() {
        return values.question;
    }

    /** The {@linkplain Fingerprint#of fingerprint} of {@link #structured()}. */
    public String fingerprint() {
        return Fingerprint.of(values.structured);
    }

    /** Whether the condition was met. */
    public boolean conditionMet() {
        return values.conditionMet;
    }

    /** The structured state, an object or array. */
    public Json structured() {
        return values.structured;
    }

    /** When the last conclusive check was made. */
    public Instant checkedAt() {
        return values.checkedAt;
    }

    /** When the last notification of this question and life was decided; empty when there was none. */
    public Optional<Instant> notifiedAt() {
        return Optional.ofNullable(values.notifiedAt);
    }

    /** A builder that starts with this state's values. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof State state && components().equals(state.components());
    }

    @Override
    public int hashCode() {
        return components().hashCode();
    }

    /** The epoch, version and condition only. */
    @Override
    public String toString() {
        return "State[" + epoch() + ", version " + version() + ", " + (conditionMet() ? "met" : "not met") + "]";
    }

    private List<@Nullable Object> components() {
        return Arrays.asList(
                epoch(), version(), question(), conditionMet(), structured(), checkedAt(), values.notifiedAt);
    }

    /** Collects a state's values; not safe for several threads. */
    public static final class Builder {
        private String epoch;
        private long version;
        private String question = "";
        private boolean conditionMet;
        private Json structured = Json.parse("{}");
        private Instant checkedAt = Instant.EPOCH;
        private @Nullable Instant notifiedAt;

        private Builder(String epoch, long version) {
            this.epoch = Objects.requireNonNull(epoch, "epoch");
            this.version = version;
        }

        private Builder(Builder other) {
            this(other.epoch, other.version);
            this.question = other.question;
            this.conditionMet = other.conditionMet;
            this.structured = other.structured;
            this.checkedAt = other.checkedAt;
            this.notifiedAt = other.notifiedAt;
        }

        /** The life of the task that it belongs to. */
        public Builder epoch(String epoch) {
            this.epoch = Objects.requireNonNull(epoch, "epoch");
            return this;
        }

        /** How many commits have changed it. */
        public Builder version(long version) {
            this.version = version;
            return this;
        }

        /** The fingerprint of the question that it answers. Default: empty. */
        public Builder question(String question) {
            this.question = Objects.requireNonNull(question, "question");
            return this;
        }

        /** Whether the condition was met. Default: false. */
        public Builder conditionMet(boolean conditionMet) {
            this.conditionMet = conditionMet;
            return this;
        }

        /** The structured state. Default: an empty object. */
        public Builder structured(Json structured) {
            this.structured = Objects.requireNonNull(structured, "structured");
            return this;
        }

        /** When the last conclusive check was made. Default: the epoch. */
        public Builder checkedAt(Instant checkedAt) {
            this.checkedAt = Objects.requireNonNull(checkedAt, "checkedAt");
            return this;
        }

        /** When the last notification was decided. Default: there was none. */
        public Builder notifiedAt(Instant notifiedAt) {
            this.notifiedAt = Objects.requireNonNull(notifiedAt, "notifiedAt");
            return this;
        }

        /**
         * Makes the state.
         *
         * @throws InvalidException naming every problem at once
         */
        public State build() {
            List<Problem> problems = new ArrayList<>();
            if (epoch.isBlank()) {
                problems.add(new Problem("STATE_INVALID", "epoch", epoch, "name the life of the task"));
            }
            if (version < 0) {
                problems.add(new Problem("STATE_INVALID", "version", "" + version, "begin with 1 and go up"));
            }
            if (!structured.isStructured()) {
                String kind = "a single value";
                problems.add(new Problem("STATE_INVALID", "structured", kind, "give a JSON object or array"));
            }
            InvalidException.throwIfAny("the state", problems);
            return new State(new Builder(this));
        }
    }
}
