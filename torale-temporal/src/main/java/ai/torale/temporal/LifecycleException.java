package ai.torale.temporal;

import ai.torale.ToraleException;

/** A {@link Torale} cannot start or be registered: it was closed or started before, or the server cannot be used. */
public final class LifecycleException extends ToraleException {
    private static final long serialVersionUID = 1L;

    LifecycleException(String code, String message) {
        super(code, message);
    }
}
