package ai.torale;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A typed failure of a part that the host plugged in.
 *
 * <p>It carries no cause: foreign exceptions may hold secrets or a cyclic chain of causes, and must not travel into
 * Temporal's histories. Log the cause where it is caught, and say in the message what an operator needs.
 */
public abstract class SpiException extends ToraleException {
    private static final long serialVersionUID = 1L;

    /** Whether asking again helps. */
    public enum Kind {
        /** Asking again may help: a time-out, a refused connection, an answer 503. */
        TRANSIENT,
        /** Asking again cannot help: a bad key, an unknown address. */
        PERMANENT,
        /** Asking again helps after {@link SpiException#retryAfter()}. */
        RATE_LIMITED
    }

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    protected SpiException(String code, String message, Kind kind, @Nullable Duration retryAfter) {
        super(code, message);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    /** Whether asking again helps. */
    public final Kind kind() {
        return kind;
    }

    /** How long to wait before asking again; present for {@link Kind#RATE_LIMITED} only, never negative. */
    public final Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
