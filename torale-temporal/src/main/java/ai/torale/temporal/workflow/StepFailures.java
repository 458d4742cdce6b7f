package ai.torale.temporal.workflow;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads why a step of a check failed, and says so of the check. */
final class StepFailures {
    private static final int MAX_MESSAGE = 999;

    private StepFailures() {}

    /** Says why, how many checks have failed in a row, and since when; the next check reads it. */
    static ApplicationFailure checkFailed(
            TaskConfig config, Instant scheduledAt, String code, String message, @Nullable ActivityFailure cause) {
        @Nullable CheckFailure before = previousFailure();
        CheckFailure failure = before == null
                ? new CheckFailure(code, 1, scheduledAt.toString())
                : new CheckFailure(code, before.inARow() + 1, before.since());
        return ApplicationFailure.newFailureWithCause(
                "check of task '" + config.taskId() + "' failed: " + message,
                FailureTypes.CHECK_FAILED,
                cause,
                failure);
    }

    /** How the run before failed; what cannot be read counts as no failure. */
    private static @Nullable CheckFailure previousFailure() {
        try {
            return Workflow.getPreviousRunFailure()
                    .filter(ApplicationFailure.class::isInstance)
                    .map(ApplicationFailure.class::cast)
                    .filter(failure -> failure.getType().equals(FailureTypes.CHECK_FAILED))
                    .map(failure -> failure.getDetails().get(CheckFailure.class))
                    .orElse(null);
        } catch (RuntimeException e) {
            return null;
        }
    }

    static void rethrowCancellation(ActivityFailure e) {
        if (e.getCause() instanceof CanceledFailure) {
            throw e;
        }
    }

    static String code(ActivityFailure e) {
        return e.getCause() instanceof ApplicationFailure failure ? failure.getType() : FailureTypes.TIMED_OUT;
    }

    static String message(ActivityFailure e) {
        return e.getCause() instanceof ApplicationFailure failure
                ? oneLine(failure.getOriginalMessage())
                : e.getActivityType() + " did not answer in time";
    }

    /** A part's message may be of any length; a report is copied into the schedule and every next check. */
    static String oneLine(@Nullable String message) {
        String line = message == null ? "" : message.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > MAX_MESSAGE ? line.substring(0, MAX_MESSAGE) + "…" : line;
    }
}
