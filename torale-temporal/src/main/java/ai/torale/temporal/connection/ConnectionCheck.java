package ai.torale.temporal.connection;

import static ai.torale.temporal.connection.ConnectionException.ACCESS_DENIED;
import static ai.torale.temporal.connection.ConnectionException.ADDRESS_UNREACHABLE;
import static ai.torale.temporal.connection.ConnectionException.KEY_REFUSED;
import static ai.torale.temporal.connection.ConnectionException.NAMESPACE_NOT_FOUND;
import static ai.torale.temporal.connection.ConnectionException.NOT_ANSWERING;
import static ai.torale.temporal.connection.ConnectionException.NOT_TEMPORAL;
import static ai.torale.temporal.connection.ConnectionException.TLS_CLIENT_REFUSED;
import static ai.torale.temporal.connection.ConnectionException.TLS_EXPECTED;
import static ai.torale.temporal.connection.ConnectionException.TLS_NOT_SPOKEN;
import static ai.torale.temporal.connection.ConnectionException.TLS_SERVER_UNTRUSTED;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Asks for the namespace once, and finds out why there is no answer. */
final class ConnectionCheck {
    private static final Duration CALL_LIMIT = Duration.ofSeconds(5);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);

    private final Endpoint endpoint;
    private final WorkflowServiceStubsOptions options;
    private final String namespace;

    ConnectionCheck(Endpoint endpoint, WorkflowServiceStubsOptions options, String namespace) {
        this.endpoint = endpoint;
        this.options = options;
        this.namespace = namespace;
    }

    /** Over stubs of its own: others may still remember a failure that is mended by now. */
    void run() {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(options);
        try {
            stubs.blockingStub()
                    .withDeadlineAfter(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(namespace)
                            .build());
        } catch (StatusRuntimeException e) {
            throw explained(e);
        } finally {
            stubs.shutdownNow();
        }
    }

    private ConnectionException explained(StatusRuntimeException e) {
        return switch (e.getStatus().getCode()) {
            case NOT_FOUND ->
                problem(NAMESPACE_NOT_FOUND, "has no namespace '" + namespace + "'; create it, or correct the name");
            case UNAUTHENTICATED -> problem(KEY_REFUSED, keyRefused());
            case PERMISSION_DENIED -> problem(ACCESS_DENIED, accessDenied());
            case UNIMPLEMENTED -> notTemporal();
            case UNAVAILABLE, UNKNOWN, INTERNAL, DEADLINE_EXCEEDED, CANCELLED -> transport(e);
            default -> notAnswering(e);
        };
    }

    private String keyRefused() {
        return endpoint.hasKey()
                ? "refuses the API key; it may be mistyped, expired or disabled: give a new one"
                : "wants to know who calls; give an API key";
    }

    private String accessDenied() {
        return "denies access to namespace '" + namespace + "'; check "
                + (endpoint.hasKey()
                        ? "that the API key is valid and has a role in it"
                        : "whether it takes an API key or a client certificate")
                + ", and the namespace's full name";
    }

    private ConnectionException transport(StatusRuntimeException e) {
        Throwable cause = e.getStatus().getCause() == null ? e : e.getStatus().getCause();
        if (has(cause, UnknownHostException.class::isInstance)) {
            return problem(ADDRESS_UNREACHABLE, "cannot be reached: its name is not known; check the address");
        }
        Optional<CertificateException> untrusted = chain(cause)
                .filter(CertificateException.class::isInstance)
                .map(CertificateException.class::cast)
                .reduce((outer, inner) -> inner);
        if (untrusted.isPresent()) {
            return untrusted(untrusted.get());
        }
        String all = chain(cause).map(Throwable::toString).reduce(e.getStatus().toString(), String::concat);
        return switch (ServerProbe.look(endpoint.address(), PROBE_LIMIT)) {
            case NOBODY ->
                problem(
                        ADDRESS_UNREACHABLE,
                        "cannot be reached: nobody answers there; check the address, and that the server runs");
            case PLAIN_TEXT -> endpoint.tls() ? tlsNotSpoken() : spoken(e, all);
            case TLS -> endpoint.tls() ? spoken(e, all) : tlsExpected();
            case SILENCE -> spoken(e, all);
        };
    }

    /** Both sides agree on TLS or on plain text, and still it failed. */
    private ConnectionException spoken(StatusRuntimeException e, String all) {
        if (Stream.of("ALPN", "First received frame was not SETTINGS", "invalid content-type")
                .anyMatch(all::contains)) {
            return notTemporal();
        }
        boolean isCut = Stream.of("SSL", "reset", "closed").anyMatch(all::contains);
        if (endpoint.tls() && isCut) {
            return problem(
                    TLS_CLIENT_REFUSED,
                    endpoint.hasCertificate()
                            ? "refuses the client certificate; check that it is valid and that the server trusts its issuer"
                            : "ends the connection during TLS; it probably wants a client certificate: give one (mTLS)");
        }
        return notAnswering(e);
    }

    private ConnectionException untrusted(CertificateException e) {
        String text = String.valueOf(e.getMessage());
        String reason;
        if (text.contains("No subject alternative") || text.contains("No name matching")) {
            reason = "is for another name; correct the address, or give the certificate's name as serverName";
        } else if (text.contains("NotAfter") || text.contains("NotBefore")) {
            reason = "is not valid at this time; renew it, or correct this machine's clock";
        } else {
            reason = "is not trusted; give its issuer's certificate as trustedCertificates";
        }
        return problem(TLS_SERVER_UNTRUSTED, "shows a certificate that " + reason);
    }

    private ConnectionException tlsExpected() {
        return problem(TLS_EXPECTED, "speaks TLS, this connection plain text; turn TLS on");
    }

    private ConnectionException tlsNotSpoken() {
        return problem(
                TLS_NOT_SPOKEN,
                "speaks no TLS, this connection does; correct the address, or turn TLS off (a key turns it on)");
    }

    private ConnectionException notTemporal() {
        return problem(
                NOT_TEMPORAL,
                "is something else than Temporal's gRPC service; check the address, its port above all (7233, not the UI's)");
    }

    private ConnectionException notAnswering(StatusRuntimeException e) {
        return problem(
                NOT_ANSWERING,
                "is reached and does not answer for namespace '" + namespace + "' ("
                        + e.getStatus().getCode() + "); try again, and look at the server");
    }

    private ConnectionException problem(String code, String text) {
        return new ConnectionException(code, "the Temporal server at " + endpoint.address() + " " + text);
    }

    private static boolean has(Throwable thrown, Predicate<Throwable> kind) {
        return chain(thrown).anyMatch(kind);
    }

    private static Stream<Throwable> chain(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }
}
