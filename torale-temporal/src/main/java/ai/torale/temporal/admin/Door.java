package ai.torale.temporal.admin;

import ai.torale.InvalidException;
import ai.torale.Problem;
import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
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
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", canonical("[::1]"));
    private static final String NAME = "(\\[[0-9A-Fa-f:.]+(?:%[0-9A-Za-z._~%-]+)?]|[^:/?#@\\s\\[\\]]+)";
    private static final Pattern HOST = Pattern.compile(NAME + "(:[0-9]{1,5})?");
    private static final Pattern PLAIN_NAME = Pattern.compile("\\[.+]|[A-Za-z0-9._-]+");

    /** A request that is not answered. */
    record Refusal(int status, String code) {}

    Door {
        names = Set.copyOf(names);
    }

    Door with(Authenticator other) {
        return new Door(other, names);
    }

    Door with(String name) {
        String stripped = name.strip();
        Matcher parts = HOST.matcher(stripped);
        if (!parts.matches()
                || parts.group(2) != null
                || canonical(stripped).isEmpty()
                || !PLAIN_NAME.matcher(stripped).matches()) {
            throw InvalidException.of(
                    "the admin's host",
                    new Problem(
                            "ADMIN_HOST",
                            "host",
                            name,
                            "give a name such as ops.example, or an address (IPv6 in brackets), without scheme or port"));
        }
        Set<String> more = new HashSet<>(names);
        more.add(canonical(stripped));
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
        String name = canonical(parts.group(1));
        return LOOPBACK.contains(name) || names.contains(name) || name.equals(literal(exchange.getLocalAddress()));
    }

    /**
     * The same text for all ways to write a name or an address; an IPv6 one without its scope, empty when it is none.
     * Resolves no name: what has a colon is an address or a failure.
     */
    private static String canonical(String host) {
        if (!host.startsWith("[")) {
            return host.toLowerCase(Locale.ROOT);
        }
        String address = host.substring(1, host.length() - 1).replaceFirst("%.*", "");
        try {
            return address.contains(":")
                    ? InetAddress.getByName("[" + address + "]").getHostAddress()
                    : "";
        } catch (UnknownHostException e) {
            return "";
        }
    }

    /** The address that was connected to: no name, so nobody can make it lead elsewhere. */
    private static String literal(InetSocketAddress local) {
        return local.getAddress().getHostAddress().replaceFirst("%.*", "");
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
