package ai.torale.acceptance.testkit.parity;

import ai.torale.testkit.server.SkippedTimeServer;
import ai.torale.testkit.server.SkippedTimeServerBuilder;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A skipped-time server of one behaviour's own. */
final class SkippedSide implements Side {
    private static final int MOST_SECONDS = 30;

    private final SkippedTimeServer server;
    private final String queue;

    SkippedSide(String queue) {
        SkippedTimeServerBuilder builder = SkippedTimeServer.builder();
        Samples.SEARCH_ATTRIBUTES.forEach(builder::searchAttribute);
        this.server = builder.start();
        this.queue = queue;
        Worker worker = server.environment().newWorker(queue);
        worker.registerWorkflowImplementationTypes(Errand.ErrandImpl.class);
        server.environment().start();
    }

    @Override
    public WorkflowClient client() {
        return server.client();
    }

    @Override
    public String queue() {
        return queue;
    }

    @Override
    public Instant now() {
        return server.now();
    }

    /** Everything that was asked for has been done after the first millisecond; what takes time is done after more. */
    @Override
    public <T> T until(Supplier<T> answer, Predicate<T> expected) {
        server.advance(Duration.ofMillis(1));
        T last = answer.get();
        for (int second = 0; second < MOST_SECONDS && !expected.test(last); second++) {
            server.advance(Duration.ofSeconds(1));
            last = answer.get();
        }
        if (!expected.test(last)) {
            throw new AssertionError("not as expected on skipped time: " + last);
        }
        return last;
    }

    @Override
    public void close() {
        server.close();
    }
}
