package ai.torale.testkit;

import ai.torale.temporal.Torale;
import ai.torale.temporal.ToraleBuilder;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/** The server that a test runs on, and how time passes there. */
interface TestBed extends AutoCloseable {
    WorkflowClient client();

    ScheduleClient scheduleClient();

    InstantSource clock();

    /** What a Torale needs to stay out of other tests' way. */
    ToraleBuilder separate(ToraleBuilder builder);

    String taskQueue();

    /** Returns when everything that was due up to then has finished. */
    void advanceTo(Instant time, Torale torale, Collection<String> watched);

    /** The executions of this test in the order of their starts; those that its own worker began at least. */
    List<WorkflowExecution> executions(Witness witness);

    /** Leaves nothing behind that would go on after the test. */
    void tidy(Torale torale, Collection<String> watched);

    @Override
    void close();
}
