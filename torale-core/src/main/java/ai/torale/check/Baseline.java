package ai.torale.check;

import ai.torale.state.State;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a check compares with: the last known state, nothing yet, or nothing any more. */
public final class Baseline {
    private static final Baseline NONE = new Baseline(null, false);
    private static final Baseline LOST = new Baseline(null, true);

    private final @Nullable State state;
    private final boolean lost;

    private Baseline(@Nullable State state, boolean lost) {
        this.state = state;
        this.lost = lost;
    }

    /** Nothing is known yet: the check is a first one. */
    public static Baseline none() {
        return NONE;
    }

    /** Something was known and is lost: the check makes a new baseline and tells nobody. */
    public static Baseline lost() {
        return LOST;
    }

    /** The last known state; one of another life or question makes the check a first one. */
    public static Baseline of(State state) {
        return new Baseline(state, false);
    }

    /** The last known state. */
    public Optional<State> state() {
        return Optional.ofNullable(state);
    }

    /** Whether something was known and is lost. */
    public boolean isLost() {
        return lost;
    }
}
