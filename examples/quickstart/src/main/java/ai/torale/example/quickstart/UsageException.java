package ai.torale.example.quickstart;

/** Arguments that cannot be used; the message is one line. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message.replaceAll("\\s+", " "));
    }
}
