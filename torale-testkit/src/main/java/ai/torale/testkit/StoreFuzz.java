package ai.torale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Json;
import ai.torale.notify.Notification;
import ai.torale.state.Commit;
import ai.torale.state.Deletion;
import ai.torale.state.Delivery;
import ai.torale.state.DeliveryQuery;
import ai.torale.state.Settlement;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/**
 * The same random calls on a store and on the one in memory: every answer must be the same.
 *
 * <p>In each build 250 calls of one seed. More: {@code -Dtorale.contract.operations=100000 -Dtorale.contract.seed=7}.
 */
final class StoreFuzz {
    private static final int OPERATIONS = Integer.getInteger("torale.contract.operations", 250);
    private static final long SEED = Long.getLong("torale.contract.seed", 1);
    private static final int SHOWN = 12;
    private static final List<String> TASKS = List.of("gpu", "GPU", "gpu.price", "gpu_price");
    private static final List<String> EPOCHS = List.of("e1", "e2", "e3");
    private static final List<String> CHANNELS = List.of("email", "chat", "webhook");

    private final Random random = new Random(SEED);
    private final StateStore store;
    private final StateStore model = StateStore.inMemory();
    private final Deque<String> last = new ArrayDeque<>();
    private final List<Commit> commits = new ArrayList<>();
    private Instant now = StoreSamples.NINE;

    StoreFuzz(StateStore store) {
        this.store = store;
    }

    void run() {
        for (int i = 1; i <= OPERATIONS; i++) {
            now = now.plusSeconds(random.nextInt(3600)).plusMillis(random.nextInt(1000));
            int dice = random.nextInt(100);
            if (dice < 50) {
                commit();
            } else if (dice < 57) {
                repeat();
            } else if (dice < 80) {
                settle();
            } else if (dice < 85) {
                delete();
            } else if (dice < 88) {
                Instant before = now.minusSeconds(random.nextInt(100_000));
                both("purge " + before, any -> any.purge(before));
            } else {
                list();
            }
        }
        TASKS.forEach(task -> both("find " + task, any -> any.find(task)));
        both("all deliveries", any -> any.deliveries(DeliveryQuery.all().limit(1_000_000)));
    }

    private void commit() {
        String task = one(TASKS);
        long held = model.find(task).map(State::version).orElse(0L);
        long expected = random.nextInt(10) == 0 ? Math.max(0, held + random.nextInt(3) - 1) : held;
        long version = expected == 0 ? 1 + random.nextInt(3) : expected + random.nextInt(2);
        String epoch = model.find(task)
                .map(State::epoch)
                .filter(e -> random.nextInt(5) > 0)
                .orElse(one(EPOCHS));
        State.Builder next = State.builder(epoch, version)
                .question("q" + random.nextInt(3))
                .conditionMet(random.nextBoolean())
                .structured(
                        Json.of(Map.of(one(StoreSamples.TEXTS), random.nextInt(5), "text", one(StoreSamples.TEXTS))))
                .checkedAt(now);
        List<Delivery> enqueue = new ArrayList<>();
        if (random.nextBoolean()) {
            next.notifiedAt(now);
            Notification told = Notification.builder("k" + commits.size(), version, task)
                    .answer(one(StoreSamples.TEXTS))
                    .changeSummary(one(StoreSamples.TEXTS))
                    .comparedAt(now)
                    .build();
            CHANNELS.stream()
                    .filter(channel -> random.nextBoolean())
                    .forEach(channel -> enqueue.add(Delivery.pending(epoch, channel, told)));
        }
        Commit commit = new Commit(task, "check-" + commits.size(), expected, next.build(), enqueue);
        commits.add(commit);
        both("commit " + shown(commit), any -> any.commit(commit));
        both("find " + task, any -> any.find(task));
    }

    private void repeat() {
        if (!commits.isEmpty()) {
            Commit commit = commits.get(commits.size() - 1 - random.nextInt(Math.min(30, commits.size())));
            both("commit again " + shown(commit), any -> any.commit(commit));
        }
    }

    private void settle() {
        List<Delivery> held = model.deliveries(DeliveryQuery.all().newestFirst().limit(20));
        if (!held.isEmpty()) {
            Delivery delivery = one(held);
            Settlement settlement = new Settlement(
                    delivery.notification().taskId(),
                    delivery.notification().key(),
                    random.nextInt(10) == 0 ? one(CHANNELS) : delivery.channel(),
                    one(List.of(Settlement.Kind.values())),
                    one(StoreSamples.TEXTS),
                    now);
            both("" + settlement, any -> {
                any.settle(settlement);
                return any.deliveries(DeliveryQuery.all().ofTask(settlement.taskId()));
            });
        }
    }

    private void delete() {
        String task = one(TASKS);
        Deletion deletion = new Deletion(task, random.nextBoolean() ? Set.of() : Set.of(one(EPOCHS)), now);
        both("" + deletion, any -> any.delete(deletion));
        both("deliveries after the deletion", any -> any.deliveries(DeliveryQuery.all()));
    }

    private void list() {
        DeliveryQuery query = DeliveryQuery.all().limit(1 + random.nextInt(30));
        query = random.nextBoolean() ? query.ofTask(one(TASKS)) : query;
        query = random.nextBoolean() ? query.onChannel(one(CHANNELS)) : query;
        query = random.nextBoolean() ? query.withStatus(one(List.of(Delivery.Status.values()))) : query;
        DeliveryQuery asked = random.nextBoolean() ? query.newestFirst() : query;
        both("deliveries", any -> any.deliveries(asked));
    }

    private void both(String what, Function<StateStore, ?> call) {
        last.addLast(what);
        if (last.size() > SHOWN) {
            last.removeFirst();
        }
        Object expected = call.apply(model);
        assertThat((Object) call.apply(store))
                .as(
                        "what the store answers, seed %s, the last calls:\n%s\n(compared with StateStore.inMemory())",
                        SEED, String.join("\n", last))
                .isEqualTo(expected);
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static String shown(Commit commit) {
        return commit.checkId() + " of " + commit.taskId() + ": " + commit.expectedVersion() + " to " + commit.next()
                + ", " + commit.enqueue().size() + " deliveries";
    }
}
