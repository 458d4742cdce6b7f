package ai.torale.acceptance.host;

import static ai.torale.acceptance.server.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.Triggered;
import io.temporal.api.enums.v1.EventType;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@RealServer
class LifeIT {
    @Test
    void closing_waits_for_a_running_activity(Stage stage) throws Exception {
        Torale torale = stage.start();
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        stage.search().answers(request -> {
            asked.countDown();
            await(released);
            return SearchResult.met("yes");
        });
        Triggered check = stage.trigger(torale, task);
        asked.await();
        Thread closing = new Thread(torale::close);

        closing.start();
        eventually(Duration.ofSeconds(5), closing::getState, Thread.State.TIMED_WAITING::equals);
        released.countDown();
        closing.join();

        assertThat(stage.events(check, EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED))
                .hasSize(1);
    }

    @Test
    void closing_waits_no_longer_than_its_limit(Stage stage) throws Exception {
        Torale torale = stage.start(stage.torale().closeTimeout(Duration.ofMillis(300)));
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        stage.search().answers(request -> {
            asked.countDown();
            await(released);
            return SearchResult.met("yes");
        });
        Triggered held = stage.trigger(torale, task);
        asked.await();
        long before = System.nanoTime();

        torale.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        released.countDown();
        stage.stub(held).terminate("the test is over");
    }

    @Test
    @ResourceLock(Stage.DEFAULT_TASK_QUEUE)
    void the_default_task_queue_of_checks_and_worker_is_torale_workers(Stage stage) {
        MonitoringTask task = stage.task("gpu").build();

        // Tasks of other tests may stand on this queue as well: whoever asks is answered.
        try (Torale torale = Torale.builder(stage.client())
                .searchProvider(request -> SearchResult.met("yes"))
                .notifier("test", stage.notifier())
                .build()) {
            torale.start();
            torale.watch(task);
            Triggered check = stage.trigger(torale, task);

            assertThat(stage.report(check).outcome()).isEqualTo("notified");
            assertThat(stage.history(check).getHistory().getEvents(0).getWorkflowExecutionStartedEventAttributes())
                    .extracting(started -> started.getTaskQueue().getName())
                    .isEqualTo("torale-workers");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
