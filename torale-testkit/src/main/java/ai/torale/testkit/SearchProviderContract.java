package ai.torale.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.torale.Json;
import ai.torale.SpiException;
import ai.torale.check.Check;
import ai.torale.search.SearchException;
import ai.torale.search.SearchProvider;
import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SearchProvider} must keep, as tests that a test class inherits.
 *
 * <p>The class says how to make its provider in each {@link Situation}, and names tasks that it can answer. A situation
 * that its world does not have it leaves out of {@link #situations}; the tests that need it are then skipped, and say
 * so. Every test asks for its provider once.
 */
public interface SearchProviderContract {
    /** How the provider's world is doing. */
    enum Situation {
        /** It answers as it should. */
        HEALTHY,
        /** It is down: a refused connection, an answer 500. */
        DOWN,
        /** It will never answer this question: a page that is gone, a key that is refused. */
        REFUSING,
        /** It asks for a pause, of {@link #pause}. */
        LIMITING,
        /** It takes the question and never answers. */
        SILENT
    }

    /** A provider whose world is in this situation from now on. */
    SearchProvider provider(Situation situation) throws Exception;

    /**
     * Tasks that the provider answers while its world is healthy; two with different answers show calls that mix. Asked
     * after {@link #provider}, and may depend on the situation.
     */
    List<MonitoringTask> tasks();

    /** What nobody may read in a message: keys, passwords, addresses with a token. */
    Set<String> secrets();

    /** The situations that its world can be in. Default: all. */
    default Set<Situation> situations() {
        return Set.of(Situation.values());
    }

    /** The pause that its world asks for when {@link Situation#LIMITING}. Default: 30 seconds. */
    default Duration pause() {
        return Duration.ofSeconds(30);
    }

    @Test
    default void a_healthy_world_is_read() throws Exception {
        SearchProvider provider = inSituation(Situation.HEALTHY);

        for (MonitoringTask task : tasks()) {
            SearchResult result = Requests.answered(provider, task);
            assertThat(result.conditionMet())
                    .as("task '%s' of tasks() has an answer while the world is healthy, and no unknown", task.id())
                    .isPresent();
        }
    }

    @Test
    default void the_same_world_gives_the_same_state_however_often_it_is_asked() throws Exception {
        SearchProvider provider = inSituation(Situation.HEALTHY);
        MonitoringTask task = firstTask();
        SearchRequest request = Requests.of(task, Requests.ENOUGH);
        SearchResult first = Requests.answered(provider, request);

        SearchResult retried = Requests.answered(provider, request);
        SearchResult next = Requests.answered(
                provider,
                first.state()
                        .map(state -> request.withPrevious(state, request.scheduledAt()))
                        .orElse(request));

        String rule =
                "a search changes nothing in the world, and a state that varies by itself would be told as a change";
        assertThat(Requests.compared(retried)).as(rule + " (a retry)").isEqualTo(Requests.compared(first));
        assertThat(Requests.compared(next)).as(rule + " (the next check)").isEqualTo(Requests.compared(first));
    }

    @Test
    default void a_state_is_small_enough_to_be_carried() throws Exception {
        SearchProvider provider = inSituation(Situation.HEALTHY);

        for (MonitoringTask task : tasks()) {
            assertThat(Requests.answered(provider, task).state().map(Json::size).orElse(0))
                    .as("bytes of the state of task '%s': put in what is worth telling only", task.id())
                    .isLessThanOrEqualTo(Check.MAX_CARRIED_STATE_BYTES);
        }
    }

    @Test
    default void a_task_that_is_answered_has_no_problems() throws Exception {
        SearchProvider provider = inSituation(Situation.HEALTHY);

        for (MonitoringTask task : tasks()) {
            assertThat(provider.problems(task))
                    .as("problems of task '%s'", task.id())
                    .isEmpty();
        }
    }

    @Test
    default void problems_are_found_without_asking_the_world() throws Exception {
        SearchProvider provider = inSituation(Situation.SILENT);
        MonitoringTask task = firstTask();

        Attempt<?> attempt =
                Attempt.within(Requests.SOON, "problems(task) is quick and asks nobody", () -> provider.problems(task));

        assertThat(attempt.failure()).as("what problems(task) threw").isNull();
    }

    @Test
    default void a_silent_world_ends_the_search_at_its_deadline() throws Exception {
        SearchProvider provider = inSituation(Situation.SILENT);
        SearchRequest request = Requests.of(firstTask(), Requests.SHORT);

        Attempt<SearchResult> attempt = Attempt.within(
                Requests.SHORT.plus(Requests.SOON),
                "a search ends at request.deadline()",
                () -> provider.search(request));

        Requests.assertUnread(attempt);
    }

    @Test
    default void a_deadline_that_has_passed_ends_the_search_at_once() throws Exception {
        SearchProvider provider = inSituation(Situation.SILENT);
        SearchRequest request = Requests.of(firstTask(), Duration.ofSeconds(-1));

        Attempt<SearchResult> attempt = Attempt.within(
                Requests.SOON, "a search whose deadline has passed ends at once", () -> provider.search(request));

        Requests.assertUnread(attempt);
    }

    @Test
    default void an_interrupt_ends_a_search_at_once() throws Exception {
        SearchProvider provider = inSituation(Situation.SILENT);
        SearchRequest request = Requests.of(firstTask(), Requests.ENOUGH);
        Attempt<SearchResult> attempt = Attempt.start(() -> provider.search(request));
        assertThat(attempt.lasts(Requests.UNDER_WAY))
                .as("whether a silent world keeps the search waiting; it ended with %s", attempt.failure())
                .isTrue();

        attempt.interrupt();

        attempt.awaitEnd(Requests.SOON, "a search ends when its thread is interrupted");
        Requests.assertUnread(attempt);
    }

    @Test
    default void a_world_that_is_down_is_a_transient_failure_or_unknown() throws Exception {
        SearchProvider provider = inSituation(Situation.DOWN);
        SearchRequest request = Requests.of(firstTask(), Requests.ENOUGH);

        Attempt<SearchResult> attempt =
                Attempt.within(Requests.ENOUGH, "a search ends at request.deadline()", () -> provider.search(request));

        Requests.assertUnread(attempt);
    }

    @Test
    default void a_refusal_is_a_permanent_failure() throws Exception {
        SearchProvider provider = inSituation(Situation.REFUSING);

        SearchException failure = Requests.failure(provider, firstTask());

        assertThat(failure.kind())
                .as("asking again does not help: SearchException.permanentFailure")
                .isEqualTo(SpiException.Kind.PERMANENT);
    }

    @Test
    default void a_request_to_pause_is_handed_on() throws Exception {
        SearchProvider provider = inSituation(Situation.LIMITING);

        SearchException failure = Requests.failure(provider, firstTask());

        assertThat(failure.kind())
                .as("asking again helps after a pause: SearchException.rateLimited")
                .isEqualTo(SpiException.Kind.RATE_LIMITED);
        assertThat(failure.retryAfter().orElseThrow())
                .as("the pause that the world asks for, as pause() says")
                .isCloseTo(pause(), Requests.SOON);
    }

    @Test
    default void no_message_shows_a_secret() throws Exception {
        assumeTrue(!secrets().isEmpty(), "SKIPPED: secrets() names none");

        for (Situation situation : Requests.failing(situations())) {
            SearchProvider provider = provider(situation);
            SearchRequest request = Requests.of(firstTask(), Requests.SHORT);
            Attempt<SearchResult> attempt = Attempt.within(
                    Requests.SHORT.plus(Requests.SOON),
                    "a search ends at request.deadline()",
                    () -> provider.search(request));
            Secrecy.check("toString of the provider", provider.toString(), secrets());
            @Nullable Throwable failure = attempt.failure();
            if (failure != null) {
                Secrecy.check("the failure when the world is " + situation, failure, secrets());
            }
            @Nullable SearchResult result = attempt.answer();
            if (result != null) {
                Secrecy.check("the reason when the world is " + situation, result.reasoning(), secrets());
            }
        }
    }

    @Test
    default void many_threads_get_the_answers_that_one_gets() throws Exception {
        SearchProvider provider = inSituation(Situation.HEALTHY);
        List<String> alone = new ArrayList<>();
        List<Callable<SearchResult>> calls = new ArrayList<>();
        for (int i = 0; i < Requests.THREADS; i++) {
            MonitoringTask task = tasks().get(i % tasks().size());
            alone.add(Requests.compared(Requests.answered(provider, task)));
            calls.add(() -> Requests.answered(provider, task));
        }

        List<Attempt<SearchResult>> together =
                Attempt.together(Requests.ENOUGH, "a search ends at request.deadline()", calls);

        assertThat(together)
                .as("what %s threads got at once, by the tasks that they asked for", Requests.THREADS)
                .extracting(attempt -> attempt.failure() == null
                        ? Requests.compared(Requests.present(attempt.answer()))
                        : String.valueOf(attempt.failure()))
                .isEqualTo(alone);
    }

    private SearchProvider inSituation(Situation situation) throws Exception {
        assumeTrue(situations().contains(situation), "SKIPPED: situations() has no " + situation);
        return provider(situation);
    }

    private MonitoringTask firstTask() {
        assertThat(tasks()).as("tasks()").isNotEmpty();
        return tasks().get(0);
    }
}
