package ai.torale.search.web;

import ai.torale.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text as a task's state: {@code {"text": "…"}}.
 *
 * <p>A state takes at most 12 KiB; a longer text is cut, and {@code "sha256"} then is the hash of the whole.
 */
final class KeptText {
    static final int MAX_STATE = 12 * 1024;

    /** What stands around the text: keys, quotes and the hash in hex. */
    private static final int AROUND = 100;

    private KeptText() {}

    /** The state that stands for a text. */
    static Json state(String text) {
        String kept = cut(text, MAX_STATE - AROUND);
        return kept.length() == text.length()
                ? Json.of(Map.of("text", text))
                : Json.of(Map.of("text", kept, "sha256", sha256(text)));
    }

    /** The text that a state keeps, perhaps cut; null when it keeps none. */
    static @Nullable String of(Json state) {
        return state.asMap().get("text") instanceof String text ? text : null;
    }

    private static String cut(String text, int maxSize) {
        int size = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            size += sizeInJson(point);
            if (size > maxSize) {
                return text.substring(0, i);
            }
            i += Character.charCount(point);
        }
        return text;
    }

    private static int sizeInJson(int point) {
        if (point < 0x80) {
            return point == '"' || point == '\\' || point == '\n' ? 2 : 1;
        }
        return point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
