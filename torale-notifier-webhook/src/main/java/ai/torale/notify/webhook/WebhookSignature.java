package ai.torale.notify.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.torale.Secret;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells a receiver whether a webhook is genuine and fresh.
 *
 * <p>It reads Torale's own header, which every webhook carries. The Standard Webhooks headers beside it are for that
 * project's libraries.
 */
public final class WebhookSignature {
    /** The header that carries the signature: {@code t=<unix seconds>,v1=<hex>}. */
    public static final String HEADER = "X-Torale-Signature";

    /** How far the sender's clock and the receiver's may lie apart, in both directions. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Pattern FORM = Pattern.compile("t=([0-9]{1,12}),v1=([0-9a-f]{64})");

    private WebhookSignature() {}

    /**
     * Whether one of the secrets signed the body within the tolerance.
     *
     * <p>An equal webhook passes again within it: handle each {@code id} once, and take it from the body, for this
     * signature covers no header.
     *
     * @param body the bytes that arrived, before anything parses them
     * @param header the value of {@value #HEADER}; null (there is none) and malformed ones are not genuine
     * @param secrets those that may have signed: one, or two and more while a secret is replaced
     * @param now the receiver's time
     */
    public static boolean verify(byte[] body, @Nullable String header, Collection<Secret> secrets, Instant now) {
        Matcher parts = FORM.matcher(header == null ? "" : header);
        if (!parts.matches()) {
            return false;
        }
        long timestamp = Long.parseLong(parts.group(1));
        if (Math.abs(now.getEpochSecond() - timestamp) > TOLERANCE.toSeconds()) {
            return false;
        }
        byte[] claimed = HexFormat.of().parseHex(parts.group(2));
        boolean genuine = false;
        for (Secret secret : secrets) {
            genuine |= MessageDigest.isEqual(claimed, code(secret, parts.group(1), body));
        }
        return genuine;
    }

    /** The header's value for a body sent at that time. */
    static String sign(Secret secret, long timestamp, byte[] body) {
        String text = Long.toString(timestamp);
        return "t=" + text + ",v1=" + HexFormat.of().formatHex(code(secret, text, body));
    }

    private static byte[] code(Secret secret, String timestamp, byte[] body) {
        return Hmac.sha256(secret.reveal().getBytes(UTF_8), (timestamp + ".").getBytes(UTF_8), body);
    }
}
