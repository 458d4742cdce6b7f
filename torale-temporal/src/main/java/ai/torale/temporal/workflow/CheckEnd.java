package ai.torale.temporal.workflow;

import org.jspecify.annotations.Nullable;

/** Is told, in the worker that ran it, that a check is about to end. */
@FunctionalInterface
public interface CheckEnd {
    /**
     * Must return at once and never throw: it is called in workflow code, once more at most when a worker was lost.
     *
     * @param task null when the task is gone
     */
    void ending(String taskId, @Nullable TaskFields task);
}
