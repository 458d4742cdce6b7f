package ai.torale.testkit.docs;

// tag::imports
import static ai.torale.search.SearchResult.met;
import static ai.torale.task.NotifyBehavior.ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.notify.Notification;
import ai.torale.task.MonitoringTask;
import ai.torale.testkit.ToraleTest;
import ai.torale.testkit.ToraleTestEnvironment;
import java.time.Duration;
import org.junit.jupiter.api.Test;
// end::imports

class GpuTest {
    // tag::first
    @Test
    @ToraleTest
    void a_once_task_tells_the_first_match_and_then_falls_silent(ToraleTestEnvironment torale) {
        torale.search().answers(met("in stock")).answers(met("in stock, blue too"));
        torale.watch(
                MonitoringTask.builder("gpu", "0 9 * * *").notifyBehavior(ONCE).build());

        torale.advance(Duration.ofDays(2));

        assertThat(torale.notifications()).extracting(Notification::answer).containsExactly("in stock");
    }
    // end::first
}
