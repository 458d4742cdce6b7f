package ai.torale.testkit.server;

import ai.torale.ToraleException;

/**
 * Skipped time that does not get on, and why.
 *
 * <p>Codes: {@code TIME_HELD_UP} (something that is to run first does not, such as a workflow task on a task queue
 * without a worker), {@code RUNAWAY_SCHEDULE} (more scheduled runs than the limit), {@code SERVER_CLOSED}.
 */
public final class SkippedTimeException extends ToraleException {
    private static final long serialVersionUID = 1L;

    SkippedTimeException(String code, String message) {
        super(code, message);
    }

    static SkippedTimeException heldUp(String message) {
        return new SkippedTimeException("TIME_HELD_UP", message);
    }

    static SkippedTimeException runaway(String message) {
        return new SkippedTimeException("RUNAWAY_SCHEDULE", message);
    }

    static SkippedTimeException closed() {
        return new SkippedTimeException("SERVER_CLOSED", "the in-process server was closed meanwhile");
    }
}
