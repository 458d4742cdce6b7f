package ai.torale.example.quickstart;

/** There is no Temporal server to work with; the message may be empty when somebody else has said why. */
final class NoServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoServerException(String message) {
        super(message);
    }
}
