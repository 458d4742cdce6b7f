package ai.torale;

/**
 * Every error that Torale raises on purpose.
 *
 * <p>The {@link #code()} is stable and made for programs; the message says what happened, to which task, and what to
 * do, and never holds a secret or what a page or model answered.
 */
public abstract class ToraleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String message;

    protected ToraleException(String code, String message) {
        super(message);
        this.code = code;
        this.message = message;
    }

    @Override
    public final String getMessage() {
        return message;
    }

    /** The stable name of this kind of error, such as {@code STORE_UNAVAILABLE}. */
    public final String code() {
        return code;
    }
}
