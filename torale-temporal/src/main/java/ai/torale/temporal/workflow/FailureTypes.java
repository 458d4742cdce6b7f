package ai.torale.temporal.workflow;

/** The stable type strings of failures in Temporal's histories, beside the codes of the SPIs' own exceptions. */
public final class FailureTypes {
    /** A check failed; its detail is a {@link CheckFailure}. */
    public static final String CHECK_FAILED = "CheckFailed";

    /** The carried state cannot be read: a retired key, another codec, a damaged value. */
    public static final String STATE_UNREADABLE = "STATE_UNREADABLE";

    /** This life of the task has ended: nothing is sent any more. */
    public static final String STOPPED = "STOPPED";

    /** What a task or an answer holds breaks the rules. */
    public static final String INVALID = "INVALID";

    /** A provider asks for a pause. */
    public static final String RATE_LIMITED = "RATE_LIMITED";

    /** An answer is larger than is allowed. */
    public static final String TOO_LARGE = "TOO_LARGE";

    /** An exception that is none of Torale's: only its class and stack are kept, its message may hold secrets. */
    public static final String UNEXPECTED = "UNEXPECTED";

    /** An activity did not answer in time. */
    public static final String TIMED_OUT = "TIMED_OUT";

    private FailureTypes() {}
}
