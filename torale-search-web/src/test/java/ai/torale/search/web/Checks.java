package ai.torale.search.web;

import ai.torale.Json;
import ai.torale.search.SearchProvider;
import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The checks of one task, with the decision table of {@code track_state}: what was told after each. */
final class Checks {
    static final Duration LONG = Duration.ofSeconds(30);
    static final Duration SHORT = Duration.ofMillis(300);

    private final SearchProvider search;
    private final WebPage page;
    private final List<String> told = new ArrayList<>();
    private @Nullable Json state;
    private boolean met;

    Checks(SearchProvider search, WebPage page) {
        this.search = search;
        this.page = page;
    }

    /** One committed check, as the core decides it. */
    Checks check() {
        SearchResult result = search.search(request(page.attributes(), state, LONG));
        Json next = result.state().orElse(null);
        if (result.conditionMet().isEmpty() || next == null) {
            return this;
        }
        boolean metNow = result.conditionMet().get();
        boolean changed = state == null || !next.equals(state) || (metNow && !met);
        if (metNow && changed) {
            told.add(result.answer());
        }
        state = next;
        met = metNow;
        return this;
    }

    /** What was told so far. */
    List<String> told() {
        return told;
    }

    /** The answer of a search that nothing came before. */
    static SearchResult first(SearchProvider search, WebPage page) {
        return search.search(request(page.attributes(), null, LONG));
    }

    /** The request of a search that may take so long. */
    static SearchRequest request(Map<String, String> attributes, @Nullable Json previous, Duration time) {
        MonitoringTask task = MonitoringTask.builder("page", "*/5 * * * *")
                .attributes(attributes)
                .build();
        Instant now = Instant.now();
        SearchRequest request = SearchRequest.of(task, now, now.plus(time));
        return previous == null ? request : request.withPrevious(previous, now);
    }
}
