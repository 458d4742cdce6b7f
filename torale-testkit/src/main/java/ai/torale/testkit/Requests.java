package ai.torale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.SpiException;
import ai.torale.search.SearchException;
import ai.torale.search.SearchProvider;
import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.testkit.SearchProviderContract.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How the contract asks a provider, and what it makes of the end. */
final class Requests {
    /** The time of a search that is not meant to run out of it. */
    static final Duration ENOUGH = Duration.ofSeconds(30);

    /** The time of a search that is meant to run out of it. */
    static final Duration SHORT = Duration.ofMillis(500);

    /** At once, on a machine that has much else to do. */
    static final Duration SOON = Duration.ofSeconds(2);

    /** After so long a call waits for the world. */
    static final Duration UNDER_WAY = Duration.ofMillis(300);

    static final int THREADS = 8;

    private Requests() {}

    /** A first check's question that must be answered within so long from now. */
    static SearchRequest of(MonitoringTask task, Duration time) {
        Instant now = Instant.now();
        return SearchRequest.of(task, now, now.plus(time));
    }

    static SearchResult answered(SearchProvider provider, MonitoringTask task) {
        return answered(provider, of(task, ENOUGH));
    }

    static SearchResult answered(SearchProvider provider, SearchRequest request) {
        return present(provider.search(request));
    }

    static SearchResult present(@Nullable SearchResult result) {
        assertThat(result)
                .as("a search answers SearchResult.unknown or throws, never null")
                .isNotNull();
        return Objects.requireNonNull(result);
    }

    /** What is compared from check to check. */
    static String compared(SearchResult result) {
        return result.conditionMet().map(String::valueOf).orElse("unknown")
                + result.state().map(state -> " " + state.canonical()).orElse(" without a state");
    }

    /** The situations in which there is a failure whose words are read. */
    static List<Situation> failing(Collection<Situation> situations) {
        return situations.stream()
                .filter(situation -> situation != Situation.HEALTHY)
                .sorted()
                .toList();
    }

    /** A world that could not be read now: unknown, or a failure of which asking again may be the cure. */
    static void assertUnread(Attempt<SearchResult> attempt) {
        if (attempt.failure() == null) {
            assertThat(present(attempt.answer()).conditionMet())
                    .as("a world that could not be read is unknown, neither met nor not met")
                    .isEmpty();
        } else {
            assertThat(typed(attempt.failure()).kind())
                    .as("asking again may help: SearchException.transientFailure")
                    .isEqualTo(SpiException.Kind.TRANSIENT);
        }
    }

    /** The failure of a search that must fail. */
    static SearchException failure(SearchProvider provider, MonitoringTask task) {
        SearchRequest request = of(task, ENOUGH);
        Attempt<SearchResult> attempt =
                Attempt.within(ENOUGH, "a search ends at request.deadline()", () -> provider.search(request));
        assertThat(attempt.failure())
                .as("the failure of a search that answered %s", attempt.answer())
                .isNotNull();
        return typed(attempt.failure());
    }

    private static SearchException typed(@Nullable Throwable failure) {
        assertThat(failure)
                .as("a failure is typed, so that the check knows whether asking again helps")
                .isInstanceOf(SearchException.class);
        return (SearchException) Objects.requireNonNull(failure);
    }
}
