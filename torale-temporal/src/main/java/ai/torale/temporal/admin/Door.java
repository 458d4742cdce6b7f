package ai.torale.temporal.admin;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in.
 *
 * @param authenticator null: whoever comes from this machine to a server that listens on loopback only
 * @param names the names besides the usual ones under which the server is asked for
 */
record Door(@Nullable Authenticator authenticator, Set<String> names) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:/?#@\\s\\[\\]]+)(:[0-9]{1,5})?");

    /** A request that is not answered. */
    record Refusal(int status, String code) {}

    Door {
        names = Set.copyOf(names);
    }

    Door with(Authenticator other) {
        return new Door(other, names);
    }

    Door with(String name) {
        Set<String> more = new HashSet<>(names);
        more.add(name.toLowerCase(Locale.ROOT));
        return new Door(authenticator, more);
    }

    /** Why a request is refused; empty when it is let in. */
    Optional<Refusal> refuses(HttpExchange exchange) {
        if (!isForUs(exchange)) {
            return Optional.of(new Refusal(421, "HOST"));
        }
        if (authenticator != null) {
            return refusal(authenticator.authenticate(exchange));
        }
        if (exchange.getHttpContext().getAuthenticator() != null) {
            return Optional.empty(); // the server has asked it before this handler was called
        }
        boolean local = isLoopback(exchange.getRemoteAddress())
                && isLoopback(exchange.getHttpContext().getServer().getAddress());
        return local ? Optional.empty() : Optional.of(new Refusal(403, "LOOPBACK_ONLY"));
    }

    static boolean isLoopback(InetSocketAddress address) {
        return address.getAddress() != null && address.getAddress().isLoopbackAddress();
    }

    /** A browser can be made to ask this address under any name (DNS rebinding), but then it says that name. */
    private boolean isForUs(HttpExchange exchange) {
        @Nullable List<String> hosts = exchange.getRequestHeaders().get("Host");
        @Nullable String target = exchange.getRequestURI().getHost();
        return hosts != null
                && hosts.size() == 1
                && isKnown(hosts.get(0), exchange)
                && (target == null || isKnown(target, exchange));
    }

    private boolean isKnown(String host, HttpExchange exchange) {
        Matcher parts = HOST.matcher(host);
        if (!parts.matches()) {
            return false;
        }
        String name = parts.group(1).toLowerCase(Locale.ROOT);
        return LOOPBACK.contains(name) || names.contains(name) || name.equals(literal(exchange.getLocalAddress()));
    }

    /** The address that was connected to: no name, so nobody can make it lead elsewhere. */
    private static String literal(InetSocketAddress local) {
        InetAddress address = local.getAddress();
        String text = address.getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }

    private static Optional<Refusal> refusal(Authenticator.Result result) {
        if (result instanceof Authenticator.Success) {
            return Optional.empty();
        }
        int status = result instanceof Authenticator.Failure failure
                ? failure.getResponseCode()
                : result instanceof Authenticator.Retry retry ? retry.getResponseCode() : 401;
        return Optional.of(new Refusal(status, status == 403 ? "FORBIDDEN" : "UNAUTHENTICATED"));
    }
}
