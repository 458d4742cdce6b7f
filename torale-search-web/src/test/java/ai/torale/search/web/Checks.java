package ai.torale.search.web;

import ai.torale.Json;
import ai.torale.check.Baseline;
import ai.torale.check.Check;
import ai.torale.check.CheckRun;
import ai.torale.check.Evaluation;
import ai.torale.notify.Notification;
import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import ai.torale.task.MonitoringTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checks of one task through the real core, and what was told. */
final class Checks {
    private static final Instant NOW = Instant.parse("2026-09-12T09:00:00Z");

    private final StateStore store = StateStore.inMemory();
    private final Check check;
    private final MonitoringTask task;
    private final List<Notification> told = new ArrayList<>();
    private int number;

    Checks(WebPageSearch search, WebPage page) {
        this.check = Check.builder()
                .searchProvider("web", search)
                .notifier("inbox", notification -> {})
                .stateStore(store)
                .build();
        this.task = Requests.task(page);
    }

    /** One more check. */
    Evaluation next() {
        number++;
        return attempt();
    }

    /** The last check again, from the search on, as after an answer that was lost on its way. */
    Evaluation again() {
        return attempt();
    }

    /** The answers that were told, in their order; a notification repeated under its key counts once. */
    List<String> told() {
        return told.stream().map(Notification::answer).toList();
    }

    /** The structured state that is known now. */
    Json state() {
        return store.find(task.id()).map(State::structured).orElseThrow();
    }

    private Evaluation attempt() {
        Optional<State> known = store.find(task.id());
        SearchRequest first = SearchRequest.of(task, NOW, Instant.now().plus(Duration.ofSeconds(30)));
        SearchRequest request = known.map(state -> first.withPrevious(state.structured(), state.checkedAt()))
                .orElse(first);
        SearchResult result = check.search(request);
        Evaluation evaluation =
                check.compare(new CheckRun(task, "e1", "check-" + number, NOW), result, Baseline.none());
        evaluation
                .notification()
                .filter(notification ->
                        told.stream().noneMatch(earlier -> earlier.key().equals(notification.key())))
                .ifPresent(told::add);
        return evaluation;
    }
}
