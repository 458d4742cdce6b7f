package ai.torale.acceptance.check;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.notify.DeliveryException;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.workflow.CheckReport;
import ai.torale.temporal.workflow.Receipt;
import ai.torale.testkit.RecordingNotifier;
import io.temporal.common.RetryOptions;
import org.junit.jupiter.api.Test;

/** How one notification reaches several channels. */
@RealServer
class CheckChannelsIT {
    private final RecordingNotifier mail = new RecordingNotifier();
    private final RecordingNotifier chat = new RecordingNotifier();

    @Test
    void a_delivery_that_a_check_gives_up_is_made_by_a_workflow_of_its_own(Stage stage) {
        Torale torale = stage.start(stage.torale()
                .notifier("mail", mail)
                .notifier("chat", chat)
                .activityOptions(
                        "send_notification",
                        options -> options.setRetryOptions(
                                RetryOptions.newBuilder().setMaximumAttempts(1).build())));
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        stage.search().answers(SearchResult.met("499"));
        mail.fails(DeliveryException.transientFailure("the relay is down"));

        CheckReport report = stage.check(torale, task);

        assertThat(report.outcome()).isEqualTo("deferred");
        Receipt receipt = stage.client()
                .newUntypedWorkflowStub("delivery/" + task.id() + "/" + report.key() + "/mail")
                .getResult(Receipt.class);
        assertThat(receipt.channel()).isEqualTo("mail");
        assertThat(mail.notifications()).hasSize(1);
        assertThat(chat.attempts()).hasSize(1);
    }
}
