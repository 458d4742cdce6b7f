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
    private volatile boolean begun;

    Closing() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "quickstart-closing"));
    }

    synchronized void later(Step step) {
        steps.push(step);
    }

    /** Whether nothing more should be started. */
    boolean hasBegun() {
        return begun;
    }

    @Override
    public void close() {
        begun = true;
        closeAll();
    }

    private synchronized void closeAll() {
        while (!steps.isEmpty()) {
            try {
                steps.pop().close();
            } catch (RuntimeException e) {
                // Ctrl-C may end the server at the same moment: the rest is closed all the same.
            }
        }
    }
}
