package ai.torale.testkit;

import static ai.torale.search.SearchResult.met;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.torale.notify.Notification;
import ai.torale.task.MonitoringTask;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Each channel of a test has a recording notifier of its own. */
@ToraleTest(channels = {"mail", "chat"})
class ChannelsTest {
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "@daily").channels("chat").build();

    @Test
    void a_test_knows_on_which_channel_somebody_was_told(ToraleTestEnvironment torale) {
        torale.search().answers(met("in stock"));
        torale.watch(TASK);

        torale.advance(Duration.ofDays(1));

        assertThat(torale.notifier("chat").notifications()).hasSize(1);
        assertThat(torale.notifier("mail").attempts()).isEmpty();
    }

    @Test
    void all_notifications_are_listed_in_the_order_of_their_delivery(ToraleTestEnvironment torale) {
        torale.notifier("chat").send(notification("k1", "first"));
        torale.notifier("mail").send(notification("k2", "second"));
        torale.notifier("chat").send(notification("k3", "third"));

        assertThat(torale.notifications()).extracting(Notification::answer).containsExactly("first", "second", "third");
    }

    @Test
    void the_first_channel_is_the_one_that_needs_no_name(ToraleTestEnvironment torale, RecordingNotifier notifier) {
        assertThat(torale.notifier()).isSameAs(notifier).isSameAs(torale.notifier("mail"));
    }

    @Test
    void every_channel_is_dark_by_the_time_of_the_test(ToraleTestEnvironment torale) {
        torale.notifier("chat").darkFor(Duration.ofDays(1));

        torale.advance(Duration.ofDays(2));
        torale.notifier("chat").send(notification("k1", "after the dark"));

        assertThat(torale.notifier("chat").notifications()).hasSize(1);
    }

    @Test
    void two_contents_under_one_key_fail_the_test_on_every_channel() {
        try (ToraleTestEnvironment torale =
                ToraleTestEnvironment.builder().channels("mail", "chat").start()) {
            torale.notifier("chat").send(notification("k1", "499"));
            torale.notifier("chat").send(notification("k1", "449"));

            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(torale::verify)
                    .withMessageContaining("came with two contents: '499' and '449'");
        }
    }

    @Test
    void a_channel_that_is_not_there_is_named_with_those_that_are(ToraleTestEnvironment torale) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> torale.notifier("post"))
                .withMessageContaining("'post'")
                .withMessageContaining("[mail, chat]");
    }

    @Test
    void an_environment_without_channels_has_no_notifier() {
        try (ToraleTestEnvironment torale = ToraleTestEnvironment.builder()
                .channels()
                .torale(builder -> builder.notifier("own", none -> {}))
                .start()) {
            assertThatIllegalStateException().isThrownBy(torale::notifier).withMessageContaining("channels(");
        }
    }

    private static Notification notification(String key, String answer) {
        return Notification.builder(key, 1, "gpu").answer(answer).build();
    }
}
