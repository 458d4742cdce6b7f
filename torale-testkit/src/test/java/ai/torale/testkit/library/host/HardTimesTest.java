package ai.torale.testkit.library.host;

import static ai.torale.notify.DeliveryException.permanentFailure;
import static ai.torale.search.SearchResult.met;
import static ai.torale.testkit.ToraleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.state.StateStore;
import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import ai.torale.temporal.Torale;
import ai.torale.temporal.ToraleBuilder;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.Written;
import ai.torale.testkit.CheckStory;
import ai.torale.testkit.ToraleTest;
import ai.torale.testkit.ToraleTestEnvironment;
import io.temporal.api.common.v1.Payload;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What happens in the middle of something else. */
class HardTimesTest {
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "@daily").searchQuery("the price").build();
    private static final MonitoringTask ONCE =
            TASK.toBuilder().notifyBehavior(NotifyBehavior.ONCE).build();
    private static final Duration A_DAY = Duration.ofDays(1);

    @Test
    void a_check_that_is_asking_while_its_task_is_unwatched_tells_nobody() {
        try (ToraleTestEnvironment torale = ToraleTestEnvironment.start()) {
            torale.search().answers(request -> metAfterUnwatching(torale, request));
            torale.watch(TASK);

            torale.advance(A_DAY);

            assertThat(torale.checks(TASK).get(0)).hasOutcome("no_state");
            assertThat(torale.notifier().attempts()).isEmpty();
        }
    }

    @Test
    void a_store_is_not_written_by_a_check_whose_task_was_unwatched_while_it_asked() {
        StateStore store = StateStore.inMemory();
        try (ToraleTestEnvironment torale = with(builder -> builder.stateStore(store))) {
            torale.search().answers(request -> metAfterUnwatching(torale, request));
            torale.watch(TASK);

            torale.advance(A_DAY);

            assertThat(torale.checks(TASK).get(0)).hasOutcome("skipped");
            assertThat(torale.notifier().attempts()).isEmpty();
            assertThat(store.find("gpu")).isEmpty();
        }
    }

    @Test
    void a_once_task_that_is_edited_while_it_tells_goes_on_with_its_new_question() {
        AtomicReference<Torale> host = new AtomicReference<>();
        MonitoringTask edited = ONCE.toBuilder().searchQuery("the stock").build();
        try (ToraleTestEnvironment torale = with(
                builder -> builder.notifier("edit", notification -> host.get().watch(edited)))) {
            host.set(torale.torale());
            torale.search().answers(met("499")).answers(met("in stock"));
            torale.watch(ONCE);
            torale.advance(A_DAY);
            assertThat(torale.schedule(ONCE).orElseThrow()).isActive();

            torale.advance(A_DAY);

            assertThat(torale.checks(ONCE)).extracting(CheckStory::outcome).containsExactly("notified", "notified");
        }
    }

    @Test
    @ToraleTest
    void a_once_task_whose_delivery_was_deferred_is_completed_by_the_next_check(ToraleTestEnvironment torale) {
        torale.notifier().fails(permanentFailure("the mailbox is full"));
        torale.search().always(met("499"));
        torale.watch(ONCE);
        torale.advance(A_DAY);
        assertThat(torale.checks(ONCE).get(0)).hasOutcome("deferred");
        assertThat(torale.schedule(ONCE).orElseThrow()).isActive();

        torale.advance(A_DAY);

        assertThat(torale.schedule(ONCE).orElseThrow()).isCompleted();
    }

    @Test
    @ToraleTest
    void a_task_behind_a_retired_key_can_be_removed_and_watched_anew(ToraleTestEnvironment torale) {
        torale.watch(TASK);
        ScheduleManager retired = ScheduleManager.builder(WorkflowClient.newInstance(
                        torale.client().getWorkflowServiceStubs(),
                        WorkflowClientOptions.newBuilder(torale.client().getOptions())
                                .setDataConverter(new CodecDataConverter(
                                        DefaultDataConverter.newDefaultInstance(), List.of(new LostKey())))
                                .build()))
                .build();

        assertThat(retired.find("gpu").orElseThrow().task()).isEmpty();
        assertThat(retired.delete("gpu")).isTrue();
        assertThat(torale.schedule(TASK)).isEmpty();
        assertThat(torale.watch(TASK)).isEqualTo(Written.CREATED);
    }

    private static ToraleTestEnvironment with(UnaryOperator<ToraleBuilder> settings) {
        return ToraleTestEnvironment.builder().torale(settings).start();
    }

    private static SearchResult metAfterUnwatching(ToraleTestEnvironment torale, SearchRequest request) {
        torale.torale().unwatch(request.task().id());
        return met("499");
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
