package ai.torale.check;

import static ai.torale.check.Samples.NINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.SpiException.Kind;
import ai.torale.search.SearchException;
import ai.torale.search.SearchProvider;
import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.search.Source;
import ai.torale.state.StateStore;
import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckSearchTest {
    private static final SearchProvider WEB = request -> SearchResult.met("from the web");
    private static final SearchProvider MODEL = request -> SearchResult.met("from a model");

    private final MonitoringTask task = Samples.task(NotifyBehavior.TRACK_STATE);

    @Test
    void the_only_provider_is_asked_by_a_task_that_names_none() {
        Check check = Check.builder().searchProvider("web", WEB).build();

        assertThat(check.search(request(task)).answer()).isEqualTo("from the web");
    }

    @Test
    void of_several_providers_the_default_one_is_asked_by_a_task_that_names_none() {
        Check check = Check.builder()
                .searchProvider("web", WEB)
                .searchProvider("default", MODEL)
                .build();

        assertThat(check.search(request(task)).answer()).isEqualTo("from a model");
    }

    @Test
    void a_task_is_searched_by_the_provider_that_it_names() {
        Check check = Check.builder()
                .searchProvider("web", WEB)
                .searchProvider("model", MODEL)
                .build();
        MonitoringTask named = task.toBuilder().provider("web").build();

        assertThat(check.search(request(named)).answer()).isEqualTo("from the web");
    }

    @Test
    void a_missing_provider_is_transient_because_a_deploy_may_be_half_done() {
        Check check = Check.builder()
                .searchProvider("web", WEB)
                .searchProvider("model", MODEL)
                .build();
        MonitoringTask named = task.toBuilder().provider("feed").build();

        SearchException missing = failure(check, named);
        SearchException noDefault = failure(check, task);

        assertThat(missing.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(missing).hasMessage("no search provider 'feed' is registered with this worker; it has [model, web]");
        assertThat(noDefault).hasMessageContaining("'default'");
    }

    @Test
    void a_name_that_nobody_registered_is_missing_even_when_there_is_only_one_provider() {
        Check check = Check.builder().searchProvider("web", WEB).build();

        assertThat(failure(check, task.toBuilder().provider("feed").build()).kind())
                .isEqualTo(Kind.TRANSIENT);
    }

    @Test
    void a_task_that_the_provider_refuses_fails_at_once_with_all_its_problems() {
        List<Problem> problems =
                List.of(new Problem("URL", "url", "", "give a URL"), new Problem("SELECT", "select", "<", "mend it"));
        Check check =
                Check.builder().searchProvider("web", new Refusing(problems)).build();

        SearchException refused = failure(check, task);

        assertThat(refused.kind()).isEqualTo(Kind.PERMANENT);
        assertThat(refused)
                .hasMessage("task 'gpu-price' is refused: url '': give a URL (URL); select '<': mend it (SELECT)");
        assertThat(check.problems(task)).isEqualTo(problems);
    }

    @Test
    void a_provider_that_is_not_registered_here_finds_no_problems() {
        assertThat(Check.builder().build().problems(task)).isEmpty();
    }

    @Test
    void a_provider_that_answers_null_breaks_its_contract() {
        Check nullResult =
                Check.builder().searchProvider("web", request -> null).build();
        Check nullProblems =
                Check.builder().searchProvider("web", new Refusing(null)).build();

        assertThat(failure(nullResult, task).kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure(nullResult, task)).hasMessageContaining("SearchResult.unknown(reason)");
        assertThat(failure(nullProblems, task).kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure(nullProblems, task)).hasMessageContaining("empty list");
    }

    @Test
    void what_a_provider_throws_is_passed_on_as_it_is() {
        RuntimeException failure = new IllegalStateException("down");
        Check check = Check.builder()
                .searchProvider("web", request -> {
                    throw failure;
                })
                .build();

        assertThat(catchThrowable(() -> check.search(request(task)))).isSameAs(failure);
    }

    @Test
    void a_result_of_256_kib_is_accepted_and_a_larger_one_is_too_large() {
        String most = "x".repeat(Check.MAX_RESULT_BYTES - 200);

        assertThat(searched(SearchResult.met(most)).answer()).isEqualTo(most);
        assertThat(failure(SearchResult.met(most + "x".repeat(200))).code()).isEqualTo("TOO_LARGE");
        assertThat(failure(SearchResult.met(most).withReasoning("x".repeat(200)))
                        .code())
                .isEqualTo("TOO_LARGE");
        assertThat(failure(SearchResult.met(most).withState(Map.of("a", "x".repeat(200))))
                        .code())
                .isEqualTo("TOO_LARGE");
        assertThat(failure(SearchResult.met("")
                                .withSources(Collections.nCopies(20_000, new Source("https://x.example", ""))))
                        .code())
                .isEqualTo("TOO_LARGE");
    }

    @Test
    void a_result_that_is_too_large_never_shows_what_it_holds() {
        SearchException refused = failure(SearchResult.met("hunter2".repeat(50_000)));

        assertThat(refused).hasMessage("the search result of task 'gpu-price' takes 350068 bytes, 262144 are allowed");
    }

    @Test
    void an_answer_full_of_hostile_characters_is_accepted_quickly() {
        SearchResult hostile = SearchResult.met("\u0301\u0316".repeat(60_000));

        assertThat(searched(hostile)).isSameAs(hostile);
    }

    @Test
    void a_state_as_deep_as_json_allows_is_accepted() {
        SearchResult deep = SearchResult.met("").withStateJson("[".repeat(500) + "]".repeat(500));

        assertThat(searched(deep)).isSameAs(deep);
    }

    @Test
    void it_names_what_it_was_given() {
        StateStore store = StateStore.inMemory();
        Check check = Check.builder()
                .searchProvider("web", WEB)
                .searchProvider("model", MODEL)
                .notifier("webhook", notification -> {})
                .notifier("email", notification -> {})
                .stateStore(store)
                .build();

        assertThat(check.providers()).containsExactly("model", "web");
        assertThat(check.channels()).containsExactly("email", "webhook");
        assertThat(check.store()).contains(store);
        assertThat(Check.builder().build().store()).isEmpty();
    }

    @Test
    void a_task_tells_the_channels_that_it_names_else_all() {
        Check check = Check.builder()
                .notifier("webhook", notification -> {})
                .notifier("email", notification -> {})
                .build();

        assertThat(check.channelsOf(task)).containsExactly("email", "webhook");
        assertThat(check.channelsOf(task.toBuilder().channels("chat").build())).containsExactly("chat");
    }

    @Test
    void names_that_cannot_stand_in_tasks_and_ids_are_refused_all_at_once() {
        Check.Builder builder = Check.builder()
                .searchProvider("Web", WEB)
                .notifier("my hook", notification -> {})
                .notifier("n".repeat(33), notification -> {});

        InvalidException refused = catchThrowableOfType(InvalidException.class, builder::build);

        assertThat(refused.problems())
                .extracting(Problem::code, Problem::field, Problem::value)
                .containsExactly(
                        tuple("PROVIDER_NAME", "searchProvider", "Web"),
                        tuple("CHANNEL_NAME", "notifier", "my hook"),
                        tuple("CHANNEL_NAME", "notifier", "n".repeat(33)));
    }

    @Test
    void nulls_are_refused_by_name_where_they_are_handed_in() {
        Check.Builder builder = Check.builder();

        assertThat(catchThrowable(() -> builder.searchProvider("web", null))).hasMessage("provider");
        assertThat(catchThrowable(() -> builder.searchProvider(null, WEB))).hasMessage("name");
        assertThat(catchThrowable(() -> builder.notifier("email", null))).hasMessage("notifier");
        assertThat(catchThrowable(() -> builder.stateStore(null))).hasMessage("store");
        assertThat(catchThrowable(() -> builder.semanticComparison(null))).hasMessage("comparison");
        assertThat(catchThrowable(() -> builder.clock(null))).hasMessage("clock");
    }

    private SearchResult searched(SearchResult result) {
        return Check.builder().searchProvider("web", request -> result).build().search(request(task));
    }

    private SearchException failure(SearchResult result) {
        return failure(Check.builder().searchProvider("web", request -> result).build(), task);
    }

    private static SearchException failure(Check check, MonitoringTask task) {
        return catchThrowableOfType(SearchException.class, () -> check.search(request(task)));
    }

    private static SearchRequest request(MonitoringTask task) {
        return SearchRequest.of(task, NINE, NINE.plusSeconds(54));
    }

    /** Finds problems with every task, and is never searched. */
    private record Refusing(List<Problem> found) implements SearchProvider {
        @Override
        public SearchResult search(SearchRequest request) {
            throw new AssertionError("a refused task is not searched");
        }

        @Override
        public List<Problem> problems(MonitoringTask task) {
            return found;
        }
    }
}
