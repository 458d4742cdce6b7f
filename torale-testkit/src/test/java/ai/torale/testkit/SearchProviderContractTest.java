package ai.torale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Problem;
import ai.torale.search.SearchException;
import ai.torale.search.SearchProvider;
import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract passes a provider that keeps it, and names the rule that a wrong one breaks. */
class SearchProviderContractTest {
    private static final String TOKEN = "t0ken-of-the-shop";

    @Test
    void a_provider_that_keeps_every_rule_passes() {
        ContractRun run = ContractRun.of(Keeps.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.skipped()).isEmpty();
        assertThat(run.passed()).hasSize(13);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    @Execution(ExecutionMode.CONCURRENT)
    void a_wrong_provider_fails_by_the_rule_that_it_breaks(Class<?> wrong, String rule, String says) {
        ContractRun run = ContractRun.of(wrong);

        assertThat(run.failures()).containsOnlyKeys(rule);
        assertThat(run.failures().get(rule)).contains(says);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(AnswersNull.class, "a_world_that_is_down_is_a_transient_failure_or_unknown", "never null"),
                Arguments.of(
                        TakesNothingForUnmet.class,
                        "a_world_that_is_down_is_a_transient_failure_or_unknown",
                        "neither met nor not met"),
                Arguments.of(
                        CountsItsCalls.class,
                        "the_same_world_gives_the_same_state_however_often_it_is_asked",
                        "a state that varies by itself"),
                Arguments.of(KeepsTheWholePage.class, "a_state_is_small_enough_to_be_carried", "worth telling"),
                Arguments.of(IgnoresTheDeadline.class, "a_silent_world_ends_the_search_at_its_deadline", "still here"),
                Arguments.of(WaitsAMinimum.class, "a_deadline_that_has_passed_ends_the_search_at_once", "still here"),
                Arguments.of(SwallowsInterrupts.class, "an_interrupt_ends_a_search_at_once", "still here"),
                Arguments.of(
                        LetsForeignExceptionsThrough.class,
                        "a_world_that_is_down_is_a_transient_failure_or_unknown",
                        "typed"),
                Arguments.of(AsksAgainInVain.class, "a_refusal_is_a_permanent_failure", "permanentFailure"),
                Arguments.of(ForgetsThePause.class, "a_request_to_pause_is_handed_on", "rateLimited"),
                Arguments.of(ForgetsHowLong.class, "a_request_to_pause_is_handed_on", "as pause() says"),
                Arguments.of(QuotesItsToken.class, "no_message_shows_a_secret", "shows secret 1"),
                Arguments.of(NamesItsToken.class, "no_message_shows_a_secret", "toString"),
                Arguments.of(MixesUpThreads.class, "many_threads_get_the_answers_that_one_gets", "8 threads"),
                Arguments.of(AsksForProblems.class, "problems_are_found_without_asking_the_world", "asks nobody"));
    }

    @Test
    void a_situation_that_is_left_out_is_skipped_and_says_so() {
        ContractRun run = ContractRun.of(KnowsNoPause.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.skipped()).containsExactly("a_request_to_pause_is_handed_on");
    }

    /** A provider that keeps every rule; each of the others breaks one. */
    static class Keeps implements SearchProviderContract, SearchProvider {
        final CountDownLatch never = new CountDownLatch(1);
        Situation situation = Situation.HEALTHY;

        @Override
        public SearchProvider provider(Situation now) {
            situation = now;
            return this;
        }

        @Override
        public List<MonitoringTask> tasks() {
            return List.of(task("gpu"), task("cpu"));
        }

        @Override
        public Set<String> secrets() {
            return Set.of(TOKEN);
        }

        @Override
        public SearchResult search(SearchRequest request) {
            return switch (situation) {
                case HEALTHY -> answer(request);
                case DOWN -> down();
                case REFUSING -> throw refused();
                case LIMITING -> throw limited();
                case SILENT -> {
                    silent(Duration.between(Instant.now(), request.deadline()));
                    throw SearchException.transientFailure("the shop did not answer in time");
                }
            };
        }

        SearchResult answer(SearchRequest request) {
            String article = request.task().attributes().get("article");
            return SearchResult.met(article).withState(Map.of("article", article));
        }

        SearchResult down() {
            throw SearchException.transientFailure("the shop is down");
        }

        SearchException refused() {
            return SearchException.permanentFailure("the shop refuses the token");
        }

        SearchException limited() {
            return SearchException.rateLimited(Duration.ofSeconds(30), "the shop is busy");
        }

        void silent(Duration left) {
            try {
                never.await(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw SearchException.transientFailure("interrupted");
            }
        }

        void silentWhateverComes(Duration time) {
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end) {
                try {
                    never.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    Thread.interrupted();
                }
            }
        }

        static MonitoringTask task(String article) {
            return MonitoringTask.builder(article, "@hourly")
                    .attribute("article", article)
                    .build();
        }
    }

    /** Has no silent world: that costs time. */
    static class Heard extends Keeps {
        @Override
        public Set<Situation> situations() {
            return Set.of(Situation.HEALTHY, Situation.DOWN, Situation.REFUSING, Situation.LIMITING);
        }
    }

    static final class AnswersNull extends Heard {
        @Override
        SearchResult down() {
            return null;
        }
    }

    static final class TakesNothingForUnmet extends Heard {
        @Override
        SearchResult down() {
            return SearchResult.notMet("");
        }
    }

    static final class CountsItsCalls extends Keeps {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public List<MonitoringTask> tasks() {
            return List.of(task("gpu"));
        }

        @Override
        SearchResult answer(SearchRequest request) {
            return SearchResult.met("gpu").withState(Map.of("visits", Math.min(3, calls.incrementAndGet())));
        }

        @Override
        public Set<Situation> situations() {
            return Set.of(Situation.HEALTHY);
        }

        @Override
        public void many_threads_get_the_answers_that_one_gets() {}
    }

    static final class KeepsTheWholePage extends Heard {
        @Override
        SearchResult answer(SearchRequest request) {
            return super.answer(request).withState(Map.of("page", "x".repeat(20_000)));
        }
    }

    static final class IgnoresTheDeadline extends Keeps {
        @Override
        void silent(Duration left) {
            super.silent(left.isNegative() || left.compareTo(Duration.ofSeconds(5)) > 0 ? left : left.plusSeconds(30));
        }

        @Override
        public void no_message_shows_a_secret() {}
    }

    static final class WaitsAMinimum extends Keeps {
        @Override
        void silent(Duration left) {
            super.silent(left.isNegative() ? Duration.ofSeconds(10) : left);
        }
    }

    static final class SwallowsInterrupts extends Keeps {
        @Override
        void silent(Duration left) {
            silentWhateverComes(left);
        }
    }

    static final class LetsForeignExceptionsThrough extends Heard {
        @Override
        SearchResult down() {
            throw new IllegalStateException("connection refused");
        }
    }

    static final class AsksAgainInVain extends Heard {
        @Override
        SearchException refused() {
            return SearchException.transientFailure("the shop refuses the token");
        }
    }

    static final class ForgetsHowLong extends Heard {
        @Override
        SearchException limited() {
            return SearchException.rateLimited(Duration.ZERO, "429");
        }
    }

    static final class ForgetsThePause extends Heard {
        @Override
        SearchException limited() {
            return SearchException.transientFailure("429");
        }
    }

    static final class QuotesItsToken extends Heard {
        @Override
        SearchException refused() {
            return SearchException.permanentFailure("https://shop.example/?token=" + TOKEN + " answered 401");
        }
    }

    static final class NamesItsToken extends Heard {
        @Override
        public String toString() {
            return "NamesItsToken[" + TOKEN + "]";
        }
    }

    /** Keeps the request in a field, so that a call answers with what another asked. */
    static final class MixesUpThreads extends Heard {
        private final CyclicBarrier both = new CyclicBarrier(2);
        private volatile SearchRequest request;

        @Override
        public SearchResult search(SearchRequest asked) {
            request = asked;
            if (Thread.currentThread().getName().equals("contract") && situation == Situation.HEALTHY) {
                meet();
            }
            return super.search(request);
        }

        private void meet() {
            try {
                both.await(5, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw SearchException.transientFailure("nobody else asks");
            }
        }
    }

    static final class AsksForProblems extends Keeps {
        @Override
        public List<Problem> problems(MonitoringTask task) {
            if (situation == Situation.SILENT) {
                silent(Duration.ofSeconds(10));
            }
            return List.of();
        }
    }

    static final class KnowsNoPause extends Keeps {
        @Override
        public Set<Situation> situations() {
            return Set.of(Situation.HEALTHY, Situation.DOWN, Situation.REFUSING, Situation.SILENT);
        }

        @Override
        public SearchProvider provider(Situation now) {
            if (now == Situation.LIMITING) {
                throw new IllegalStateException("this shop never limits");
            }
            return super.provider(now);
        }
    }
}
