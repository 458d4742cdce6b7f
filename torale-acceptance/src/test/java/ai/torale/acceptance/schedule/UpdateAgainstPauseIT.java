package ai.torale.acceptance.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.ScheduledTask;
import ai.torale.temporal.schedule.TaskScheduleException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * One host updates a schedule while another one pauses it.
 *
 * <p>{@code -Dtorale.schedules.races} is how often: 200 times in each build.
 */
@RealServer
class UpdateAgainstPauseIT {
    private static final int RACES = Integer.getInteger("torale.schedules.races", 200);
    private static final int AT_ONCE = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(2 * AT_ONCE);
    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void no_pause_is_lost_and_no_update_is_lost_in_silence(Stage stage) throws Exception {
        List<Callable<Void>> lanes = new ArrayList<>();
        for (int lane = 0; lane < AT_ONCE; lane++) {
            int first = lane;
            lanes.add(() -> {
                for (int race = first; race < RACES; race += AT_ONCE) {
                    race(stage, race);
                }
                return null;
            });
        }
        ExecutorService tracks = Executors.newFixedThreadPool(AT_ONCE);

        List<Future<Void>> ended = tracks.invokeAll(lanes);

        tracks.shutdown();
        threads.shutdown();
        for (Future<Void> lane : ended) {
            lane.get();
        }
        System.out.printf(
                "update against pause: %d races, 0 pauses lost, %d updates refused as concurrent%n",
                RACES, refused.get());
    }

    private void race(Stage stage, int number) {
        ScheduleManager schedules = ScheduleManager.builder(stage.client())
                .callTimeout(Duration.ofMinutes(1))
                .build();
        MonitoringTask task =
                MonitoringTask.builder(stage.id("gpu-" + number), "0 9 * * *").build();
        MonitoringTask later = MonitoringTask.builder(task.id(), "0 18 * * *").build();
        schedules.create(task);
        CyclicBarrier start = new CyclicBarrier(2);

        CompletableFuture<Boolean> update =
                CompletableFuture.supplyAsync(() -> updated(schedules, later, start), threads);
        CompletableFuture<Void> pause = CompletableFuture.runAsync(() -> pause(schedules, task, start), threads);
        boolean updated = update.join();
        pause.join();

        ScheduledTask found = schedules.find(task.id()).orElseThrow();
        assertThat(found.paused()).as("race %s", number).isTrue();
        assertThat(found.note()).as("race %s", number).isEqualTo("sold out");
        assertThat(found.cron()).as("race %s", number).isEqualTo(updated ? "0 18 * * *" : "0 9 * * *");
    }

    private boolean updated(ScheduleManager schedules, MonitoringTask later, CyclicBarrier start) {
        await(start);
        try {
            schedules.update(later);
            return true;
        } catch (TaskScheduleException e) {
            assertThat(e.code()).isEqualTo("CONCURRENT_MODIFICATION");
            refused.incrementAndGet();
            return false;
        }
    }

    private static void pause(ScheduleManager schedules, MonitoringTask task, CyclicBarrier start) {
        await(start);
        schedules.pause(task.id(), "sold out");
    }

    private static void await(CyclicBarrier start) {
        try {
            start.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
