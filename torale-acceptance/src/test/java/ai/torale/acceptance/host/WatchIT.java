package ai.torale.acceptance.host;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.RecentCheck;
import ai.torale.temporal.schedule.ScheduledTask;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.schedule.Written;
import ai.torale.temporal.workflow.MonitoringActivities;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@RealServer
class WatchIT {
    @Test
    void hosts_that_watch_at_once_agree_on_one_schedule(Stage stage) {
        MonitoringTask task = stage.task("gpu").build();

        List<CompletableFuture<Written>> hosts = Stream.generate(
                        () -> stage.torale().build())
                .limit(4)
                .map(torale -> CompletableFuture.supplyAsync(() -> torale.watch(task)))
                .toList();

        assertThat(hosts.stream().map(CompletableFuture::join))
                .containsOnlyOnce(Written.CREATED)
                .doesNotContain(Written.UPDATED);
    }

    @Test
    void a_check_now_names_its_run_and_a_second_one_names_the_running_one(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        CountDownLatch seen = new CountDownLatch(1);
        stage.search().answers(request -> awaited(seen, price(499)));

        Triggered first = torale.checkNow(task.id());
        Triggered second = torale.checkNow(task.id());
        seen.countDown();

        assertThat(first.status()).isEqualTo(Triggered.Status.STARTED);
        assertThat(stage.report(first).checkId()).isEqualTo(first.runId().orElseThrow());
        assertThat(second.status()).isEqualTo(Triggered.Status.ALREADY_RUNNING);
        assertThat(second.runId()).isEqualTo(first.runId());
        assertThat(second.workflowId()).isEqualTo(first.workflowId());
    }

    @Test
    void what_is_found_is_the_schedule_as_the_server_holds_it(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = MonitoringTask.builder(stage.id("gpu"), "0 9 * * *")
                .timeZone("Europe/Paris")
                .name("A GPU")
                .userId("ada")
                .searchQuery("the price of a GPU")
                .conditionDescription("below 500")
                .notifyBehavior(NotifyBehavior.ALWAYS)
                .channels("test")
                .attributes(Map.of("url", "https://shop.example/gpu"))
                .build();
        torale.watch(task);
        stage.search().answers(price(499));
        Triggered run = stage.trigger(torale, task);
        stage.report(run);

        ScheduledTask found = torale.find(task.id()).orElseThrow();

        assertThat(found.task()).contains(task);
        assertThat(found.taskId()).isEqualTo(task.id());
        assertThat(found.scheduleId()).isEqualTo("task-" + task.id());
        assertThat(found.cron()).isEqualTo("0 9 * * *");
        assertThat(found.timeZone()).isEqualTo(task.timeZone().getId());
        assertThat(found.epoch()).isNotBlank();
        assertThat(found.paused()).isFalse();
        assertThat(found.note()).isEmpty();
        assertThat(found.nextTimes()).isSorted().isNotEmpty().allMatch(time -> time.isAfter(found.createdAt()));
        assertThat(found.running()).isEmpty();
        assertThat(found.recent())
                .extracting(RecentCheck::runId)
                .containsExactly(run.runId().orElseThrow());
    }

    @Test
    void a_once_task_tells_once_and_stays_silent_until_it_asks_something_else(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = once(stage, "the price");
        torale.watch(task);
        stage.search().answers(price(499)).answers(price(449)).answers(price(399));
        assertThat(stage.check(torale, task).outcome()).isEqualTo("notified");

        ScheduledTask told = torale.find(task.id()).orElseThrow();
        assertThat(told.paused()).isTrue();
        assertThat(told.note()).startsWith(MonitoringActivities.COMPLETED_NOTE);
        assertThat(torale.watch(task)).isEqualTo(Written.UNCHANGED);
        assertThat(torale.find(task.id()).map(ScheduledTask::paused)).contains(true);
        assertThat(stage.check(torale, task).outcome()).isEqualTo("changed");

        assertThat(torale.watch(once(stage, "the stock"))).isEqualTo(Written.UPDATED);
        assertThat(torale.find(task.id()).map(ScheduledTask::paused)).contains(false);
        assertThat(stage.check(torale, task).outcome()).isEqualTo("notified");
    }

    private static MonitoringTask once(Stage stage, String query) {
        return stage.task("gpu")
                .notifyBehavior(NotifyBehavior.ONCE)
                .searchQuery(query)
                .build();
    }

    private static SearchResult price(int price) {
        return SearchResult.met("it costs " + price).withState(Map.of("price", price));
    }

    private static SearchResult awaited(CountDownLatch latch, SearchResult result) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return result;
    }
}
