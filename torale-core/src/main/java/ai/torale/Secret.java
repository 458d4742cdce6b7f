package ai.torale;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text that must not be shown; {@code toString} is {@code ****}. */
public final class Secret {
    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /**
     * Wraps a secret.
     *
     * @throws InvalidException when the text is blank
     */
    public static Secret of(String text) {
        if (text.isBlank()) {
            throw InvalidException.of(
                    "secret", new Problem("SECRET_BLANK", "secret", "", "give the secret's text, it is blank"));
        }
        return new Secret(text);
    }

    /** The secret itself: for the call that needs it, never for a message or a log. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "****";
    }

    private byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
