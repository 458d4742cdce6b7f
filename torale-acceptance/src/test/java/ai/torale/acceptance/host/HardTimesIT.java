package ai.torale.acceptance.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.notify.DeliveryException;
import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.state.StateStore;
import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import ai.torale.temporal.LifecycleException;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.ScheduledTask;
import ai.torale.temporal.schedule.TaskScheduleException;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.workflow.MonitoringActivities;
import io.temporal.api.common.v1.Payload;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.common.RetryOptions;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import java.time.Duration;
import java.util.List;
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
    void a_store_is_not_written_by_a_check_whose_task_was_unwatched_while_it_asked(Stage stage) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch unwatched = new CountDownLatch(1);
        StateStore store = StateStore.inMemory();
        Torale torale = stage.start(stage.torale().stateStore(store));
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        stage.search().answers(request -> metAfter(asked, unwatched));
        Triggered triggered = stage.trigger(torale, task);
        asked.await();

        torale.unwatch(task.id());
        unwatched.countDown();

        assertThat(stage.report(triggered).outcome()).isEqualTo("skipped");
        assertThat(stage.notifier().attempts()).isEmpty();
        assertThat(store.find(task.id())).isEmpty();
    }

    @Test
    void a_once_task_that_is_edited_while_it_tells_goes_on_with_its_new_question(Stage stage) {
        Torale[] torale = new Torale[1];
        MonitoringTask edited = once(stage).searchQuery("the stock").build();
        torale[0] = stage.start(stage.torale().notifier("test", notification -> torale[0].watch(edited)));
        MonitoringTask task = once(stage).build();
        torale[0].watch(task);
        stage.search().answers(SearchResult.met("499")).answers(SearchResult.met("in stock"));

        String first = stage.check(torale[0], task).outcome();

        assertThat(first).isEqualTo("notified");
        assertThat(torale[0].find(task.id()).map(ScheduledTask::paused)).contains(false);
        assertThat(stage.check(torale[0], edited).outcome()).isEqualTo("notified");
    }

    @Test
    void a_once_task_whose_delivery_was_deferred_is_completed_by_the_next_check(Stage stage) {
        Torale torale = stage.start(stage.torale()
                .activityOptions(MonitoringActivities.SEND, options -> options.setRetryOptions(ONE_ATTEMPT)));
        MonitoringTask task = once(stage).build();
        torale.watch(task);
        stage.notifier().fails(DeliveryException.transientFailure("dark"));
        stage.search().answers(SearchResult.met("499")).answers(SearchResult.met("499"));
        assertThat(stage.check(torale, task).outcome()).isEqualTo("deferred");

        stage.check(torale, task);

        assertThat(torale.find(task.id()).map(ScheduledTask::paused)).contains(true);
    }

    @Test
    void a_provider_that_hangs_is_interrupted_and_frees_its_slot(Stage stage) {
        Torale torale = stage.start(stage.torale()
                .concurrentActivities(1)
                .activityOptions(
                        MonitoringActivities.SEARCH,
                        options -> options.setStartToCloseTimeout(Duration.ofSeconds(3))
                                .setRetryOptions(ONE_ATTEMPT)));
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
        Torale nowhere = stage.torale(client(stage, "nowhere", DefaultDataConverter.newDefaultInstance()))
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

    @Test
    void a_task_behind_a_retired_key_can_be_removed_and_watched_anew(Stage stage) {
        MonitoringTask task = stage.task("gpu").build();
        stage.torale().build().watch(task);
        CodecDataConverter retired =
                new CodecDataConverter(DefaultDataConverter.newDefaultInstance(), List.of(new LostKey()));
        Torale later = Torale.builder(client(stage, "default", DefaultDataConverter.newDefaultInstance()))
                .taskQueue(stage.taskQueue())
                .build();
        ScheduleManager schedules = ScheduleManager.builder(client(stage, "default", retired))
                .taskQueue(stage.taskQueue())
                .build();

        assertThat(schedules.find(task.id()).orElseThrow().task()).isEmpty();
        assertThat(schedules.delete(task.id())).isTrue();
        assertThat(later.find(task.id())).isEmpty();
    }

    private static final RetryOptions ONE_ATTEMPT =
            RetryOptions.newBuilder().setMaximumAttempts(1).build();

    private static WorkflowClient client(Stage stage, String namespace, DataConverter converter) {
        return WorkflowClient.newInstance(
                stage.server().stubs(),
                WorkflowClientOptions.newBuilder()
                        .setNamespace(namespace)
                        .setDataConverter(converter)
                        .build());
    }

    private static MonitoringTask.Builder once(Stage stage) {
        return stage.task("gpu").notifyBehavior(NotifyBehavior.ONCE);
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

    /** A codec whose key is gone. */
    private static final class LostKey implements PayloadCodec {
        @Override
        public List<Payload> encode(List<Payload> payloads) {
            return payloads;
        }

        @Override
        public List<Payload> decode(List<Payload> payloads) {
            throw new PayloadCodecException("key retired");
        }
    }
}
