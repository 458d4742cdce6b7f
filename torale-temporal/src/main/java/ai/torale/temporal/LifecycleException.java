package ai.torale.temporal;

import ai.torale.ToraleException;

/** A call that does not fit the life of a {@link Torale}: it was closed, started or registered before. */
public final class LifecycleException extends ToraleException {
    private static final long serialVersionUID = 1L;

    LifecycleException(String code, String message) {
        super(code, message);
    }
}
