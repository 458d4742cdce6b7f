package ai.torale.state;

import ai.torale.InvalidException;
import ai.torale.Problem;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which deliveries are asked for; all of them at first, at most 100. */
public final class DeliveryQuery {
    private final @Nullable String taskId;
    private final Delivery.@Nullable Status status;
    private final int limit;

    private DeliveryQuery(@Nullable String taskId, Delivery.@Nullable Status status, int limit) {
        this.taskId = taskId;
        this.status = status;
        this.limit = limit;
    }

    /** Every delivery, the oldest first. */
    public static DeliveryQuery all() {
        return new DeliveryQuery(null, null, 100);
    }

    /** Only those of one task. */
    public DeliveryQuery ofTask(String taskId) {
        return new DeliveryQuery(Objects.requireNonNull(taskId, "taskId"), status, limit);
    }

    /** Only those with one status. */
    public DeliveryQuery withStatus(Delivery.Status status) {
        return new DeliveryQuery(taskId, Objects.requireNonNull(status, "status"), limit);
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
        return new DeliveryQuery(taskId, status, limit);
    }

    /** The only task asked for. */
    public Optional<String> taskId() {
        return Optional.ofNullable(taskId);
    }

    /** The only status asked for. */
    public Optional<Delivery.Status> status() {
        return Optional.ofNullable(status);
    }

    /** At most so many. */
    public int limit() {
        return limit;
    }
}
