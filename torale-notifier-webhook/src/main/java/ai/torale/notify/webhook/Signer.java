package ai.torale.notify.webhook;

import ai.torale.Problem;
import ai.torale.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The secrets of one receiver, newest first, and the headers that they sign. */
final class Signer {
    private static final String HIDDEN = "****";

    private final Secret newest;
    private final List<Secret> standard;

    Signer(List<Secret> secrets) {
        this.newest = secrets.get(0);
        this.standard = secrets.stream().filter(StandardSignature::isFor).toList();
    }

    /** The headers of one attempt, in the order in which they are sent. */
    Map<String, String> headers(String id, long timestamp, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Torale-Timestamp", Long.toString(timestamp));
        headers.put(WebhookSignature.HEADER, WebhookSignature.sign(newest, timestamp, body));
        if (!standard.isEmpty()) {
            headers.put("webhook-id", id);
            headers.put("webhook-timestamp", Long.toString(timestamp));
            headers.put("webhook-signature", StandardSignature.sign(standard, id, timestamp, body));
        }
        return headers;
    }

    static List<Problem> problems(List<Secret> secrets) {
        if (secrets.isEmpty()) {
            return List.of(new Problem("SECRET_MISSING", "signedWith", "", "call signedWith(secret)"));
        }
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < secrets.size(); i++) {
            problem(secrets.get(i), i).ifPresent(problems::add);
        }
        return problems;
    }

    private static Optional<Problem> problem(Secret secret, int index) {
        String field = index == 0 ? "signedWith" : "signedWith[" + index + "]";
        String text = secret.reveal();
        if (!text.equals(text.strip())) {
            return Optional.of(new Problem(
                    "SECRET_WHITE_SPACE",
                    field,
                    HIDDEN,
                    "remove the white space around it, such as a file's line end"));
        }
        if (StandardSignature.isFor(secret)) {
            return StandardSignature.key(secret).isPresent()
                    ? Optional.empty()
                    : Optional.of(new Problem(
                            "SECRET_WHSEC", field, HIDDEN, "after whsec_ give 24 to 64 bytes in padded base64"));
        }
        return index == 0
                ? Optional.empty()
                : Optional.of(new Problem(
                        "SECRET_UNUSED",
                        field,
                        HIDDEN,
                        "an older secret signs only when it begins with whsec_; let the receiver accept both instead"));
    }
}
