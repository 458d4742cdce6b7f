package ai.torale.temporal.connection;

import ai.torale.ToraleException;

/**
 * The Temporal server cannot be used as it was configured; the message says what to put right, never the key.
 *
 * <p>Codes of {@link TemporalConnection#verify()}: {@code ADDRESS_UNREACHABLE}, {@code NOT_TEMPORAL} (something else
 * answers there), {@code TLS_EXPECTED} (the server speaks TLS, this connection does not), {@code TLS_NOT_SPOKEN} (the
 * reverse), {@code TLS_SERVER_UNTRUSTED}, {@code TLS_CLIENT_REFUSED} (no client certificate, or one that the server does
 * not accept), {@code KEY_REFUSED}, {@code ACCESS_DENIED}, {@code NAMESPACE_NOT_FOUND}, {@code NOT_ANSWERING} (not in
 * time, or not with what was asked). Any call may fail with {@code KEY_UNAVAILABLE}: the key's supplier gave none.
 */
public final class ConnectionException extends ToraleException {
    private static final long serialVersionUID = 1L;

    static final String ADDRESS_UNREACHABLE = "ADDRESS_UNREACHABLE";
    static final String NOT_TEMPORAL = "NOT_TEMPORAL";
    static final String TLS_EXPECTED = "TLS_EXPECTED";
    static final String TLS_NOT_SPOKEN = "TLS_NOT_SPOKEN";
    static final String TLS_SERVER_UNTRUSTED = "TLS_SERVER_UNTRUSTED";
    static final String TLS_CLIENT_REFUSED = "TLS_CLIENT_REFUSED";
    static final String KEY_REFUSED = "KEY_REFUSED";
    static final String KEY_UNAVAILABLE = "KEY_UNAVAILABLE";
    static final String ACCESS_DENIED = "ACCESS_DENIED";
    static final String NAMESPACE_NOT_FOUND = "NAMESPACE_NOT_FOUND";
    static final String NOT_ANSWERING = "NOT_ANSWERING";

    ConnectionException(String code, String message) {
        super(code, message);
    }
}
