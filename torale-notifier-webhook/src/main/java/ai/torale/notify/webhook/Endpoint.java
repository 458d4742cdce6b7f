package ai.torale.notify.webhook;

import ai.torale.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** What a webhook's address may be, and what of it may be shown. */
final class Endpoint {
    private static final int MAX_PORT = 65_535;

    private Endpoint() {}

    /** Host and port: the path and query of a webhook often hold a token, so nothing may show them. */
    static String hostOf(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    static List<Problem> problems(URI uri, boolean httpAllowed) {
        List<Problem> problems = new ArrayList<>();
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        if (scheme.equalsIgnoreCase("http")) {
            if (!httpAllowed) {
                problems.add(problem("URI_HTTP", uri, "use https, or call allowHttp() where nobody can listen"));
            }
        } else if (!scheme.equalsIgnoreCase("https")) {
            problems.add(problem("URI_SCHEME", uri, "give an address that begins with https://"));
        }
        if (uri.getHost() == null) {
            problems.add(problem("URI_HOST", uri, "give a host of ASCII letters, digits, hyphens and dots, or an IP"));
        }
        if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            problems.add(problem("URI_PORT", uri, "give a port from 1 to " + MAX_PORT));
        }
        if (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
            problems.add(problem("URI_USERINFO", uri, "remove what stands before the @: it would be shown and stored"));
        }
        if (uri.getRawFragment() != null) {
            problems.add(problem("URI_FRAGMENT", uri, "remove the # and what follows: it is never sent"));
        }
        return problems;
    }

    private static Problem problem(String code, URI uri, String remedy) {
        return new Problem(code, "uri", shown(uri), remedy);
    }

    private static String shown(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme() + ":";
        return uri.getHost() == null ? scheme : scheme + "//" + hostOf(uri);
    }
}
