package ai.torale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.notify.Notification;
import ai.torale.state.Commit;
import ai.torale.state.Committed;
import ai.torale.state.Delivery;
import ai.torale.state.DeliveryQuery;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Many threads at one store, as many workers of one host. */
final class StoreRace {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int THREADS = 4;

    /** How many versions are fought for in each build; a longer fight: -Dtorale.contract.commits=10000. */
    private static final long COMMITS = Long.getLong("torale.contract.commits", 100);

    /** How many tasks are deleted while they are committed; more: -Dtorale.contract.deletions=1000. */
    private static final int DELETIONS = Integer.getInteger("torale.contract.deletions", 15);

    private StoreRace() {}

    /** Runs each call in a thread of its own and answers what they returned. */
    static <T> List<T> together(List<Callable<T>> calls) {
        List<T> answers = new ArrayList<>();
        for (Attempt<T> attempt : Attempt.together(LIMIT, "a store answers within seconds", calls)) {
            assertThat(attempt.failure())
                    .as("what a store threw while other threads used it")
                    .isNull();
            answers.add(Objects.requireNonNull(attempt.answer()));
        }
        return answers;
    }

    /** The same call in every thread. */
    static <T> List<T> together(Callable<T> call) {
        List<Callable<T>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            calls.add(call);
        }
        return together(calls);
    }

    /** Threads that all want to commit the next version, each with a delivery; through two instances of the store. */
    static void forEachVersion(StateStore store, StateStore other) {
        List<Callable<List<Committed>>> fighters = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String name = "-" + i;
            StateStore own = i % 2 == 0 ? store : other;
            fighters.add(() -> fight(own, name));
        }

        List<Committed> answers =
                together(fighters).stream().flatMap(List::stream).toList();

        List<Delivery> won = answers.stream()
                .filter(answer -> answer.outcome() == Committed.Outcome.APPLIED)
                .flatMap(answer -> answer.enqueued().stream())
                .toList();
        assertThat(won)
                .as("the versions that were won: each once, by +1, without a gap")
                .extracting(delivery -> delivery.notification().version())
                .doesNotHaveDuplicates()
                .hasSize((int) COMMITS);
        assertThat(answers)
                .as("the answers of those who were slower")
                .filteredOn(answer -> answer.outcome() != Committed.Outcome.APPLIED)
                .allMatch(new Committed(Committed.Outcome.SUPERSEDED, List.of())::equals);
        assertThat(store.deliveries(DeliveryQuery.all().limit((int) COMMITS + 10)))
                .as("what is owed: what the winners enqueued, in the order of their versions")
                .extracting(delivery -> delivery.notification().version()
                        + delivery.notification().checkId())
                .containsExactlyElementsOf(won.stream()
                        .map(Delivery::notification)
                        .sorted((a, b) -> Long.compare(a.version(), b.version()))
                        .map(notification -> notification.version() + notification.checkId())
                        .toList());
        assertThat(other.find(StoreSamples.GPU).map(State::version)).contains(COMMITS);
    }

    private static List<Committed> fight(StateStore store, String name) {
        List<Committed> answers = new ArrayList<>();
        long known = 0;
        while (known < COMMITS) {
            long next = known + 1;
            Notification told = Notification.builder("k" + next, next, StoreSamples.GPU)
                    .checkId("c" + next + name)
                    .comparedAt(StoreSamples.NINE)
                    .build();
            answers.add(store.commit(new Commit(
                    StoreSamples.GPU,
                    told.checkId(),
                    known,
                    StoreSamples.state(next, name.hashCode()),
                    List.of(Delivery.pending("e1", "email", told)))));
            known = store.find(StoreSamples.GPU).orElseThrow().version();
        }
        return answers;
    }

    /** Removes a task while its first check commits: whoever comes first, nothing is left. */
    static void deletions(StateStore store, StateStore other) {
        for (int i = 0; i < DELETIONS; i++) {
            String taskId = "task-" + i;
            together(List.<Callable<Object>>of(
                    () -> store.commit(StoreSamples.first(taskId, "e1", "c1")),
                    () -> other.delete(StoreSamples.deletion(taskId, "e1"))));

            assertThat(store.find(taskId))
                    .as("what is left of a task whose check committed while it was deleted")
                    .isEmpty();
            assertThat(store.deliveries(DeliveryQuery.all().ofTask(taskId)))
                    .as("what is owed for a task that was deleted")
                    .isEmpty();
        }
    }
}
