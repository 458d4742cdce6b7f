package ai.torale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Json;
import ai.torale.state.Commit;
import ai.torale.state.Committed;
import ai.torale.state.Committed.Outcome;
import ai.torale.state.Deletion;
import ai.torale.state.Delivery;
import ai.torale.state.DeliveryQuery;
import ai.torale.state.Settlement;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import ai.torale.state.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract passes a store that keeps it, and names the rules that a wrong one breaks. */
class StateStoreContractTest {
    @Test
    void a_store_that_keeps_every_rule_passes() {
        ContractRun run = ContractRun.of(Keeps.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.skipped()).isEmpty();
        assertThat(run.passed()).hasSize(30);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    @Execution(ExecutionMode.CONCURRENT)
    void a_wrong_store_fails_by_the_rule_that_it_breaks(Class<?> wrong, String rule, String says) {
        ContractRun run = ContractRun.of(wrong);

        assertThat(run.failures()).containsKey(rule);
        assertThat(run.failures().get(rule)).contains(says);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(
                        LooksAndThenWrites.class,
                        "of_many_checks_that_want_the_same_version_one_wins_and_only_its_deliveries_are_held",
                        "each once, by +1"),
                Arguments.of(
                        WritesTheStateFirst.class,
                        "a_connection_that_breaks_leaves_all_of_a_commit_or_nothing",
                        "all that was committed with it, or nothing"),
                Arguments.of(
                        CallsItInvalid.class,
                        "a_connection_that_breaks_leaves_all_of_a_commit_or_nothing",
                        "the call is tried again"),
                Arguments.of(
                        DeletesHalf.class, "a_connection_that_breaks_leaves_all_of_a_deletion_or_nothing", "broke at"),
                Arguments.of(
                        ForgetsWhoCommitted.class,
                        "the_same_check_committing_again_gets_its_first_answer_and_changes_nothing",
                        "whatever it concludes now"),
                Arguments.of(
                        RemembersTheLastCheckOnly.class,
                        "the_last_checks_get_their_first_answers_though_others_have_committed_since",
                        "8 checks ago"),
                Arguments.of(
                        TakesAnyVersion.class,
                        "a_commit_on_another_version_than_the_one_held_is_superseded_and_writes_nothing",
                        "where 2 is held"),
                Arguments.of(
                        BeginsWithOne.class, "a_store_that_knows_nothing_adopts_a_state_of_any_version", "APPLIED"),
                Arguments.of(TellsAStateOnce.class, "a_state_that_comes_back_is_told_again", "after A, B, A and B"),
                Arguments.of(
                        ForgetsDeletions.class,
                        "a_check_of_a_life_that_was_deleted_brings_nothing_back",
                        "a life of task 'known' that was deleted"),
                Arguments.of(
                        BuriesTheTask.class,
                        "a_task_may_live_again_and_no_check_of_an_earlier_life_writes_into_it",
                        "APPLIED"),
                Arguments.of(FoldsCase.class, "tasks_whose_ids_look_alike_are_told_apart", "task 'GPU'"),
                Arguments.of(TrimsTexts.class, "texts_come_back_as_they_were_given", "' blanks around '"),
                Arguments.of(LosesReceipts.class, "a_delivery_is_settled_as_its_rules_say", "as Delivery.after says"),
                Arguments.of(
                        ListsTheNewestFirst.class,
                        "deliveries_are_listed_in_the_order_in_which_they_were_enqueued",
                        "Expecting"),
                Arguments.of(
                        PurgesWhatIsOwed.class,
                        "purging_drops_what_was_settled_before_a_time_and_never_what_is_owed",
                        "how many"),
                Arguments.of(
                        SwallowsFailures.class,
                        "a_connection_that_breaks_leaves_all_of_a_commit_or_nothing",
                        "what was answered as written"));
    }

    /** A store that keeps every rule; each of the others breaks one. */
    static class Keeps implements StateStoreContract, StateStore {
        final StateStore memory = StateStore.inMemory();
        private int left;
        private boolean breaks;

        @Override
        public StateStore emptyStore() {
            return this;
        }

        /** Every call is two steps: it breaks before the data is reached, or after. */
        @Override
        public Optional<StateStore> breaking(StateStore store, int step) {
            left = step;
            return Optional.of((StateStore) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, arguments) -> {
                        breaks = true;
                        try {
                            return method.invoke(this, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        } finally {
                            breaks = false;
                        }
                    }));
        }

        void step() {
            if (breaks && --left <= 0) {
                throw broken();
            }
        }

        StoreException broken() {
            return StoreException.unavailable("the connection broke");
        }

        @Override
        public Optional<State> find(String taskId) {
            return memory.find(taskId);
        }

        @Override
        public Committed commit(Commit commit) {
            step();
            Committed committed = memory.commit(commit);
            step();
            return committed;
        }

        @Override
        public List<Delivery> deliveries(DeliveryQuery query) {
            return memory.deliveries(query);
        }

        @Override
        public void settle(Settlement settlement) {
            memory.settle(settlement);
        }

        @Override
        public boolean delete(Deletion deletion) {
            step();
            boolean existed = memory.delete(deletion);
            step();
            return existed;
        }

        @Override
        public int purge(Instant before) {
            return memory.purge(before);
        }
    }

    static final class LooksAndThenWrites extends Keeps {
        private final Exchanger<String> meeting = new Exchanger<>();

        @Override
        public Committed commit(Commit commit) {
            boolean first = find(commit.taskId()).map(State::version).orElse(0L) == commit.expectedVersion();
            meet();
            Committed committed = super.commit(commit);
            return first && committed.outcome() == Outcome.SUPERSEDED
                    ? new Committed(Outcome.APPLIED, commit.enqueue())
                    : committed;
        }

        private void meet() {
            try {
                meeting.exchange("", 5, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return; // nobody else is here
            } catch (InterruptedException e) {
                throw StoreException.unavailable("interrupted");
            }
        }
    }

    static final class WritesTheStateFirst extends Keeps {
        @Override
        public Committed commit(Commit commit) {
            State next = commit.next();
            step();
            memory.commit(new Commit(
                    commit.taskId(), commit.checkId() + " state", commit.expectedVersion(), next, List.of()));
            step();
            return memory.commit(new Commit(commit.taskId(), commit.checkId(), next.version(), next, commit.enqueue()));
        }
    }

    static final class CallsItInvalid extends Keeps {
        @Override
        StoreException broken() {
            return StoreException.invalid("the connection broke");
        }
    }

    static final class SwallowsFailures extends Keeps {
        @Override
        public Committed commit(Commit commit) {
            try {
                return super.commit(commit);
            } catch (StoreException e) {
                return new Committed(Outcome.APPLIED, commit.enqueue());
            }
        }
    }

    static final class DeletesHalf extends Keeps {
        private final Set<String> half = new HashSet<>();

        @Override
        public boolean delete(Deletion deletion) {
            step();
            half.add(deletion.taskId());
            step();
            half.remove(deletion.taskId());
            return memory.delete(deletion);
        }

        @Override
        public Optional<State> find(String taskId) {
            return half.contains(taskId) ? Optional.empty() : super.find(taskId);
        }
    }

    static final class ForgetsWhoCommitted extends Keeps {
        private final AtomicInteger commits = new AtomicInteger();

        @Override
        public Committed commit(Commit commit) {
            return super.commit(new Commit(
                    commit.taskId(),
                    commit.checkId() + commits.incrementAndGet(),
                    commit.expectedVersion(),
                    commit.next(),
                    commit.enqueue()));
        }
    }

    static final class RemembersTheLastCheckOnly extends Keeps {
        private final Map<String, String> last = new ConcurrentHashMap<>();

        @Override
        public Committed commit(Commit commit) {
            Committed committed = super.commit(commit);
            if (committed.outcome() == Outcome.APPLIED) {
                last.put(commit.taskId(), commit.checkId());
            }
            return committed.outcome() == Outcome.REPEATED && !commit.checkId().equals(last.get(commit.taskId()))
                    ? new Committed(Outcome.SUPERSEDED, List.of())
                    : committed;
        }
    }

    static final class TakesAnyVersion extends Keeps {
        @Override
        public Committed commit(Commit commit) {
            Committed committed = super.commit(commit);
            if (committed.outcome() != Outcome.SUPERSEDED) {
                return committed;
            }
            long held = find(commit.taskId()).map(State::version).orElse(0L);
            State next = commit.next().toBuilder().version(held + 1).build();
            return super.commit(new Commit(commit.taskId(), commit.checkId(), held, next, commit.enqueue()));
        }
    }

    static final class BeginsWithOne extends Keeps {
        @Override
        public Committed commit(Commit commit) {
            return commit.expectedVersion() == 0 && commit.next().version() != 1
                    ? new Committed(Outcome.SUPERSEDED, List.of())
                    : super.commit(commit);
        }
    }

    static final class TellsAStateOnce extends Keeps {
        private final Set<String> told = ConcurrentHashMap.newKeySet();

        @Override
        public Committed commit(Commit commit) {
            return told.add(commit.next().fingerprint())
                    ? super.commit(commit)
                    : super.commit(new Commit(
                            commit.taskId(), commit.checkId(), commit.expectedVersion(), commit.next(), List.of()));
        }
    }

    static final class ForgetsDeletions extends Keeps {
        @Override
        public boolean delete(Deletion deletion) {
            boolean existed = super.delete(deletion);
            memory.purge(Instant.MAX);
            return existed;
        }
    }

    static final class BuriesTheTask extends Keeps {
        private final Set<String> deleted = ConcurrentHashMap.newKeySet();

        @Override
        public boolean delete(Deletion deletion) {
            deleted.add(deletion.taskId());
            return super.delete(deletion);
        }

        @Override
        public Committed commit(Commit commit) {
            return deleted.contains(commit.taskId()) ? new Committed(Outcome.DELETED, List.of()) : super.commit(commit);
        }
    }

    static final class FoldsCase extends Keeps {
        private final Map<String, String> ids = new ConcurrentHashMap<>();

        @Override
        public Committed commit(Commit commit) {
            String id = ids.computeIfAbsent(commit.taskId().toLowerCase(Locale.ROOT), folded -> commit.taskId());
            return id.equals(commit.taskId()) ? super.commit(commit) : new Committed(Outcome.SUPERSEDED, List.of());
        }
    }

    static final class TrimsTexts extends Keeps {
        @Override
        public Optional<State> find(String taskId) {
            return super.find(taskId).map(TrimsTexts::trimmed);
        }

        private static State trimmed(State state) {
            String text = state.structured().toString().replace("\" ", "\"").replace(" \"", "\"");
            return state.toBuilder().structured(Json.parse(text)).build();
        }
    }

    static final class LosesReceipts extends Keeps {
        @Override
        public void settle(Settlement settlement) {
            if (settlement.kind() != Settlement.Kind.DELIVERED) {
                super.settle(settlement);
            }
        }
    }

    static final class ListsTheNewestFirst extends Keeps {
        @Override
        public List<Delivery> deliveries(DeliveryQuery query) {
            return super.deliveries(query.newestFirst());
        }
    }

    static final class PurgesWhatIsOwed extends Keeps {
        @Override
        public int purge(Instant before) {
            for (Delivery owed : deliveries(DeliveryQuery.all().withStatus(Delivery.Status.PENDING))) {
                settle(Settlement.dead(owed.channel(), owed.notification(), "", Instant.EPOCH));
            }
            return super.purge(before);
        }
    }
}
