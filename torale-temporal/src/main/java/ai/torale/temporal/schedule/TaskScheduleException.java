package ai.torale.temporal.schedule;

import ai.torale.ToraleException;

/**
 * A schedule, or a check that it started, that could not be read or written.
 *
 * <p>Codes: {@code SCHEDULE_NOT_FOUND}, {@code SCHEDULE_CONFLICT} (it exists with other content),
 * {@code SCHEDULE_FOREIGN} (somebody else's schedule has this id), {@code CONCURRENT_MODIFICATION},
 * {@code SCHEDULE_REFUSED} (the server does not accept it), {@code DELETION_INCOMPLETE} (in a reconciliation: the
 * schedule is gone, but not what belongs to it), {@code NAMESPACE_NOT_FOUND}, {@code ACCESS_DENIED},
 * {@code KEY_UNAVAILABLE} (the connection's key supplier gave none, nothing was sent), {@code THROTTLED},
 * {@code UNAVAILABLE}. Of a check's report: {@code CHECK_NOT_FOUND},
 * {@code CHECK_RUNNING}, {@code CHECK_FAILED}, {@code CHECK_UNREADABLE}.
 */
public final class TaskScheduleException extends ToraleException {
    private static final long serialVersionUID = 1L;

    static final String NOT_FOUND = "SCHEDULE_NOT_FOUND";
    static final String CONFLICT = "SCHEDULE_CONFLICT";
    static final String FOREIGN = "SCHEDULE_FOREIGN";
    static final String INCOMPLETE = "DELETION_INCOMPLETE";
    static final String REFUSED = "SCHEDULE_REFUSED";
    static final String CONCURRENT = "CONCURRENT_MODIFICATION";

    private final String taskId;
    private final boolean outcomeUnknown;

    TaskScheduleException(String code, String taskId, String message, boolean outcomeUnknown) {
        super(code, message);
        this.taskId = taskId;
        this.outcomeUnknown = outcomeUnknown;
    }

    static TaskScheduleException notFound(String taskId) {
        return new TaskScheduleException(
                NOT_FOUND, taskId, "task '" + taskId + "' has no schedule; create it first", false);
    }

    /** Whose schedule it is about; empty when it is about several, or about a check. */
    public String taskId() {
        return taskId;
    }

    /** Whether a write may have been done all the same; every call can be repeated safely. */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
