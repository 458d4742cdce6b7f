package ai.torale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.notify.DeliveryException;
import ai.torale.notify.Notification;
import ai.torale.notify.Notifier;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract passes a notifier that keeps it, and names the rules that a wrong one breaks. */
class NotifierContractTest {
    private static final String TOKEN = "t0ken-of-the-chat";

    @Test
    void a_notifier_that_keeps_every_rule_passes() {
        ContractRun run = ContractRun.of(Keeps.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.skipped()).isEmpty();
        assertThat(run.passed()).hasSize(11);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    @Execution(ExecutionMode.CONCURRENT)
    void a_wrong_notifier_fails_by_the_rule_that_it_breaks(Class<?> wrong, String rule, String says) {
        ContractRun run = ContractRun.of(wrong);

        assertThat(run.failures()).containsOnlyKeys(rule);
        assertThat(run.failures().get(rule)).contains(says);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(ForgetsTheKey.class, "the_key_and_the_answer_go_along", "lets it drop"),
                Arguments.of(CountsItsAttempts.class, "every_attempt_sends_the_same", "second attempt"),
                Arguments.of(
                        SwallowsFailures.class, "a_receiver_that_is_down_is_a_transient_failure", "would be a receipt"),
                Arguments.of(
                        LetsForeignExceptionsThrough.class, "a_receiver_that_is_down_is_a_transient_failure", "typed"),
                Arguments.of(TriesAgainInVain.class, "a_refusal_is_a_permanent_failure", "permanentFailure"),
                Arguments.of(ForgetsThePause.class, "a_request_to_pause_is_handed_on", "rateLimited"),
                Arguments.of(ForgetsHowLong.class, "a_request_to_pause_is_handed_on", "as pause() says"),
                Arguments.of(
                        GivesUpInSilence.class,
                        "a_silent_receiver_is_a_transient_failure_within_the_time_limit",
                        "sent again"),
                Arguments.of(SwallowsInterrupts.class, "an_interrupt_ends_an_attempt_at_once", "still here"),
                Arguments.of(QuotesItsToken.class, "no_message_shows_a_secret", "shows secret 1"),
                Arguments.of(NamesItsToken.class, "no_message_shows_a_secret", "toString"),
                Arguments.of(MixesUpThreads.class, "many_threads_send_what_one_sends", "8 threads"));
    }

    @Test
    void a_notifier_that_sends_later_fails_every_rule_about_what_arrives() {
        ContractRun run = ContractRun.of(SendsLater.class);

        assertThat(run.failures())
                .containsKeys("a_notification_is_with_its_receiver_when_send_returns", "every_attempt_sends_the_same");
    }

    @Test
    void a_notifier_without_a_time_limit_fails_every_rule_about_silence() {
        ContractRun run = ContractRun.of(WaitsForEver.class);

        assertThat(run.failures())
                .containsOnlyKeys(
                        "a_silent_receiver_is_a_transient_failure_within_the_time_limit", "no_message_shows_a_secret");
    }

    /** A notifier that keeps every rule; each of the others breaks one. */
    static class Keeps implements NotifierContract, Notifier {
        final CountDownLatch never = new CountDownLatch(1);
        final List<String> received = new CopyOnWriteArrayList<>();
        Situation situation = Situation.TAKING;

        @Override
        public Notifier notifier(Situation now) {
            situation = now;
            return this;
        }

        @Override
        public List<String> received() {
            return List.copyOf(received);
        }

        @Override
        public Set<String> secrets() {
            return Set.of(TOKEN);
        }

        @Override
        public Duration timeLimit() {
            return Duration.ofSeconds(2);
        }

        @Override
        public void send(Notification notification) {
            switch (situation) {
                case TAKING -> take(notification);
                case DOWN -> down();
                case REFUSING -> throw refused();
                case LIMITING -> throw limited();
                case SILENT -> {
                    silent();
                    throw unanswered();
                }
            }
        }

        void take(Notification notification) {
            received.add(text(notification));
        }

        String text(Notification notification) {
            return notification.key() + " " + notification.answer();
        }

        void down() {
            throw DeliveryException.transientFailure("the chat is down");
        }

        DeliveryException refused() {
            return DeliveryException.permanentFailure("there is no such room");
        }

        DeliveryException limited() {
            return DeliveryException.rateLimited(Duration.ofSeconds(30), "the chat is busy");
        }

        DeliveryException unanswered() {
            return DeliveryException.transientFailure("the chat did not answer");
        }

        void silent() {
            await(Duration.ofMillis(800));
        }

        final void await(Duration time) {
            try {
                never.await(time.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw DeliveryException.transientFailure("interrupted");
            }
        }
    }

    /** Has no silent receiver: that costs time. */
    static class Heard extends Keeps {
        @Override
        public Set<Situation> situations() {
            return Set.of(Situation.TAKING, Situation.DOWN, Situation.REFUSING, Situation.LIMITING);
        }
    }

    static final class ForgetsTheKey extends Heard {
        @Override
        String text(Notification notification) {
            return notification.answer();
        }
    }

    static final class CountsItsAttempts extends Heard {
        private final AtomicInteger attempts = new AtomicInteger();

        @Override
        String text(Notification notification) {
            return super.text(notification) + " attempt " + attempts.incrementAndGet();
        }

        @Override
        public void the_same_notification_is_sent_the_same_after_another() {}

        @Override
        public void many_threads_send_what_one_sends() {}
    }

    static final class SwallowsFailures extends Heard {
        @Override
        void down() {}
    }

    static final class LetsForeignExceptionsThrough extends Heard {
        @Override
        void down() {
            throw new IllegalStateException("connection refused");
        }
    }

    static final class TriesAgainInVain extends Heard {
        @Override
        DeliveryException refused() {
            return DeliveryException.transientFailure("there is no such room");
        }
    }

    static final class ForgetsHowLong extends Heard {
        @Override
        DeliveryException limited() {
            return DeliveryException.rateLimited(Duration.ZERO, "429");
        }
    }

    static final class ForgetsThePause extends Heard {
        @Override
        DeliveryException limited() {
            return DeliveryException.transientFailure("429");
        }
    }

    static final class GivesUpInSilence extends Keeps {
        @Override
        DeliveryException unanswered() {
            return DeliveryException.permanentFailure("the chat did not answer");
        }
    }

    static final class SwallowsInterrupts extends Keeps {
        @Override
        void silent() {
            long end = System.nanoTime() + Duration.ofMillis(1800).toNanos();
            while (System.nanoTime() < end) {
                try {
                    never.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    Thread.interrupted();
                }
            }
        }
    }

    static final class WaitsForEver extends Keeps {
        @Override
        void silent() {
            await(Duration.ofSeconds(30));
        }
    }

    static final class QuotesItsToken extends Heard {
        @Override
        DeliveryException refused() {
            return DeliveryException.permanentFailure("https://chat.example/" + TOKEN + " answered 404");
        }
    }

    static final class NamesItsToken extends Heard {
        @Override
        public String toString() {
            return "NamesItsToken[" + TOKEN + "]";
        }
    }

    /** Returns at once and sends when it likes. */
    static final class SendsLater extends Heard {
        @Override
        void take(Notification notification) {}
    }

    /** Keeps the notification in a field, so that a call sends what another was given. */
    static final class MixesUpThreads extends Heard {
        private final CyclicBarrier both = new CyclicBarrier(2);
        private volatile Notification current;

        @Override
        void take(Notification notification) {
            current = notification;
            if (Thread.currentThread().getName().equals("contract")) {
                meet();
            }
            super.take(current);
        }

        private void meet() {
            try {
                both.await(5, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw DeliveryException.transientFailure("nobody else sends");
            }
        }
    }
}
