package ai.torale.example.quickstart;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** When the quickstart ends by itself; safe for many threads. */
final class Ending {
    /** Why it ends. */
    enum Reason {
        /** The first change was told. */
        TOLD,
        /** There were as many checks as the server should hold. */
        FULL,
        /** Neither within the limit. */
        TIME_OUT
    }

    private final boolean once;
    private final int mostChecks;
    private final CompletableFuture<Reason> reason = new CompletableFuture<>();
    private int checks;
    private String lastCheck = "";

    /**
     * Of one watch.
     *
     * @param once whether the first change that is told ends it
     * @param mostChecks how many checks there may be
     */
    Ending(boolean once, int mostChecks) {
        this.once = once;
        this.mostChecks = mostChecks;
    }

    void told() {
        if (once) {
            reason.complete(Reason.TOLD);
        }
    }

    /** A check asks, perhaps again; a task's checks come one after another. */
    synchronized void asked(String checkId) {
        if (!checkId.equals(lastCheck)) {
            lastCheck = checkId;
            checks++;
        }
        if (checks >= mostChecks) {
            reason.complete(Reason.FULL);
        }
    }

    Reason await() throws InterruptedException {
        try {
            return reason.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    Reason await(Duration limit) throws InterruptedException {
        try {
            return reason.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            return Reason.TIME_OUT;
        }
    }
}
