package ai.torale.state;

import java.util.List;

/**
 * A store's answer to a commit.
 *
 * @param outcome what became of it
 * @param enqueued the deliveries that this check enqueued, at whichever attempt, as the store holds them now
 */
public record Committed(Outcome outcome, List<Delivery> enqueued) {
    public Committed {
        enqueued = List.copyOf(enqueued);
    }

    /** What became of a commit. */
    public enum Outcome {
        /** It was written. */
        APPLIED,
        /** The same check had written it before; nothing was written now. */
        REPEATED,
        /** Another check was faster: nothing was written, and this check tells nobody. */
        SUPERSEDED,
        /** The life of the task that the check belongs to has ended: nothing was written, and this check tells nobody. */
        DELETED
    }
}
