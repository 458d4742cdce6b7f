package ai.torale.testkit.library.state;

import static ai.torale.search.SearchException.permanentFailure;
import static ai.torale.search.SearchResult.unknown;
import static ai.torale.testkit.library.state.Prices.price;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.notify.Notification;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.workflow.CheckReport;
import ai.torale.testkit.RecordingNotifier;
import ai.torale.testkit.ScriptedSearch;
import ai.torale.testkit.server.SkippedTimeServer;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowTargetOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks after a result that the namespace's retention has removed before anybody asked for it. */
class LostStateTest {
    /** Its next fire is near, so nothing is picked up for it; paused, it never fires. */
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "@hourly").build();

    private static final Duration RETENTION = Duration.ofDays(1);

    private final SkippedTimeServer server = SkippedTimeServer.builder()
            .retention(RETENTION)
            .losesResultsAfterRetention(true)
            .start();
    private final ScriptedSearch search = new ScriptedSearch();
    private final RecordingNotifier notifier = new RecordingNotifier(server.clock());
    private final Torale torale = Torale.builder(server.client())
            .searchProvider(search)
            .notifier("test", notifier)
            .clock(server.clock())
            .build();

    @BeforeEach
    void lose() {
        torale.register(server.environment().newWorker("torale-workers"));
        server.environment().start();
        torale.watch(TASK);
        torale.pause("gpu", "triggers only");
        search.answers(price(549));
        assertThat(check()).isEqualTo("notified");
        server.advance(RETENTION.plusMinutes(1));
    }

    @AfterEach
    void close() {
        torale.close();
        server.close();
    }

    @Test
    void the_check_after_a_lost_state_is_normal_again_and_its_key_is_new() {
        search.answers(price(499)).answers(price(499)).answers(price(549));

        assertThat(check()).isEqualTo("state_lost");
        assertThat(check()).isEqualTo("unchanged");
        assertThat(check()).isEqualTo("notified");
        assertThat(notifier.notifications())
                .hasSize(2)
                .extracting(Notification::key)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_lost_state_stays_lost_until_a_check_concludes() {
        search.fails(permanentFailure("the page is gone"))
                .answers(unknown("no price"))
                .answers(price(499));

        assertThat(check()).isEqualTo("failed");
        assertThat(check()).isEqualTo("inconclusive");
        assertThat(check()).isEqualTo("state_lost");
        assertThat(notifier.notifications()).hasSize(1);
    }

    private String check() {
        Triggered check = torale.checkNow("gpu");
        WorkflowTargetOptions run = WorkflowTargetOptions.newBuilder()
                .setWorkflowId(check.workflowId().orElseThrow())
                .setRunId(check.runId().orElseThrow())
                .build();
        try {
            return server.client()
                    .newUntypedWorkflowStub(run)
                    .getResult(CheckReport.class)
                    .outcome();
        } catch (WorkflowFailedException e) {
            return "failed";
        }
    }
}
