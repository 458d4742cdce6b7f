package ai.torale.acceptance.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.notify.DeliveryException;
import ai.torale.search.SearchException;
import ai.torale.search.SearchResult;
import ai.torale.state.Commit;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import ai.torale.temporal.Torale;
import ai.torale.temporal.ToraleBuilder;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.workflow.CheckReport;
import ai.torale.temporal.workflow.CompareInput;
import ai.torale.temporal.workflow.CompareOutput;
import ai.torale.temporal.workflow.MonitoringWorkflow;
import ai.torale.temporal.workflow.Receipt;
import ai.torale.temporal.workflow.TaskConfig;
import ai.torale.temporal.workflow.TaskFields;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Records one history for each way in which a check can end. No part of the suite: it runs when it is named, by the
 * command in the folder's README.
 */
@RealServer
class RecordHistories {
    private static final String QUEUE = "recorded";

    @Test
    void skipped(Stage stage) {
        Torale torale = started(stage, builder -> builder.taskSource(id -> Optional.empty()));

        record(stage, torale, task("skipped"), "skipped");
    }

    @Test
    void no_state(Stage stage) {
        started(stage, builder -> builder);
        MonitoringTask task = task("no_state");
        stage.search().answers(price(499));
        WorkflowClient client = client(stage);

        CheckReport report = client.newWorkflowStub(
                        MonitoringWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId("task-no_state")
                                .setTaskQueue(QUEUE)
                                .build())
                .check(new TaskConfig(task.id(), "by hand", TaskFields.of(task)));

        assertThat(report.outcome()).isEqualTo("no_state");
        RecordedHistories.keep("no_state", client.fetchHistory("task-no_state"));
    }

    @Test
    void state_lost(Stage stage) {
        Torale torale = started(
                stage,
                builder -> builder.activities(library -> new WrappedActivities(library) {
                    @Override
                    public CompareOutput compareStates(CompareInput input) {
                        CompareOutput output = super.compareStates(input);
                        return !output.firstCheck() || output.outcome().equals("state_lost")
                                ? output
                                : new CompareOutput(output.outcome(), true, true, "", null, null, List.of());
                    }
                }));
        stage.search().answers(price(549)).answers(price(499));

        recordSecond(stage, torale, task("state_lost"), "state_lost");
    }

    @Test
    void inconclusive(Stage stage) {
        Torale torale = started(stage, builder -> builder);
        stage.search().answers(price(549)).answers(SearchResult.unknown("no price on the page"));

        recordSecond(stage, torale, task("inconclusive"), "inconclusive");
    }

    @Test
    void unchanged(Stage stage) {
        Torale torale = started(stage, builder -> builder);
        stage.search().answers(price(549)).answers(price(549));

        recordSecond(stage, torale, task("unchanged"), "unchanged");
    }

    @Test
    void changed(Stage stage) {
        Torale torale = started(stage, builder -> builder);
        stage.search().answers(price(549)).answers(price(539));

        recordSecond(stage, torale, task("changed"), "changed");
    }

    @Test
    void notified(Stage stage) {
        Torale torale = started(stage, builder -> builder.notifier("other", stage.notifier()));
        stage.search().answers(price(549)).answers(price(499));

        recordSecond(stage, torale, task("notified"), "notified");
    }

    @Test
    void completed(Stage stage) {
        MonitoringTask task = task("completed").toBuilder()
                .notifyBehavior(NotifyBehavior.ONCE)
                .build();
        Torale torale = started(stage, builder -> builder.taskSource(id -> Optional.of(task)));
        stage.search().answers(price(499));

        record(stage, torale, task, "notified");
    }

    @Test
    void deferred_and_its_delivery(Stage stage) {
        Torale torale = started(
                stage,
                builder -> builder.notifier("other", notification -> {})
                        .activityOptions(
                                "send_notification",
                                options -> options.setRetryOptions(RetryOptions.newBuilder()
                                        .setMaximumAttempts(1)
                                        .build())));
        stage.search().answers(price(499));
        stage.notifier().fails(DeliveryException.transientFailure("the receiver is down"));

        CheckReport report = record(stage, torale, task("deferred"), "deferred");

        String delivery = "delivery/deferred/" + report.key() + "/test";
        client(stage).newUntypedWorkflowStub(delivery).getResult(Receipt.class);
        RecordedHistories.keep("delivery", client(stage).fetchHistory(delivery));
    }

    @Test
    void superseded(Stage stage) {
        StateStore store = StateStore.inMemory();
        Torale torale = started(
                stage,
                builder -> builder.stateStore(store).semanticComparison((task, previous, next) -> {
                    State faster =
                            previous.toBuilder().version(previous.version() + 1).build();
                    store.commit(new Commit(task.id(), "another check", previous.version(), faster, List.of()));
                    return false;
                }));
        stage.search().answers(price(549)).answers(price(499));

        recordSecond(stage, torale, task("superseded"), "superseded");
    }

    @Test
    void rate_limited(Stage stage) {
        Torale torale = started(stage, builder -> builder);
        stage.search().fails(SearchException.rateLimited(Duration.ofSeconds(500), "too many questions"));

        record(stage, torale, task("rate_limited"), "rate_limited");
    }

    @Test
    void too_large(Stage stage) {
        Torale torale = started(stage, builder -> builder);
        stage.search().answers(price(549)).fails(SearchException.tooLarge("the answer takes 300,000 bytes"));

        recordSecond(stage, torale, task("too_large"), "too_large");
    }

    @Test
    void failed(Stage stage) {
        Torale torale = started(stage, builder -> builder);
        stage.search().fails(SearchException.permanentFailure("no such page"));
        MonitoringTask task = task("failed");
        torale.watch(task);

        Triggered triggered = stage.trigger(torale, task);

        assertThatThrownBy(() -> stage.report(triggered)).isInstanceOf(WorkflowFailedException.class);
        RecordedHistories.keep("failed", stage.history(triggered));
    }

    private static Torale started(Stage stage, UnaryOperator<ToraleBuilder> parts) {
        return stage.start(parts.apply(stage.torale(client(stage)).taskQueue(QUEUE)));
    }

    /** A client whose name, which stands in many events, is the same on every machine. */
    private static WorkflowClient client(Stage stage) {
        return WorkflowClient.newInstance(
                stage.server().stubs(),
                WorkflowClientOptions.newBuilder().setIdentity("recorder").build());
    }

    private static MonitoringTask task(String name) {
        return MonitoringTask.builder(name, "0 0 1 1 *")
                .searchQuery("the price of the card")
                .conditionDescription("below 500")
                .build();
    }

    private static SearchResult price(int price) {
        String answer = price + " €";
        return (price < 500 ? SearchResult.met(answer) : SearchResult.notMet(answer)).withState(Map.of("price", price));
    }

    private static void recordSecond(Stage stage, Torale torale, MonitoringTask task, String outcome) {
        torale.watch(task);
        stage.check(torale, task);
        record(stage, torale, task, outcome);
    }

    private static CheckReport record(Stage stage, Torale torale, MonitoringTask task, String outcome) {
        torale.watch(task);
        Triggered triggered = stage.trigger(torale, task);
        CheckReport report = Objects.requireNonNull(stage.report(triggered));
        assertThat(report.outcome()).isEqualTo(outcome);
        RecordedHistories.keep(task.id(), stage.history(triggered));
        return report;
    }
}
