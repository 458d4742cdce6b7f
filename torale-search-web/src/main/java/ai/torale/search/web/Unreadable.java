package ai.torale.search.web;

/** A page came, but not what the task asks for. The message says why and what helps. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String reason) {
        super(reason, null, false, false);
    }

    /** Why, in words for people; never text of the page. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
