package ai.torale.state;

import ai.torale.InvalidException;
import ai.torale.Problem;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which deliveries are asked for; all of them at first, at most 100. */
public final class DeliveryQuery {
    private final @Nullable String taskId;
    private final @Nullable String channel;
    private final Delivery.@Nullable Status status;
    private final boolean newestFirst;
    private final int limit;

    private DeliveryQuery(
            @Nullable String taskId,
            @Nullable String channel,
            Delivery.@Nullable Status status,
            boolean newestFirst,
            int limit) {
        this.taskId = taskId;
        this.channel = channel;
        this.status = status;
        this.newestFirst = newestFirst;
        this.limit = limit;
    }

    /** Every delivery, the oldest first. */
    public static DeliveryQuery all() {
        return new DeliveryQuery(null, null, null, false, 100);
    }

    /** Only those of one task. */
    public DeliveryQuery ofTask(String taskId) {
        return new DeliveryQuery(Objects.requireNonNull(taskId, "taskId"), channel, status, newestFirst, limit);
    }

    /** Only those on one channel. */
    public DeliveryQuery onChannel(String channel) {
        return new DeliveryQuery(taskId, Objects.requireNonNull(channel, "channel"), status, newestFirst, limit);
    }

    /** Only those with one status. */
    public DeliveryQuery withStatus(Delivery.Status status) {
        return new DeliveryQuery(taskId, channel, Objects.requireNonNull(status, "status"), newestFirst, limit);
    }

    /** The newest first, as a history is read. Default: the oldest first. */
    public DeliveryQuery newestFirst() {
        return new DeliveryQuery(taskId, channel, status, true, limit);
    }

    /**
     * At most so many. Default: 100.
     *
     * @throws InvalidException when it is not above 0
     */
    public DeliveryQuery limit(int limit) {
        if (limit < 1) {
            throw InvalidException.of(
                    "delivery query", new Problem("DELIVERY_LIMIT", "limit", "" + limit, "ask for at least 1"));
        }
        return new DeliveryQuery(taskId, channel, status, newestFirst, limit);
    }

    /** The only task asked for. */
    public Optional<String> taskId() {
        return Optional.ofNullable(taskId);
    }

    /** The only channel asked for. */
    public Optional<String> channel() {
        return Optional.ofNullable(channel);
    }

    /** The only status asked for. */
    public Optional<Delivery.Status> status() {
        return Optional.ofNullable(status);
    }

    /** Whether the newest come first. */
    public boolean isNewestFirst() {
        return newestFirst;
    }

    /** At most so many. */
    public int limit() {
        return limit;
    }
}
