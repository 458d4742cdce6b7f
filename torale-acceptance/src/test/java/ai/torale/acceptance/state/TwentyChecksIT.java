package ai.torale.acceptance.state;

import static ai.torale.acceptance.server.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@RealServer
@Order(2)
class TwentyChecksIT {
    private static final List<String> STEPS = List.of(
            "fails", "unknown", "549", "549", "fails", "549", "499", "gone", "499", "unknown", "499", "499", "449",
            "gone", "fails", "449", "unknown", "399", "399", "349", "349");

    @Test
    void twenty_fires_of_every_kind_with_the_worker_killed_between_tell_each_change_once(Stage stage) throws Exception {
        Torale host = stage.torale().taskSource(id -> Optional.empty()).build();
        MonitoringTask task =
                MonitoringTask.builder(stage.id("gpu"), "@every 1s").build();
        try (PriceWorld world = new PriceWorld(STEPS)) {
            host.watch(task);
            WorkerProcess first = WorkerProcess.start(stage.server(), stage.taskQueue(), world.uri());
            try {
                eventually(Duration.ofMinutes(1), world::remaining, remaining -> remaining <= STEPS.size() - 11);
            } finally {
                first.kill();
            }
            WorkerProcess second = WorkerProcess.start(stage.server(), stage.taskQueue(), world.uri());
            try {
                eventually(Duration.ofMinutes(1), world::told, told -> told.size() >= 5 && world.remaining() == 0);
            } finally {
                host.unwatch(task.id());
                second.kill();
            }

            assertThat(world.told())
                    .extracting(PriceWorld.Told::answer)
                    .containsExactly("549", "499", "449", "399", "349");
            assertThat(world.told()).extracting(PriceWorld.Told::version).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(world.told()).extracting(PriceWorld.Told::key).doesNotHaveDuplicates();
        }
    }
}
