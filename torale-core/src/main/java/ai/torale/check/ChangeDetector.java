package ai.torale.check;

import ai.torale.Json;
import ai.torale.search.SearchResult;
import ai.torale.state.Fingerprint;
import ai.torale.state.SemanticComparison;
import ai.torale.state.State;
import ai.torale.task.MonitoringTask;
import java.util.Map;
import java.util.Optional;

/** Tells whether a search result differs from the state that was known. */
final class ChangeDetector {
    private final SemanticComparison comparison;

    ChangeDetector(SemanticComparison comparison) {
        this.comparison = comparison;
    }

    /**
     * What a comparison found.
     *
     * @param changed whether the world has changed
     * @param structured the structured state from now on
     */
    record Change(boolean changed, Json structured) {}

    /** The structured state of a result that is compared with nothing. */
    static Json structured(SearchResult result, boolean conditionMet) {
        return result.state().orElseGet(() -> standIn(conditionMet));
    }

    /**
     * Compares a conclusive result with the state that was known.
     *
     * <p>A result without structured state after one with it keeps the known structured state and is compared by the
     * condition alone, so that a provider which answers in free text now and then never flaps.
     */
    Change compare(MonitoringTask task, State previous, SearchResult result, boolean conditionMet) {
        boolean turnedTrue = conditionMet && !previous.conditionMet();
        Optional<Json> given = result.state();
        if (given.isEmpty() && !isStandIn(previous.structured())) {
            return new Change(conditionMet != previous.conditionMet(), previous.structured());
        }
        Json next = given.orElseGet(() -> standIn(conditionMet));
        if (Fingerprint.of(next).equals(previous.fingerprint())) {
            return new Change(turnedTrue, next);
        }
        if (given.isPresent() && comparison.same(task, previous, result)) {
            return new Change(turnedTrue, previous.structured());
        }
        return new Change(true, next);
    }

    private static Json standIn(boolean conditionMet) {
        return Json.of(Map.of("condition_met", conditionMet));
    }

    private static boolean isStandIn(Json structured) {
        return structured.equals(standIn(true)) || structured.equals(standIn(false));
    }
}
