package ai.torale.testkit.server;

import io.temporal.api.failure.v1.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Runs whose workflow code has failed in a workflow task: the server gives them the task again and again. */
final class CodeFailures {
    private final Map<KnownRuns.Run, String> failures = new ConcurrentHashMap<>();

    void failed(KnownRuns.Run run, Failure failure) {
        failures.put(run, words(failure));
    }

    /** Its code has passed where it failed before. */
    void passed(KnownRuns.Run run) {
        failures.remove(run);
    }

    /** How the code of a run fails, in words; empty when it does not. */
    Optional<String> of(KnownRuns.Run run) {
        return Optional.ofNullable(failures.get(run)).map(words -> "its workflow code fails: " + words);
    }

    /** Of the innermost failure: the others tell of the SDK. */
    private static String words(Failure failure) {
        Failure cause = failure;
        while (cause.hasCause()) {
            cause = cause.getCause();
        }
        String type = cause.getApplicationFailureInfo().getType();
        return type.isEmpty() ? cause.getMessage() : type + ": " + cause.getMessage();
    }
}
