package ai.torale.testkit.library.check;

import static ai.torale.notify.DeliveryException.permanentFailure;
import static ai.torale.notify.DeliveryException.transientFailure;
import static ai.torale.search.SearchResult.met;
import static ai.torale.testkit.ToraleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.task.MonitoringTask;
import ai.torale.temporal.workflow.MonitoringActivities;
import ai.torale.temporal.workflow.Receipt;
import ai.torale.testkit.CheckStory;
import ai.torale.testkit.RecordingNotifier;
import ai.torale.testkit.ToraleTest;
import ai.torale.testkit.ToraleTestEnvironment;
import ai.torale.testkit.library.Recorded;
import com.google.protobuf.util.Durations;
import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.common.WorkflowExecutionHistory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How one notification reaches several channels. */
@ToraleTest(channels = {"test", "mail", "chat"})
class CheckChannelsTest {
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "@daily").build();

    private RecordingNotifier mail;
    private RecordingNotifier chat;

    @BeforeEach
    void channels(ToraleTestEnvironment torale) {
        mail = torale.notifier("mail");
        chat = torale.notifier("chat");
    }

    @Test
    void every_channel_is_told_by_an_activity_of_its_own(ToraleTestEnvironment torale) {
        CheckStory check = told(torale, TASK);

        assertThat(check.steps())
                .filteredOn(step -> step.activityType().equals(MonitoringActivities.SEND))
                .extracting(CheckStory.Step::input)
                .satisfiesExactly(
                        input -> assertThat(input).contains("\"channel\":\"chat\""),
                        input -> assertThat(input).contains("\"channel\":\"mail\""),
                        input -> assertThat(input).contains("\"channel\":\"test\""));
    }

    @Test
    void all_channels_are_told_at_the_same_time(ToraleTestEnvironment torale) {
        CheckStory check = told(torale, TASK);

        assertThat(Recorded.activities(check, MonitoringActivities.SEND))
                .hasSize(3)
                .extracting(ActivityTaskScheduledEventAttributes::getWorkflowTaskCompletedEventId)
                .containsOnly(Recorded.activities(check, MonitoringActivities.SEND)
                        .get(0)
                        .getWorkflowTaskCompletedEventId());
    }

    @Test
    void a_task_that_names_a_channel_tells_that_one_alone(ToraleTestEnvironment torale) {
        told(torale, TASK.toBuilder().channels("mail").build());

        assertThat(mail.notifications()).hasSize(1);
        assertThat(chat.attempts()).isEmpty();
        assertThat(torale.notifier().attempts()).isEmpty();
    }

    @Test
    void a_channel_that_fails_neither_blocks_nor_repeats_the_others(ToraleTestEnvironment torale) {
        mail.fails(transientFailure("the relay is down")).fails(transientFailure("the relay is down"));

        CheckStory check = told(torale, TASK);

        assertThat(check).notified();
        assertThat(mail.attempts()).hasSize(3);
        assertThat(chat.attempts()).hasSize(1);
        assertThat(torale.notifier().attempts()).hasSize(1);
    }

    @Test
    void every_attempt_on_every_channel_hands_in_the_same_notification(ToraleTestEnvironment torale) {
        mail.fails(transientFailure("the relay is down"));

        told(torale, TASK);

        assertThat(mail.attempts())
                .hasSize(2)
                .containsOnly(chat.notifications().get(0))
                .containsOnly(torale.notifications().get(0));
    }

    @Test
    void a_delivery_that_a_check_gives_up_is_made_by_a_workflow_of_its_own(ToraleTestEnvironment torale) {
        for (int i = 0; i < 3; i++) {
            mail.fails(transientFailure("the relay is down"));
        }

        CheckStory check = told(torale, TASK);

        assertThat(check).hasOutcome("deferred");
        assertThat(mail.attempts()).hasSize(4);
        assertThat(torale.client()
                        .newUntypedWorkflowStub(deliveryByMail(check))
                        .getResult(Receipt.class)
                        .channel())
                .isEqualTo("mail");
        assertThat(mail.notifications()).hasSize(1);
        assertThat(chat.attempts()).hasSize(1);
    }

    @Test
    void a_deferred_delivery_has_the_json_of_the_activity_that_gave_up(ToraleTestEnvironment torale) {
        mail.fails(permanentFailure("the mailbox is full"));

        CheckStory check = told(torale, TASK);

        WorkflowExecutionHistory delivery = torale.client().fetchHistory(deliveryByMail(check));
        List<ActivityTaskScheduledEventAttributes> sent = Recorded.activities(check, MonitoringActivities.SEND);
        assertThat(Recorded.input(delivery)).isEqualTo(Recorded.text(sent.get(1).getInput()));
    }

    @Test
    void a_deferred_delivery_is_tried_for_72_hours_at_intervals_of_30_seconds_to_an_hour(ToraleTestEnvironment torale) {
        mail.fails(permanentFailure("the mailbox is full"));

        CheckStory check = told(torale, TASK);

        ActivityTaskScheduledEventAttributes sending = Recorded.activities(
                        torale.client().fetchHistory(deliveryByMail(check)))
                .get(0);
        assertThat(sending.getActivityType().getName()).isEqualTo("send_notification");
        assertThat(sending.getScheduleToCloseTimeout()).isEqualTo(Durations.fromHours(72));
        assertThat(sending.getStartToCloseTimeout()).isEqualTo(Durations.fromSeconds(30));
        assertThat(sending.getRetryPolicy())
                .isEqualTo(RetryPolicy.newBuilder()
                        .setInitialInterval(Durations.fromSeconds(30))
                        .setMaximumInterval(Durations.fromHours(1))
                        .setBackoffCoefficient(2.0)
                        .build());
    }

    private static CheckStory told(ToraleTestEnvironment torale, MonitoringTask task) {
        torale.search().answers(met("499"));
        torale.watch(task);
        torale.advance(Duration.ofDays(1));
        return torale.checks(task).get(0);
    }

    private static String deliveryByMail(CheckStory check) {
        return "delivery/gpu/" + check.report().orElseThrow().key() + "/mail";
    }
}
