package ai.torale.state;

import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;

/**
 * Says whether two different states mean the same.
 *
 * <p>Asked only when the fingerprints differ, so that "Sept 12" and "September 12, 2024" need not be told as a change.
 *
 * <p>Asked again when a check is retried; it must have no effect.
 *
 * <p>Called by many worker threads at once, within the 10 seconds (by default) that a comparison may take.
 *
 * <p>Any exception means "unknown": the check is inconclusive, changes nothing and tells nobody.
 */
@FunctionalInterface
public interface SemanticComparison {
    /** Whether the result means the same as the state. */
    boolean same(MonitoringTask task, State previous, SearchResult next);
}
