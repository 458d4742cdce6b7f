package ai.torale.notify.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.torale.Secret;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The {@code webhook-signature} of the Standard Webhooks specification. */
final class StandardSignature {
    static final String PREFIX = "whsec_";

    private static final int MIN_KEY = 24;
    private static final int MAX_KEY = 64;

    private StandardSignature() {}

    /** Whether a secret signs in this way at all. */
    static boolean isFor(Secret secret) {
        return secret.reveal().startsWith(PREFIX);
    }

    /** The key within the secret, when it is one that all libraries read. */
    static Optional<byte[]> key(Secret secret) {
        String text = secret.reveal().substring(PREFIX.length());
        if (text.length() % 4 != 0) {
            // Java would forgive missing padding; the libraries for Python and Node do not.
            return Optional.empty();
        }
        try {
            byte[] key = Base64.getDecoder().decode(text);
            return key.length < MIN_KEY || key.length > MAX_KEY ? Optional.empty() : Optional.of(key);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The header's value: one signature for each secret, in their order. */
    static String sign(List<Secret> secrets, String id, long timestamp, byte[] body) {
        byte[] prefix = (id + "." + timestamp + ".").getBytes(UTF_8);
        return secrets.stream()
                .map(secret -> Hmac.sha256(key(secret).orElseThrow(), prefix, body))
                .map(code -> "v1," + Base64.getEncoder().encodeToString(code))
                .collect(Collectors.joining(" "));
    }
}
