package ai.torale.state;

import ai.torale.SpiException;

/** A state store that could not do what it was asked. */
public final class StoreException extends SpiException {
    private static final long serialVersionUID = 1L;

    private StoreException(String code, String message, Kind kind) {
        super(code, message, kind, null);
    }

    /** The store cannot be reached now; the call is tried again by the retry policy. */
    public static StoreException unavailable(String message) {
        return new StoreException("STORE_UNAVAILABLE", message, Kind.TRANSIENT);
    }

    /** What is stored, or was to be stored, breaks the rules; the check fails at once. */
    public static StoreException invalid(String message) {
        return new StoreException("STORE_INVALID", message, Kind.PERMANENT);
    }
}
