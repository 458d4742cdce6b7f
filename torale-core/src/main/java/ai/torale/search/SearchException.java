package ai.torale.search;

import ai.torale.SpiException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A search that failed, and whether asking again helps. */
public final class SearchException extends SpiException {
    private static final long serialVersionUID = 1L;

    private SearchException(String code, String message, Kind kind, @Nullable Duration retryAfter) {
        super(code, message, kind, retryAfter);
    }

    /** Asking again may help; it is asked again by the retry policy. */
    public static SearchException transientFailure(String message) {
        return new SearchException("SEARCH_TRANSIENT", message, Kind.TRANSIENT, null);
    }

    /** Asking again cannot help; the check fails at once. */
    public static SearchException permanentFailure(String message) {
        return new SearchException("SEARCH_PERMANENT", message, Kind.PERMANENT, null);
    }

    /** The answer is larger than is allowed; the check ends as {@code too_large}. */
    public static SearchException tooLarge(String message) {
        return new SearchException("TOO_LARGE", message, Kind.PERMANENT, null);
    }

    /**
     * The provider asks for a pause. Up to 120 seconds are waited for; a longer pause ends the check as
     * {@code rate_limited}.
     *
     * @param retryAfter how long to wait; a negative one counts as zero
     */
    public static SearchException rateLimited(Duration retryAfter, String message) {
        return new SearchException(
                "RATE_LIMITED", message, Kind.RATE_LIMITED, retryAfter.isNegative() ? Duration.ZERO : retryAfter);
    }
}
