package ai.torale.benchmarks.testkit;

import ai.torale.search.SearchProvider;
import ai.torale.search.SearchResult;
import ai.torale.state.Commit;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.workflow.MonitoringWorkflow;
import ai.torale.temporal.workflow.TaskConfig;
import ai.torale.temporal.workflow.TaskFields;
import ai.torale.testkit.ToraleTestEnvironment;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.List;

/**
 * The same check from a schedule of the testkit, and without one as the yardstick.
 *
 * <p>It searches and compares, and has nothing to tell. Without a schedule no result is carried, so there the state
 * lies in a store.
 */
final class Bench {
    static final SearchProvider NOT_MET = request -> SearchResult.notMet("549");
    /** Of the testkit's worker. */
    private static final String TASK_QUEUE = "torale-workers";

    private static final MonitoringTask TASK =
            MonitoringTask.builder("bare", "@daily").build();

    private Bench() {}

    /** The testkit, with a search that any number of checks may call. */
    static ToraleTestEnvironment testkit(SearchProvider search) {
        return ToraleTestEnvironment.builder()
                .torale(torale -> torale.searchProvider(search))
                .start();
    }

    /** The testkit for checks without a schedule. */
    static ToraleTestEnvironment testkitWithStore(SearchProvider search) {
        return ToraleTestEnvironment.builder()
                .torale(torale -> torale.searchProvider(search).stateStore(store()))
                .start();
    }

    /** The SDK's own environment with the library's worker. It closes as quickly as it can. */
    static TestWorkflowEnvironment bare() {
        TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setShutdownCheckInterval(Duration.ofMillis(1))
                        .build())
                .build());
        Torale torale = Torale.builder(environment.getWorkflowClient())
                .searchProvider(NOT_MET)
                .notifier("test", notification -> {})
                .stateStore(store())
                .build();
        torale.register(environment.newWorker(TASK_QUEUE));
        environment.start();
        return environment;
    }

    /** Checks one after the other, each waited for, without a schedule. */
    static void check(WorkflowClient client, int times) {
        TaskConfig config = new TaskConfig(TASK.id(), "epoch", TaskFields.of(TASK));
        for (int i = 0; i < times; i++) {
            WorkflowOptions options = WorkflowOptions.newBuilder()
                    .setWorkflowId("bare-" + i)
                    .setTaskQueue(TASK_QUEUE)
                    .setWorkflowRunTimeout(Duration.ofMinutes(15))
                    .build();
            client.newWorkflowStub(MonitoringWorkflow.class, options).check(config);
        }
    }

    /** A check of a task that neither store nor schedule knows would end early. */
    private static StateStore store() {
        StateStore store = StateStore.inMemory();
        State known = State.builder("epoch", 1).build();
        store.commit(new Commit(TASK.id(), "before", 0, known, List.of()));
        return store;
    }
}
