package ai.torale.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@link StateStore} in this process's memory. */
final class InMemoryStateStore implements StateStore {
    private static final int MAX_HISTORY = 1_000;

    private record DeliveryId(String taskId, String key, String channel) {
        static DeliveryId of(Delivery delivery) {
            return new DeliveryId(
                    delivery.notification().taskId(), delivery.notification().key(), delivery.channel());
        }
    }

    /**
     * What is held of a task.
     *
     * @param checks what the last checks that wrote it enqueued, the oldest first
     */
    private record Row(State state, Map<String, List<DeliveryId>> checks) {}

    /** The lives of a task that were deleted, and when the last of them was. */
    private record Ended(Set<String> epochs, Instant last) {}

    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<DeliveryId, Delivery> deliveries = new LinkedHashMap<>();
    private final Map<String, Ended> ended = new HashMap<>();

    @Override
    public synchronized Optional<State> find(String taskId) {
        return Optional.ofNullable(rows.get(taskId)).map(Row::state);
    }

    @Override
    public synchronized Committed commit(Commit commit) {
        String taskId = commit.taskId();
        @Nullable Row held = rows.get(taskId);
        Map<String, List<DeliveryId>> checks = held == null ? Map.of() : held.checks();
        @Nullable List<DeliveryId> earlier = checks.get(commit.checkId());
        if (earlier != null) {
            return new Committed(Committed.Outcome.REPEATED, held(earlier));
        }
        @Nullable Ended lives = ended.get(taskId);
        if (lives != null && lives.epochs().contains(commit.next().epoch())) {
            return new Committed(Committed.Outcome.DELETED, List.of());
        }
        long version = held == null ? 0 : held.state().version();
        if (version != commit.expectedVersion()) {
            return new Committed(Committed.Outcome.SUPERSEDED, List.of());
        }
        List<DeliveryId> ids = commit.enqueue().stream().map(DeliveryId::of).toList();
        rows.put(taskId, new Row(commit.next(), remembered(checks, commit.checkId(), ids)));
        commit.enqueue().forEach(delivery -> deliveries.putIfAbsent(DeliveryId.of(delivery), delivery));
        trim(taskId);
        return new Committed(Committed.Outcome.APPLIED, held(ids));
    }

    private static Map<String, List<DeliveryId>> remembered(
            Map<String, List<DeliveryId>> checks, String checkId, List<DeliveryId> enqueued) {
        Map<String, List<DeliveryId>> all = new LinkedHashMap<>(checks);
        all.put(checkId, enqueued);
        if (all.size() > REMEMBERED_CHECKS) {
            all.remove(all.keySet().iterator().next());
        }
        return all;
    }

    private List<Delivery> held(List<DeliveryId> ids) {
        return ids.stream().map(deliveries::get).filter(Objects::nonNull).toList();
    }

    private void trim(String taskId) {
        List<DeliveryId> settled = deliveries.entrySet().stream()
                .filter(entry -> entry.getKey().taskId().equals(taskId)
                        && entry.getValue().status() != Delivery.Status.PENDING)
                .map(Map.Entry::getKey)
                .toList();
        settled.subList(0, Math.max(0, settled.size() - MAX_HISTORY)).forEach(deliveries::remove);
    }

    @Override
    public synchronized List<Delivery> deliveries(DeliveryQuery query) {
        List<Delivery> all = new ArrayList<>(deliveries.values());
        if (query.isNewestFirst()) {
            Collections.reverse(all);
        }
        return all.stream()
                .filter(delivery ->
                        matches(query.taskId(), delivery.notification().taskId()))
                .filter(delivery -> matches(query.channel(), delivery.channel()))
                .filter(delivery -> matches(query.status(), delivery.status()))
                .limit(query.limit())
                .toList();
    }

    private static <T> boolean matches(Optional<T> wanted, T found) {
        return wanted.map(found::equals).orElse(true);
    }

    @Override
    public synchronized void settle(Settlement settlement) {
        deliveries.computeIfPresent(
                new DeliveryId(settlement.taskId(), settlement.key(), settlement.channel()),
                (id, held) -> held.after(settlement));
    }

    @Override
    public synchronized boolean delete(Deletion deletion) {
        String taskId = deletion.taskId();
        Set<String> epochs = new LinkedHashSet<>(deletion.epochs());
        @Nullable Row row = rows.remove(taskId);
        if (row != null) {
            epochs.add(row.state().epoch());
        }
        List<DeliveryId> own = deliveries.keySet().stream()
                .filter(id -> id.taskId().equals(taskId))
                .toList();
        held(own).forEach(delivery -> epochs.add(delivery.epoch()));
        own.forEach(deliveries::remove);
        if (!epochs.isEmpty()) {
            @Nullable Ended earlier = ended.get(taskId);
            epochs.addAll(earlier == null ? Set.of() : earlier.epochs());
            ended.put(taskId, new Ended(epochs, deletion.at()));
        }
        return row != null || !own.isEmpty();
    }

    @Override
    public synchronized int purge(Instant before) {
        int held = deliveries.size();
        deliveries
                .values()
                .removeIf(delivery -> delivery.settledAt()
                        .filter(time -> time.isBefore(before))
                        .isPresent());
        ended.values().removeIf(lives -> lives.last().isBefore(before));
        return held - deliveries.size();
    }
}
