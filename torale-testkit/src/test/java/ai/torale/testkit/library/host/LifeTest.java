package ai.torale.testkit.library.host;

import static ai.torale.search.SearchResult.met;
import static ai.torale.search.SearchResult.notMet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.torale.InvalidException;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.LifecycleException;
import ai.torale.temporal.Torale;
import ai.torale.temporal.ToraleBuilder;
import ai.torale.testkit.CheckStory;
import ai.torale.testkit.ToraleTest;
import ai.torale.testkit.ToraleTestEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host that is started and closed, or lends its worker, beside that of the environment. */
@ToraleTest
class LifeTest {
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "@daily").build();

    private ToraleTestEnvironment torale;

    @BeforeEach
    void prepare(ToraleTestEnvironment environment) {
        torale = environment;
    }

    @Test
    void starting_twice_or_after_close_is_refused_and_closing_twice_is_not() {
        Torale host = host().build();
        host.start();

        assertCode("ALREADY_STARTED", host::start);
        host.close();
        host.close();
        assertCode("CLOSED", host::start);
    }

    @Test
    void closing_what_was_never_started_does_nothing() {
        Torale host = host().build();

        host.close();

        assertThat(host.find("gpu")).isEmpty();
        assertCode("CLOSED", host::start);
    }

    @Test
    void a_worker_takes_the_registration_once() {
        Torale host = host().build();
        WorkerFactory workers = WorkerFactory.newInstance(torale.client());
        Worker worker = workers.newWorker("host");
        host.register(worker);

        assertCode("ALREADY_REGISTERED", () -> host.register(worker));
        host.close();
        assertCode("CLOSED", () -> host.register(workers.newWorker("host-2")));
        workers.shutdownNow();
    }

    @Test
    void a_host_without_provider_and_notifier_watches_but_starts_no_worker() {
        Torale web = Torale.builder(torale.client()).build();

        web.watch(TASK);

        assertThat(web.find("gpu")).isPresent();
        assertThatThrownBy(web::start)
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("PROVIDER_MISSING")
                .hasMessageContaining("NOTIFIER_MISSING");
    }

    @Test
    void closing_leaves_the_hosts_own_worker_and_client_running() {
        torale.search().always(met("yes"));
        torale.watch(TASK);
        torale.advance(Duration.ofDays(1));

        torale.torale().close();

        torale.advance(Duration.ofDays(1));
        assertThat(torale.checks(TASK)).extracting(CheckStory::outcome).containsExactly("notified", "unchanged");
    }

    @Test
    void a_worker_runs_ten_activities_at_once() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch ten = new CountDownLatch(10);
        CountDownLatch released = new CountDownLatch(1);
        torale.search().always(request -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            ten.countDown();
            await(released);
            running.decrementAndGet();
            return notMet("no");
        });
        try (Torale host = host().build()) {
            host.start();
            IntStream.range(0, 12).forEach(i -> check(host, "gpu-" + i));

            ten.await();
            released.countDown();
            torale.advance(Duration.ZERO);
        }

        assertThat(most).hasValue(10);
        assertThat(torale.search().requests()).hasSize(12);
    }

    private static void check(Torale host, String id) {
        host.watch(MonitoringTask.builder(id, "@daily").build());
        host.checkNow(id);
    }

    private ToraleBuilder host() {
        return Torale.builder(torale.client())
                .searchProvider(torale.search())
                .notifier("test", torale.notifier())
                .clock(torale.clock())
                .taskQueue("host");
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
