package ai.torale.check;

import ai.torale.state.State;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a check compares with: the last known state, nothing yet, or nothing any more. */
public final class Baseline {
    private static final Baseline NONE = new Baseline(null, false, 0);

    private final @Nullable State state;
    private final boolean lost;
    private final long version;

    private Baseline(@Nullable State state, boolean lost, long version) {
        this.state = state;
        this.lost = lost;
        this.version = version;
    }

    /** Nothing is known yet: the check is a first one. */
    public static Baseline none() {
        return NONE;
    }

    /** Something was known and is lost: the check makes a new baseline and tells nobody. */
    public static Baseline lost() {
        return lost(0);
    }

    /**
     * Something was known and is lost: the check makes a new baseline and tells nobody.
     *
     * @param version no version that was lost is higher; the new baseline goes on from it, so that no key comes twice
     */
    public static Baseline lost(long version) {
        return new Baseline(null, true, version);
    }

    /** The last known state; one of another life or question makes the check a first one. */
    public static Baseline of(State state) {
        return new Baseline(state, false, state.version());
    }

    /** The last known state. */
    public Optional<State> state() {
        return Optional.ofNullable(state);
    }

    /** The last version; 0 when there is none. */
    public long version() {
        return version;
    }

    /** Whether something was known and is lost. */
    public boolean isLost() {
        return lost;
    }
}
