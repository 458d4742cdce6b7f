package ai.torale;

import java.util.List;
import java.util.stream.Collectors;

/** What a caller handed in breaks the rules; every breach is listed at once. */
public final class InvalidException extends ToraleException {
    private static final long serialVersionUID = 1L;

    /** How many problems a message names; it travels into logs and histories. */
    private static final int MAX_SHOWN = 20;

    private final transient List<Problem> problems;

    private InvalidException(String subject, List<Problem> problems) {
        super("INVALID", subject + " is refused: " + shown(problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * An exception that names each problem.
     *
     * @param subject what is refused, such as {@code task 'gpu-price'}
     * @param problems at least one
     */
    public static InvalidException of(String subject, List<Problem> problems) {
        return new InvalidException(subject, problems);
    }

    /** An exception for a single problem. */
    public static InvalidException of(String subject, Problem problem) {
        return new InvalidException(subject, List.of(problem));
    }

    /** Throws when there is at least one problem; does nothing otherwise. */
    public static void throwIfAny(String subject, List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw of(subject, problems);
        }
    }

    /** What is wrong, in the order of the fields; never empty. */
    public List<Problem> problems() {
        return problems;
    }

    private static String shown(List<Problem> problems) {
        String shown = problems.stream().limit(MAX_SHOWN).map(Problem::toString).collect(Collectors.joining("; "));
        int more = problems.size() - MAX_SHOWN;
        return more > 0 ? shown + "; and " + more + " more" : shown;
    }
}
