package example;

import ai.torale.InvalidException;
import ai.torale.Secret;
import ai.torale.check.Baseline;
import ai.torale.check.Check;
import ai.torale.check.CheckRun;
import ai.torale.check.Outcome;
import ai.torale.search.SearchException;
import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.connection.ConnectionException;
import ai.torale.temporal.connection.TemporalConnection;
import ai.torale.temporal.Torale;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.Version;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Uses core and temporal as a host would, and fails when one does not do what it says. */
public final class Consumer {
    private Consumer() {}

    /** Without arguments it needs no server; with an address it watches a task there through one check. */
    public static void main(String[] arguments) throws Exception {
        MonitoringTask task = MonitoringTask.builder("gpu-price", "*/5 * * * *")
                .searchQuery("RTX price")
                .conditionDescription("below 500")
                .build();
        require("****".equals(Secret.of("s3cret").toString()), "a secret does not show");
        checkByHand(task);
        buildAHost();
        if (arguments.length > 0) {
            watch(arguments[0], task);
        }
        System.out.println("consumer: ok with temporal-sdk " + Version.LIBRARY_VERSION);
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

    private static void watch(String address, MonitoringTask task) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (TemporalConnection temporal = TemporalConnection.selfHosted(address)) {
            awaitServer(temporal);
            try (Torale torale = Torale.builder(temporal.client())
                    .searchProvider(request -> {
                        if (calls.incrementAndGet() == 2) {
                            throw SearchException.transientFailure("the shop hiccups once, after the preview");
                        }
                        return SearchResult.met("499").withState(Map.of("price", 499));
                    })
                    .notifier("queue", notification -> told.add(notification.answer()))
                    .build()) {
                torale.start();
                torale.watch(task);
                require(torale.preview(task).notification().isPresent(), "a first check would tell");
                torale.checkNow(task.id());
                require("499".equals(told.poll(30, TimeUnit.SECONDS)), "a check is run and told");
                require(torale.find(task.id()).isPresent(), "a watched task is found");
                require(torale.unwatch(task.id()), "a watched task is removed");
            }
        }
    }

    /** A server that was just started needs a moment. */
    private static void awaitServer(TemporalConnection temporal) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                temporal.verify();
                return;
            } catch (ConnectionException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(100);
            }
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
