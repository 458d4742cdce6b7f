package example;

import ai.torale.InvalidException;
import ai.torale.Secret;
import ai.torale.check.Baseline;
import ai.torale.check.Check;
import ai.torale.check.CheckRun;
import ai.torale.check.Outcome;
import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.time.Instant;
import java.util.Map;

/** Uses core and temporal as a host would, without a server, and fails when one does not do what it says. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] arguments) {
        MonitoringTask task = MonitoringTask.builder("gpu-price", "*/5 * * * *")
                .searchQuery("RTX price")
                .conditionDescription("below 500")
                .build();
        require("****".equals(Secret.of("s3cret").toString()), "a secret does not show");
        checkByHand(task);
        buildAHost();
        System.out.println("consumer: ok");
    }

    private static void checkByHand(MonitoringTask task) {
        Instant now = Instant.parse("2026-01-15T09:00:00Z");
        Check check = Check.builder()
                .searchProvider(Check.DEFAULT_PROVIDER, request -> SearchResult.met("499").withState(Map.of("price", 499)))
                .build();
        SearchResult result = check.search(SearchRequest.of(task, now, now.plusSeconds(60)));
        Outcome outcome =
                check.evaluate(new CheckRun(task, "e1", "c1", now), result, Baseline.none()).outcome();
        require(outcome == Outcome.NOTIFIED, "a first check whose condition is met tells");
    }

    private static void buildAHost() {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:1").build());
        WorkflowClient client = WorkflowClient.newInstance(stubs);
        try (Torale torale = Torale.builder(client)
                .searchProvider(request -> SearchResult.notMet("549"))
                .notifier("console", notification -> System.out.println(notification.answer()))
                .build()) {
            torale.register(WorkerFactory.newInstance(client).newWorker("torale-workers"));
            require(refusesNonsense(client), "a wrong setting is refused");
        } finally {
            stubs.shutdownNow();
        }
    }

    private static boolean refusesNonsense(WorkflowClient client) {
        try {
            Torale.builder(client).scope("a b").concurrentActivities(0).build();
            return false;
        } catch (InvalidException e) {
            return e.problems().size() == 2;
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalStateException(rule);
        }
    }
}
