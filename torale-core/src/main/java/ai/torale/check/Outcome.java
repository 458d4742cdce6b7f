package ai.torale.check;

/** How a check ended. */
public enum Outcome {
    /** The task is gone or not active; nothing was asked. */
    SKIPPED,
    /** The check knows no state and was not started by its schedule; nobody is told. */
    NO_STATE,
    /** The state that was known before is lost; the answer is the new baseline and nobody is told. */
    STATE_LOST,
    /** The world could not be read; nothing changed and nobody is told. */
    INCONCLUSIVE,
    /** The state is as before, and nobody is told. */
    UNCHANGED,
    /** The state has changed, and that is nothing to tell. */
    CHANGED,
    /** There is something to tell, and it was told. */
    NOTIFIED,
    /** There is something to tell, and at least one channel could not be reached yet. */
    DEFERRED,
    /** Another check of the same task was faster; this one wrote nothing and tells nobody. */
    SUPERSEDED,
    /** The provider asks for a longer pause than a check may take. */
    RATE_LIMITED,
    /** The answer or the state is larger than is allowed; nothing changed and nobody is told. */
    TOO_LARGE
}
