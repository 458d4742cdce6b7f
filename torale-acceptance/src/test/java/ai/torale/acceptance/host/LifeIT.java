package ai.torale.acceptance.host;

import static ai.torale.acceptance.server.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.torale.InvalidException;
import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.LifecycleException;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.Triggered;
import io.temporal.api.enums.v1.EventType;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@RealServer
class LifeIT {
    @Test
    void starting_twice_or_after_close_is_refused_and_closing_twice_is_not(Stage stage) {
        Torale torale = stage.start();

        assertCode("ALREADY_STARTED", torale::start);
        torale.close();
        torale.close();
        assertCode("CLOSED", torale::start);
    }

    @Test
    void closing_what_was_never_started_does_nothing(Stage stage) {
        Torale torale = stage.torale().build();

        torale.close();

        assertThat(torale.find(stage.id("gpu"))).isEmpty();
        assertCode("CLOSED", torale::start);
    }

    @Test
    void a_worker_takes_the_registration_once(Stage stage) {
        Torale torale = stage.torale().build();
        WorkerFactory factory = WorkerFactory.newInstance(stage.client());
        Worker worker = factory.newWorker(stage.taskQueue());
        torale.register(worker);

        assertCode("ALREADY_REGISTERED", () -> torale.register(worker));
        torale.close();
        assertCode("CLOSED", () -> torale.register(factory.newWorker(stage.taskQueue() + "-2")));
        factory.shutdownNow();
    }

    @Test
    void a_host_without_provider_and_notifier_watches_but_starts_no_worker(Stage stage) {
        Torale web = Torale.builder(stage.client()).taskQueue(stage.taskQueue()).build();
        MonitoringTask task = stage.task("gpu").build();

        web.watch(task);

        assertThat(web.find(task.id())).isPresent();
        assertThatThrownBy(web::start)
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("PROVIDER_MISSING")
                .hasMessageContaining("NOTIFIER_MISSING");
    }

    @Test
    void closing_leaves_the_hosts_own_worker_and_client_running(Stage stage) {
        Torale torale = stage.torale().build();
        MonitoringTask task = stage.task("gpu").build();
        WorkerFactory factory = WorkerFactory.newInstance(stage.client());
        torale.register(factory.newWorker(stage.taskQueue()));
        factory.start();
        torale.watch(task);
        stage.search().answers(SearchResult.met("yes")).answers(SearchResult.met("yes"));
        stage.check(torale, task);

        torale.close();

        assertThat(factory.isShutdown()).isFalse();
        assertThat(stage.check(torale, task).outcome()).isEqualTo("unchanged");
        factory.shutdownNow();
    }

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
    void a_worker_runs_ten_activities_at_once(Stage stage) throws Exception {
        Torale torale = stage.start();
        AtomicInteger running = new AtomicInteger();
        CountDownLatch ten = new CountDownLatch(10);
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger most = new AtomicInteger();
        List<Triggered> checks = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            stage.search().answers(request -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                ten.countDown();
                await(released);
                running.decrementAndGet();
                return SearchResult.notMet("no");
            });
        }

        for (int i = 0; i < 12; i++) {
            MonitoringTask task = stage.task("gpu-" + i).build();
            torale.watch(task);
            checks.add(stage.trigger(torale, task));
        }
        ten.await();
        released.countDown();
        checks.forEach(stage::report);

        assertThat(most).hasValue(10);
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

    @Test
    void two_scopes_in_one_namespace_do_not_meet(Stage stage) {
        Torale staging = stage.start(stage.torale().scope("staging"));
        Torale production = stage.torale().scope("production").build();
        MonitoringTask task = stage.task("gpu").build();
        stage.search().answers(SearchResult.met("yes"));

        staging.watch(task);

        assertThat(production.find(task.id())).isEmpty();
        assertThat(production.unwatch(task.id())).isFalse();
        assertThat(stage.trigger(staging, task).workflowId().orElseThrow()).startsWith("staging.task-" + task.id());
    }

    private static void assertCode(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        LifecycleException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
