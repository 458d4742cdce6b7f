package ai.torale.task;

/** When a check whose condition is met tells somebody. */
public enum NotifyBehavior {
    /** When the condition is met and the state has changed; a first check counts as changed. */
    TRACK_STATE,
    /** At every check whose condition is met. */
    ALWAYS,
    /** At the first check whose condition is met, and never again in this life of the task. */
    ONCE
}
