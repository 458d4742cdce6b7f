package ai.torale.temporal.admin;

import ai.torale.InvalidException;
import ai.torale.Problem;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Addresses in the Temporal UI; every id is one percent-encoded segment.
 *
 * @param base without a slash at its end; null when nobody said where the UI is
 * @param namespace the Temporal namespace
 */
record UiLinks(@Nullable String base, String namespace) {
    static UiLinks to(URI ui, String namespace) {
        boolean usable = ui.getScheme() != null
                && Set.of("http", "https").contains(ui.getScheme())
                && ui.getHost() != null
                && ui.getRawUserInfo() == null
                && ui.getRawQuery() == null
                && ui.getRawFragment() == null;
        if (!usable) {
            throw InvalidException.of(
                    "the admin",
                    new Problem(
                            "UI_ADDRESS",
                            "ui",
                            ui.getRawUserInfo() == null ? ui.toString() : "****",
                            "use http or https with a host, such as http://localhost:8233 or https://cloud.temporal.io,"
                                    + " without user, query and fragment"));
        }
        return new UiLinks(ui.toString().replaceAll("/+$", ""), namespace);
    }

    Optional<URI> run(String workflowId, String runId) {
        return link("workflows", workflowId, runId, "history");
    }

    Optional<URI> schedule(String scheduleId) {
        return link("schedules", scheduleId);
    }

    private Optional<URI> link(String... segments) {
        if (base == null) {
            return Optional.empty();
        }
        StringBuilder link = new StringBuilder(base).append("/namespaces/").append(encoded(namespace));
        List.of(segments).forEach(segment -> link.append('/').append(encoded(segment)));
        return Optional.of(URI.create(link.toString()));
    }

    /** A form's encoding, which differs from a path's in the blank, the asterisk and the tilde. */
    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
