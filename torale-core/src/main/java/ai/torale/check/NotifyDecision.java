package ai.torale.check;

import ai.torale.task.NotifyBehavior;

/**
 * The facts on which it depends whether somebody is told.
 *
 * @param conditionMet whether the condition is met now
 * @param changed whether the state differs from the last known one
 * @param firstCheck whether nothing comparable was known before
 * @param toldBefore whether a notification of this question and life exists
 */
record NotifyDecision(boolean conditionMet, boolean changed, boolean firstCheck, boolean toldBefore) {
    boolean notifies(NotifyBehavior behavior) {
        return conditionMet
                && switch (behavior) {
                    case TRACK_STATE -> changed || firstCheck;
                    case ALWAYS -> true;
                    case ONCE -> !toldBefore;
                };
    }
}
