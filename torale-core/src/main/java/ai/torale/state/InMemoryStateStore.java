package ai.torale.state;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A {@link StateStore} in this process's memory. */
final class InMemoryStateStore implements StateStore {
    private record Row(State state, String checkId, List<DeliveryId> enqueued) {}

    private record DeliveryId(String taskId, String key, String channel) {
        static DeliveryId of(Delivery delivery) {
            return new DeliveryId(
                    delivery.notification().taskId(), delivery.notification().key(), delivery.channel());
        }
    }

    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<DeliveryId, Delivery> deliveries = new LinkedHashMap<>();

    @Override
    public synchronized Optional<State> find(String taskId) {
        return Optional.ofNullable(rows.get(taskId)).map(Row::state);
    }

    @Override
    public synchronized Committed commit(Commit commit) {
        @Nullable Row held = rows.get(commit.taskId());
        if (held != null && held.checkId().equals(commit.checkId())) {
            return new Committed(Committed.Outcome.REPEATED, held(held.enqueued()));
        }
        long version = held == null ? 0 : held.state().version();
        if (version != commit.expectedVersion()) {
            return new Committed(Committed.Outcome.SUPERSEDED, List.of());
        }
        List<DeliveryId> ids = commit.enqueue().stream().map(DeliveryId::of).toList();
        rows.put(commit.taskId(), new Row(commit.next(), commit.checkId(), ids));
        commit.enqueue().forEach(delivery -> deliveries.putIfAbsent(DeliveryId.of(delivery), delivery));
        return new Committed(Committed.Outcome.APPLIED, held(ids));
    }

    private List<Delivery> held(List<DeliveryId> ids) {
        return ids.stream().map(deliveries::get).filter(Objects::nonNull).toList();
    }

    @Override
    public synchronized List<Delivery> deliveries(DeliveryQuery query) {
        return deliveries.values().stream()
                .filter(delivery -> query.taskId()
                        .map(taskId -> taskId.equals(delivery.notification().taskId()))
                        .orElse(true))
                .filter(delivery ->
                        query.status().map(delivery.status()::equals).orElse(true))
                .limit(query.limit())
                .toList();
    }

    @Override
    public synchronized void settle(Delivery delivery) {
        deliveries.computeIfPresent(DeliveryId.of(delivery), (id, held) -> held.withStatus(delivery.status()));
    }

    @Override
    public synchronized boolean delete(String taskId) {
        boolean owed = deliveries.keySet().removeIf(id -> id.taskId().equals(taskId));
        return rows.remove(taskId) != null || owed;
    }

    @Override
    public synchronized int purge(Instant before) {
        int held = deliveries.size();
        deliveries
                .values()
                .removeIf(delivery -> delivery.status() != Delivery.Status.PENDING
                        && delivery.notification().comparedAt().isBefore(before));
        return held - deliveries.size();
    }
}
