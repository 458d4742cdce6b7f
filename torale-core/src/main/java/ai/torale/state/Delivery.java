package ai.torale.state;

import ai.torale.notify.Notification;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One notification on one channel, and how far it has come. Immutable. */
public final class Delivery {
    /** How far a delivery has come. */
    public enum Status {
        /** Owed: it is sent until it arrives or is given up. */
        PENDING,
        /** The notifier returned. */
        DELIVERED,
        /** Given up: visible, and can be sent again. */
        DEAD
    }

    private final Builder values;

    private Delivery(Builder values) {
        this.values = values;
    }

    /** A delivery that is owed and was never tried. */
    public static Delivery pending(String epoch, String channel, Notification notification) {
        return builder(epoch, channel, notification).build();
    }

    /**
     * Starts a delivery that is owed and was never tried.
     *
     * @param epoch the life of the task that the notification belongs to
     * @param channel the channel's name
     * @param notification what is told; its task, its key and the channel identify the delivery
     */
    public static Builder builder(String epoch, String channel, Notification notification) {
        return new Builder(epoch, channel, notification);
    }

    /** The life of the task that the notification belongs to. */
    public String epoch() {
        return values.epoch;
    }

    /** The channel's name. */
    public String channel() {
        return values.channel;
    }

    /** What is told. */
    public Notification notification() {
        return values.notification;
    }

    /** How far it has come. */
    public Status status() {
        return values.status;
    }

    /** How often it was tried; an attempt whose note had to be repeated may count twice. */
    public int attempts() {
        return values.attempts;
    }

    /** Why the last attempt that failed did so, or why it was given up. */
    public Optional<String> lastError() {
        return Optional.ofNullable(values.lastError);
    }

    /** When it was delivered or given up; empty while it is owed. */
    public Optional<Instant> settledAt() {
        return Optional.ofNullable(values.settledAt);
    }

    /** The same delivery after what became of it; a delivered one stays as it is. */
    public Delivery after(Settlement settlement) {
        if (status() == Status.DELIVERED) {
            return this;
        }
        Builder next = new Builder(values);
        switch (settlement.kind()) {
            case DELIVERED -> next.attempts(attempts() + 1).settled(Status.DELIVERED, settlement.at());
            case FAILED -> next.attempts(attempts() + 1).lastError(settlement.error());
            case DEAD -> {
                if (status() == Status.PENDING) {
                    next.settled(Status.DEAD, settlement.at());
                    next.lastError(settlement.error().isEmpty() ? lastError().orElse("") : settlement.error());
                }
            }
            case REOPENED -> next.reopened();
        }
        return next.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Delivery delivery && components().equals(delivery.components());
    }

    @Override
    public int hashCode() {
        return Objects.hash(channel(), notification());
    }

    /** Channel, key and status only. */
    @Override
    public String toString() {
        return "Delivery[" + notification().taskId() + ", " + notification().key() + " on " + channel() + ", "
                + status() + ", " + attempts() + " attempts]";
    }

    private List<@Nullable Object> components() {
        return Arrays.asList(
                epoch(), channel(), notification(), status(), attempts(), values.lastError, values.settledAt);
    }

    /** Collects what is known of a delivery; not safe for several threads. */
    public static final class Builder {
        private final String epoch;
        private final String channel;
        private final Notification notification;
        private Status status = Status.PENDING;
        private int attempts;
        private @Nullable String lastError;
        private @Nullable Instant settledAt;

        private Builder(String epoch, String channel, Notification notification) {
            this.epoch = Objects.requireNonNull(epoch, "epoch");
            this.channel = Objects.requireNonNull(channel, "channel");
            this.notification = Objects.requireNonNull(notification, "notification");
        }

        private Builder(Builder other) {
            this(other.epoch, other.channel, other.notification);
            this.status = other.status;
            this.attempts = other.attempts;
            this.lastError = other.lastError;
            this.settledAt = other.settledAt;
        }

        /** How often it was tried. Default: never. */
        public Builder attempts(int attempts) {
            this.attempts = attempts;
            return this;
        }

        /** Why it failed last; empty for no reason. Default: none. */
        public Builder lastError(String lastError) {
            this.lastError = lastError.isEmpty() ? null : lastError;
            return this;
        }

        /** How it ended, and when. Default: it is owed. */
        public Builder settled(Status status, Instant at) {
            this.status = Objects.requireNonNull(status, "status");
            this.settledAt = Objects.requireNonNull(at, "at");
            return this;
        }

        private void reopened() {
            status = Status.PENDING;
            settledAt = null;
        }

        /** Makes the delivery. */
        public Delivery build() {
            return new Delivery(new Builder(this));
        }
    }
}
