package ai.torale.example.quickstart;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was started, the last first, once: at the end, or at Ctrl-C. */
final class Closing implements AutoCloseable {
    /** Something to close. */
    interface Step {
        void close();
    }

    private final Deque<Step> steps = new ArrayDeque<>();

    Closing() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "quickstart-closing"));
    }

    synchronized void later(Step step) {
        steps.push(step);
    }

    @Override
    public synchronized void close() {
        while (!steps.isEmpty()) {
            try {
                steps.pop().close();
            } catch (RuntimeException e) {
                // Ctrl-C ends the server at the same moment: the rest is closed all the same.
            }
        }
    }
}
