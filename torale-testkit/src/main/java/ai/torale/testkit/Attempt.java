package ai.torale.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One call of the part under test in a thread of its own, so that one that never ends fails a test and no build. */
final class Attempt<T> {
    private static final int SHOWN_FRAMES = 8;

    private final Thread thread;
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile @Nullable T answer;
    private volatile @Nullable Throwable failure;

    private Attempt(Callable<T> call) {
        this.thread = new Thread(() -> run(call), "contract");
        thread.setDaemon(true);
    }

    static <T> Attempt<T> start(Callable<T> call) {
        Attempt<T> attempt = new Attempt<>(call);
        attempt.thread.start();
        return attempt;
    }

    /** Calls, and fails unless it has ended within the limit, whichever way. */
    static <T> Attempt<T> within(Duration limit, String rule, Callable<T> call) {
        Attempt<T> attempt = start(call);
        attempt.awaitEnd(limit, rule);
        return attempt;
    }

    /** Calls from many threads that begin at once; all must end within the limit. */
    static <T> List<Attempt<T>> together(Duration limit, String rule, List<Callable<T>> calls) {
        CountDownLatch go = new CountDownLatch(1);
        List<Attempt<T>> attempts = new ArrayList<>();
        for (Callable<T> call : calls) {
            attempts.add(start(() -> {
                go.await();
                return call.call();
            }));
        }
        go.countDown();
        attempts.forEach(attempt -> attempt.awaitEnd(limit, rule));
        return attempts;
    }

    /** Whether it runs on for so long. */
    boolean lasts(Duration time) {
        join(time);
        return thread.isAlive();
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Fails, with what the thread does, unless it has ended within the limit. */
    void awaitEnd(Duration limit, String rule) {
        if (lasts(limit)) {
            StringBuilder where = new StringBuilder();
            StackTraceElement[] frames = thread.getStackTrace();
            for (int i = 0; i < Math.min(SHOWN_FRAMES, frames.length); i++) {
                where.append("\n    at ").append(frames[i]);
            }
            thread.interrupt();
            throw new AssertionError(rule + ", but after " + limit + " it was still here:" + where);
        }
    }

    /** What it threw; null when it returned. */
    @Nullable Throwable failure() {
        return failure;
    }

    /** What it returned; null when it returned null or threw. */
    @Nullable T answer() {
        return answer;
    }

    private void run(Callable<T> call) {
        begun.countDown();
        try {
            answer = call.call();
        } catch (Throwable e) {
            failure = e;
        }
    }

    private void join(Duration time) {
        try {
            begun.await();
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(time.toNanos())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
