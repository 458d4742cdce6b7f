package ai.torale.temporal.workflow;

import ai.torale.check.Outcome;
import java.util.Locale;

/** The spelling of an {@link Outcome} in JSON. */
final class Outcomes {
    private Outcomes() {}

    static String wire(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
