package ai.torale.acceptance.testkit.parity;

import io.temporal.client.WorkflowClient;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One of the two servers, with a worker for {@link Errand}. */
interface Side extends AutoCloseable {
    WorkflowClient client();

    String queue();

    Instant now();

    /** The answer as soon as it is as expected; time passes meanwhile. */
    <T> T until(Supplier<T> answer, Predicate<T> expected);

    @Override
    void close();
}
