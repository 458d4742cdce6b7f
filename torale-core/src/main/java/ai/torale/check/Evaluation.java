package ai.torale.check;

import ai.torale.notify.Notification;
import ai.torale.state.State;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a check concludes: how it ends, what is known from now on, and what is to be told. */
public final class Evaluation {
    private final Outcome outcome;
    private final boolean changed;
    private final boolean firstCheck;
    private final String changeSummary;
    private final @Nullable State next;
    private final @Nullable Notification notification;

    private Evaluation(
            Outcome outcome,
            boolean changed,
            boolean firstCheck,
            String changeSummary,
            @Nullable State next,
            @Nullable Notification notification) {
        this.outcome = outcome;
        this.changed = changed;
        this.firstCheck = firstCheck;
        this.changeSummary = changeSummary;
        this.next = next;
        this.notification = notification;
    }

    /** A check that ends without a new state; what was known stays known. */
    static Evaluation nothing(Outcome outcome, String reason) {
        return new Evaluation(outcome, false, false, reason, null, null);
    }

    static Evaluation of(
            Outcome outcome,
            boolean changed,
            boolean firstCheck,
            String changeSummary,
            State next,
            @Nullable Notification notification) {
        return new Evaluation(outcome, changed, firstCheck, changeSummary, next, notification);
    }

    /** What an earlier attempt of the same check has committed, in place of what this attempt concluded. */
    Evaluation repeated(State committed, Optional<Notification> enqueued) {
        return enqueued.map(earlier ->
                        new Evaluation(Outcome.NOTIFIED, true, firstCheck, earlier.changeSummary(), committed, earlier))
                .orElseGet(() -> new Evaluation(
                        changed ? Outcome.CHANGED : Outcome.UNCHANGED,
                        changed,
                        firstCheck,
                        changeSummary,
                        committed,
                        null));
    }

    /** How the check ends, provided that every notification is delivered. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether the state has changed; true at a first check. */
    public boolean changed() {
        return changed;
    }

    /** Whether nothing comparable was known before. */
    public boolean firstCheck() {
        return firstCheck;
    }

    /** What changed, in words; for an inconclusive check the reason. At most 1,000 characters. */
    public String changeSummary() {
        return changeSummary;
    }

    /** What is known from now on; empty when the check changes nothing. */
    public Optional<State> next() {
        return Optional.ofNullable(next);
    }

    /** What is to be told; empty when there is nothing to tell. */
    public Optional<Notification> notification() {
        return Optional.ofNullable(notification);
    }

    @Override
    public String toString() {
        return "Evaluation[" + outcome + "]";
    }
}
