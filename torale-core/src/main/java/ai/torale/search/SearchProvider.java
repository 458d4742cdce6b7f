package ai.torale.search;

import ai.torale.Problem;
import ai.torale.task.MonitoringTask;
import java.util.List;

/**
 * Answers a task's question about the world.
 *
 * <p>{@link #search} is asked once at every check, and by a preview. A check that is retried asks again, also when an
 * earlier answer was lost on its way; a search must have no effect that matters twice.
 *
 * <p>Called by many worker threads at once; one provider serves many tasks. It must answer before
 * {@link SearchRequest#deadline()}: the check does not wait longer, and an answer that comes later is not used.
 *
 * <p>Answer {@link SearchResult#unknown} when the world could not be read: that changes nothing and tells nobody.
 * Throw a {@link SearchException} that says whether asking again helps; any other exception counts as transient.
 */
@FunctionalInterface
public interface SearchProvider {
    /** What is true now. */
    SearchResult search(SearchRequest request);

    /**
     * What is wrong with a task for this provider: a missing attribute, a bad selector. Asked when a task is watched
     * and before each search; must be quick and ask nobody.
     *
     * @return every problem at once; none by default
     */
    default List<Problem> problems(MonitoringTask task) {
        return List.of();
    }
}
