package ai.torale.cron;

import ai.torale.Problem;
import java.util.List;

/** A cron expression in Temporal's dialect. */
public final class Cron {
    private Cron() {}

    /** What is wrong with a cron expression; none when it is accepted. */
    public static List<Problem> problems(String text) {
        return List.of();
    }
}
