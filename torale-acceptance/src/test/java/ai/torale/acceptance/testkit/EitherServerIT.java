package ai.torale.acceptance.testkit;

import static ai.torale.search.SearchResult.met;
import static ai.torale.search.SearchResult.notMet;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.DevServer;
import ai.torale.acceptance.server.RealServer;
import ai.torale.notify.Notification;
import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import ai.torale.testkit.CheckStory;
import ai.torale.testkit.ToraleTestEnvironment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A test with a short schedule is the same on skipped time and on a real server. */
@RealServer
class EitherServerIT {
    @Test
    void the_same_test_has_the_same_end_on_both_servers(DevServer server) {
        List<String> skipped = aSecondCheckTells("skipped");

        List<String> real = aSecondCheckTells(server.target());

        assertThat(skipped)
                .containsExactly(
                        "changed",
                        "notified",
                        "[execute_grounded_search, compare_states, send_notification, complete_task]",
                        "499",
                        "true");
        assertThat(real).isEqualTo(skipped);
    }

    private static List<String> aSecondCheckTells(String server) {
        MonitoringTask task = MonitoringTask.builder("gpu", "@every 1s")
                .notifyBehavior(NotifyBehavior.ONCE)
                .build();
        try (ToraleTestEnvironment torale =
                ToraleTestEnvironment.builder().server(server).start()) {
            torale.search().answers(notMet("549")).always(met("499"));
            torale.watch(task);

            torale.advance(Duration.ofSeconds(4));

            List<CheckStory> checks = torale.checks(task);
            return List.of(
                    checks.get(0).outcome(),
                    checks.get(1).outcome(),
                    checks.get(1).stepNames().toString(),
                    torale.notifications().stream()
                            .map(Notification::answer)
                            .findFirst()
                            .orElse("nothing"),
                    String.valueOf(torale.schedule(task).orElseThrow().paused()));
        }
    }
}
