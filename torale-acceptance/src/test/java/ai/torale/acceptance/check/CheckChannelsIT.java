package ai.torale.acceptance.check;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.acceptance.wire.Wire;
import ai.torale.notify.DeliveryException;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.ToraleBuilder;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.workflow.CheckReport;
import ai.torale.temporal.workflow.Receipt;
import ai.torale.temporal.workflow.SendInput;
import ai.torale.testkit.RecordingNotifier;
import com.google.protobuf.util.Durations;
import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.common.RetryOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How one notification reaches several channels. */
@RealServer
class CheckChannelsIT {
    private final RecordingNotifier mail = new RecordingNotifier();
    private final RecordingNotifier chat = new RecordingNotifier();

    @Test
    void every_channel_is_told_by_an_activity_of_its_own(Stage stage) {
        Torale torale = stage.start(channels(stage));
        MonitoringTask task = met(stage, torale);

        Triggered triggered = stage.trigger(torale, task);

        stage.report(triggered);
        assertThat(CheckHistory.of(stage, triggered).activities("send_notification"))
                .extracting(CheckChannelsIT::channel)
                .containsExactly("chat", "mail", "test");
    }

    @Test
    void all_channels_are_told_at_the_same_time(Stage stage) {
        Torale torale = stage.start(channels(stage));
        MonitoringTask task = met(stage, torale);

        Triggered triggered = stage.trigger(torale, task);

        stage.report(triggered);
        assertThat(CheckHistory.of(stage, triggered).activities("send_notification"))
                .hasSize(3)
                .extracting(ActivityTaskScheduledEventAttributes::getWorkflowTaskCompletedEventId)
                .containsOnly(CheckHistory.of(stage, triggered)
                        .activity("send_notification")
                        .getWorkflowTaskCompletedEventId());
    }

    @Test
    void a_task_that_names_a_channel_tells_that_one_alone(Stage stage) {
        Torale torale = stage.start(channels(stage));
        MonitoringTask task = stage.task("gpu").channels(List.of("mail")).build();
        torale.watch(task);
        stage.search().answers(SearchResult.met("499"));

        stage.check(torale, task);

        assertThat(mail.notifications()).hasSize(1);
        assertThat(chat.attempts()).isEmpty();
        assertThat(stage.notifier().attempts()).isEmpty();
    }

    @Test
    void a_channel_that_fails_neither_blocks_nor_repeats_the_others(Stage stage) {
        Torale torale = stage.start(channels(stage));
        MonitoringTask task = met(stage, torale);
        mail.fails(DeliveryException.transientFailure("the relay is down"))
                .fails(DeliveryException.transientFailure("the relay is down"));

        CheckReport report = stage.check(torale, task);

        assertThat(report.outcome()).isEqualTo("notified");
        assertThat(mail.attempts()).hasSize(3);
        assertThat(chat.attempts()).hasSize(1);
        assertThat(stage.notifier().attempts()).hasSize(1);
    }

    @Test
    void every_attempt_on_every_channel_hands_in_the_same_notification(Stage stage) {
        Torale torale = stage.start(channels(stage));
        MonitoringTask task = met(stage, torale);
        mail.fails(DeliveryException.transientFailure("the relay is down"));

        stage.check(torale, task);

        assertThat(mail.attempts())
                .hasSize(2)
                .containsOnly(chat.notifications().get(0))
                .containsOnly(stage.notifier().notifications().get(0));
    }

    @Test
    void a_delivery_that_a_check_gives_up_is_made_by_a_workflow_of_its_own(Stage stage) {
        Torale torale = stage.start(channels(stage)
                .activityOptions(
                        "send_notification",
                        options -> options.setRetryOptions(
                                RetryOptions.newBuilder().setMaximumAttempts(1).build())));
        MonitoringTask task = met(stage, torale);
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

    @Test
    void a_deferred_delivery_has_the_json_of_the_activity_that_gave_up(Stage stage) {
        Torale torale = stage.start(channels(stage));
        MonitoringTask task = met(stage, torale);
        mail.fails(DeliveryException.permanentFailure("the mailbox is closed"));

        Triggered triggered = stage.trigger(torale, task);

        CheckReport report = stage.report(triggered);
        String workflowId = "delivery/" + task.id() + "/" + report.key() + "/mail";
        CheckHistory check = CheckHistory.of(stage, triggered);
        assertThat(CheckHistory.of(stage, workflowId).input())
                .isEqualTo(check.activities("send_notification")
                        .get(1)
                        .getInput()
                        .getPayloads(0)
                        .getData()
                        .toStringUtf8());
    }

    @Test
    void a_deferred_delivery_is_tried_for_72_hours_at_intervals_of_30_seconds_to_an_hour(Stage stage) {
        Torale torale = stage.start(channels(stage));
        MonitoringTask task = met(stage, torale);
        mail.fails(DeliveryException.permanentFailure("the mailbox is closed"));

        CheckReport report = stage.check(torale, task);

        String workflowId = "delivery/" + task.id() + "/" + report.key() + "/mail";
        stage.client().newUntypedWorkflowStub(workflowId).getResult(Receipt.class);
        ActivityTaskScheduledEventAttributes sending =
                CheckHistory.of(stage, workflowId).activity("send_notification");
        assertThat(sending.getScheduleToCloseTimeout()).isEqualTo(Durations.fromHours(72));
        assertThat(sending.getStartToCloseTimeout()).isEqualTo(Durations.fromSeconds(30));
        assertThat(sending.getRetryPolicy())
                .isEqualTo(RetryPolicy.newBuilder()
                        .setInitialInterval(Durations.fromSeconds(30))
                        .setMaximumInterval(Durations.fromHours(1))
                        .setBackoffCoefficient(2.0)
                        .build());
    }

    private ToraleBuilder channels(Stage stage) {
        return stage.torale().notifier("mail", mail).notifier("chat", chat);
    }

    private static MonitoringTask met(Stage stage, Torale torale) {
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        stage.search().answers(SearchResult.met("499"));
        return task;
    }

    private static String channel(ActivityTaskScheduledEventAttributes activity) {
        return Wire.read(activity.getInput().getPayloads(0).getData().toStringUtf8(), SendInput.class)
                .channel();
    }
}
