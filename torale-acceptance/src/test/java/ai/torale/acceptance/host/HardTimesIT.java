package ai.torale.acceptance.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.LifecycleException;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.TaskScheduleException;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.workflow.MonitoringActivities;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What happens in the middle of something else, and when parts or servers fail a host. */
@RealServer
class HardTimesIT {
    @Test
    void a_check_that_is_asking_while_its_task_is_unwatched_tells_nobody(Stage stage) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch unwatched = new CountDownLatch(1);
        Torale torale = stage.start();
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        stage.search().answers(request -> metAfter(asked, unwatched));
        Triggered triggered = stage.trigger(torale, task);
        asked.await();

        torale.unwatch(task.id());
        unwatched.countDown();

        assertThat(stage.report(triggered).outcome()).isEqualTo("no_state");
        assertThat(stage.notifier().attempts()).isEmpty();
    }

    @Test
    void a_provider_that_hangs_is_interrupted_and_frees_its_slot(Stage stage) {
        Torale torale = stage.start(stage.torale()
                .concurrentActivities(1)
                .activityOptions(
                        MonitoringActivities.SEARCH,
                        options -> options.setStartToCloseTimeout(Duration.ofSeconds(3))
                                .setRetryOptions(RetryOptions.newBuilder()
                                        .setMaximumAttempts(1)
                                        .build())));
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        stage.search().answers(HardTimesIT::hang).answers(SearchResult.met("499"));
        Triggered hanging = stage.trigger(torale, task);

        assertThatExceptionOfType(WorkflowFailedException.class)
                .isThrownBy(() -> stage.report(hanging))
                .withStackTraceContaining("interrupted");
        assertThat(stage.check(torale, task).outcome()).isEqualTo("notified");
    }

    @Test
    void a_namespace_that_does_not_exist_is_named(Stage stage) {
        Torale nowhere = stage.torale(WorkflowClient.newInstance(
                        stage.server().stubs(),
                        WorkflowClientOptions.newBuilder()
                                .setNamespace("nowhere")
                                .build()))
                .build();

        assertThatExceptionOfType(TaskScheduleException.class)
                .isThrownBy(() -> nowhere.watch(stage.task("gpu").build()))
                .withMessageContaining("nowhere")
                .satisfies(e -> assertThat(e.code()).isEqualTo("NAMESPACE_NOT_FOUND"));
        assertThatExceptionOfType(LifecycleException.class)
                .isThrownBy(nowhere::start)
                .withMessageContaining("nowhere");
        nowhere.close();
    }

    private static SearchResult metAfter(CountDownLatch asked, CountDownLatch unwatched) {
        asked.countDown();
        try {
            unwatched.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return SearchResult.met("499");
    }

    private static SearchResult hang(SearchRequest request) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return SearchResult.unknown("never");
    }
}
