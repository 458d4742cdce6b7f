package ai.torale.temporal.workflow;

import ai.torale.InvalidException;
import ai.torale.SpiException;
import ai.torale.ToraleException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Turns whatever a host's part throws into a failure that may travel into a history. */
final class Failures {
    /** A delay beyond an activity's schedule-to-close timeout would fail it at once. */
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    private Failures() {}

    /** Runs a step that nobody answers with a request to pause. */
    static <T extends @Nullable Object> T mapped(Callable<T> step) {
        return mapped(step, ActivityPlan.MAX_SEARCH_PAUSE);
    }

    /**
     * Runs a step; what it throws comes out as Temporal's own failure, with a stable type and no foreign object.
     *
     * @param longestPause a request for a longer pause ends the activity at once
     */
    static <T extends @Nullable Object> T mapped(Callable<T> step, Duration longestPause) {
        try {
            return step.call();
        } catch (TemporalFailure | ActivityCompletionException e) {
            throw e;
        } catch (SpiException e) {
            throw of(e, longestPause);
        } catch (TimeLimit.OverdueException e) {
            throw ApplicationFailure.newFailure(
                    "a part that the host plugged in did not answer in time and was interrupted",
                    FailureTypes.TIMED_OUT);
        } catch (InvalidException e) {
            throw ApplicationFailure.newNonRetryableFailure(e.getMessage(), FailureTypes.INVALID);
        } catch (ToraleException e) {
            // A schedule that could not be read now: an owed delivery must outlive a server that is away.
            throw ApplicationFailure.newFailure(e.getMessage(), e.code());
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            throw unexpected(e);
        }
    }

    private static ApplicationFailure of(SpiException e, Duration longestPause) {
        Duration pause = e.retryAfter().orElse(Duration.ZERO);
        boolean again = e.kind() != SpiException.Kind.PERMANENT && pause.compareTo(longestPause) <= 0;
        ApplicationFailure.Builder failure = ApplicationFailure.newBuilder()
                .setMessage(e.getMessage())
                .setType(e.code())
                .setCategory(ApplicationErrorCategory.UNSPECIFIED) // SDK 1.30 cannot send a failure without one
                .setNonRetryable(!again);
        if (again && e.kind() == SpiException.Kind.RATE_LIMITED) {
            failure.setNextRetryDelay(pause.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : pause);
        }
        return failure.build();
    }

    private static ApplicationFailure unexpected(Throwable e) {
        ApplicationFailure failure = ApplicationFailure.newFailure(
                "unexpected " + e.getClass().getName()
                        + " in a part that the host plugged in; throw a typed exception that says whether asking again"
                        + " helps",
                FailureTypes.UNEXPECTED);
        failure.setStackTrace(e.getStackTrace());
        return failure;
    }
}
