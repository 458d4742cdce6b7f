package ai.torale.search.web;

import ai.torale.RetryAfter;
import ai.torale.search.SearchException;
import java.io.EOFException;
import java.net.SocketException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what a failed exchange means: ask again, ask later, or give up.
 *
 * <p>The messages name the host and what to do; never a path, a query, or what the server wrote.
 */
final class HttpFailures {
    /** The pause after a 429 that names none. */
    static final Duration DEFAULT_PAUSE = Duration.ofSeconds(60);

    private static final int MAX_CAUSES = 20;

    private HttpFailures() {}

    static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /** Where a redirect leads. */
    static WebAddress target(WebAddress from, HttpHeaders headers) {
        WebAddress target = headers.firstValue("Location")
                .flatMap(from::resolve)
                .orElseThrow(() -> SearchException.permanentFailure(from.host()
                        + " redirects to no http or https address; watch the address where the page really is"));
        if (from.isEncrypted() && !target.isEncrypted()) {
            throw SearchException.permanentFailure(from.host() + " redirects from https to plain http on "
                    + target.host() + "; watch the http address itself if that is meant");
        }
        return target;
    }

    /** Throws for every status but 200. */
    static void refuse(WebAddress address, HttpResponse<?> response, Instant now) throws Unreadable {
        int status = response.statusCode();
        if (status == 200) {
            return;
        }
        if (status < 300) {
            throw new Unreadable(address.host() + " answers " + status + ", which is no whole page");
        }
        String host = address.host() + " answers " + status;
        Optional<Duration> pause =
                response.headers().firstValue("Retry-After").flatMap(value -> RetryAfter.parse(value, now));
        throw switch (status) {
            case 429 ->
                SearchException.rateLimited(
                        pause.orElse(DEFAULT_PAUSE), host + ": it is asked too often; check less often");
            case 503 ->
                pause.map(wait -> SearchException.rateLimited(wait, host + " and asks to wait"))
                        .orElseGet(() -> SearchException.transientFailure(host));
            case 401, 403 ->
                SearchException.permanentFailure(
                        host + ": it wants a login or keeps programs out; watch a page that is open to all");
            case 404, 410 ->
                SearchException.permanentFailure(host + ": the page is gone; correct the task's url or unwatch it");
            case 408, 425 -> SearchException.transientFailure(host);
            default ->
                status >= 500
                        ? SearchException.transientFailure(host)
                        : SearchException.permanentFailure(host + "; correct the task's url");
        };
    }

    static SearchException outOfTime(WebAddress address) {
        return SearchException.transientFailure(address.host()
                + " did not answer completely before the deadline; allow the search more time if that is usual");
    }

    static SearchException tooLarge(WebAddress address, int maxBodySize) {
        return SearchException.tooLarge(address.host() + " sent a page of more than " + maxBodySize
                + " bytes; raise maxBodySize or watch a smaller page");
    }

    static Unreadable brokenOff(WebAddress address) {
        return new Unreadable(address.host() + " broke off in the middle of the page");
    }

    /** What an exchange that ended without an answer means. */
    static SearchException of(WebAddress address, Throwable failure, boolean headCame, int maxBodySize)
            throws Unreadable {
        if (has(failure, CappedBody.TooLarge.class)) {
            return tooLarge(address, maxBodySize);
        }
        if (has(failure, CertificateException.class)) {
            return SearchException.permanentFailure(
                    address.host() + " shows a certificate that is not trusted; add its authority to the client");
        }
        if (has(failure, HttpConnectTimeoutException.class)) {
            return SearchException.transientFailure(address.host() + " could not be reached in time");
        }
        if (headCame && (has(failure, EOFException.class) || !has(failure, SocketException.class))) {
            throw brokenOff(address);
        }
        return SearchException.transientFailure(
                address.host() + " could not be asked (" + failure.getClass().getSimpleName() + ")");
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (type.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
