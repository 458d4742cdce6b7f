package ai.torale.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.torale.SpiException;
import ai.torale.notify.DeliveryException;
import ai.torale.notify.Notification;
import ai.torale.notify.Notifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Notifier} must keep, as tests that a test class inherits.
 *
 * <p>The class says how to make its notifier in each {@link Situation}, and shows what the receiver got. A situation
 * that its receiver does not have it leaves out of {@link #situations}; the tests that need it are then skipped, and
 * say so. Every test asks for its notifier once.
 */
public interface NotifierContract {
    /** How the receiver is doing. */
    enum Situation {
        /** It takes what it gets. */
        TAKING,
        /** It is down: a refused connection, an answer 500. */
        DOWN,
        /** It will never take anything: an address that is gone, a key that is refused. */
        REFUSING,
        /** It asks for a pause, of {@link #pause}. */
        LIMITING,
        /** It takes the connection and never answers. */
        SILENT
    }

    /** A notifier whose receiver is in this situation from now on, with a time limit below {@link #timeLimit}. */
    Notifier notifier(Situation situation) throws Exception;

    /**
     * What the receiver got, in order: key and content of each message as one text, without what may differ from
     * attempt to attempt, such as a time or a signature.
     */
    List<String> received();

    /** What nobody may read in a message: keys, passwords, addresses with a token. */
    Set<String> secrets();

    /** The situations that its receiver can be in. Default: all. */
    default Set<Situation> situations() {
        return Set.of(Situation.values());
    }

    /** The pause that its receiver asks for when {@link Situation#LIMITING}. Default: 30 seconds. */
    default Duration pause() {
        return Duration.ofSeconds(30);
    }

    /** The most that one attempt takes with the notifiers of {@link #notifier}. Default: 5 seconds. */
    default Duration timeLimit() {
        return Duration.ofSeconds(5);
    }

    @Test
    default void a_notification_is_with_its_receiver_when_send_returns() throws Exception {
        Notifier notifier = inSituation(Situation.TAKING);

        notifier.send(Deliveries.notification(1));

        assertThat(received())
                .as("what the receiver got: returning is the receipt")
                .hasSize(1);
    }

    @Test
    default void the_key_and_the_answer_go_along() throws Exception {
        Notifier notifier = inSituation(Situation.TAKING);

        notifier.send(Deliveries.notification(1));

        assertThat(received())
                .as("what the receiver got: the key lets it drop what it has seen")
                .singleElement()
                .asString()
                .contains(
                        Deliveries.notification(1).key(),
                        Deliveries.notification(1).answer());
    }

    @Test
    default void every_attempt_sends_the_same() throws Exception {
        Notifier notifier = inSituation(Situation.TAKING);

        notifier.send(Deliveries.notification(1));
        notifier.send(Deliveries.notification(1));

        List<String> received = received();
        assertThat(received).as("what the receiver got in two attempts").hasSize(2);
        assertThat(received.get(1)).as("key and content of the second attempt").isEqualTo(received.get(0));
    }

    @Test
    default void the_same_notification_is_sent_the_same_after_another() throws Exception {
        Notifier notifier = inSituation(Situation.TAKING);

        notifier.send(Deliveries.notification(1));
        notifier.send(Deliveries.notification(2));
        notifier.send(Deliveries.notification(1));

        List<String> received = received();
        assertThat(received).as("what the receiver got").hasSize(3);
        assertThat(received.get(2)).as("the first notification, repeated").isEqualTo(received.get(0));
        assertThat(received.get(1)).as("another notification").isNotEqualTo(received.get(0));
    }

    @Test
    default void a_receiver_that_is_down_is_a_transient_failure() throws Exception {
        Notifier notifier = inSituation(Situation.DOWN);

        assertThat(Deliveries.failure(notifier, timeLimit()).kind())
                .as("trying again may help: DeliveryException.transientFailure")
                .isEqualTo(SpiException.Kind.TRANSIENT);
    }

    @Test
    default void a_refusal_is_a_permanent_failure() throws Exception {
        Notifier notifier = inSituation(Situation.REFUSING);

        assertThat(Deliveries.failure(notifier, timeLimit()).kind())
                .as("trying again does not help: DeliveryException.permanentFailure")
                .isEqualTo(SpiException.Kind.PERMANENT);
    }

    @Test
    default void a_request_to_pause_is_handed_on() throws Exception {
        Notifier notifier = inSituation(Situation.LIMITING);

        DeliveryException failure = Deliveries.failure(notifier, timeLimit());

        assertThat(failure.kind())
                .as("trying again helps after a pause: DeliveryException.rateLimited")
                .isEqualTo(SpiException.Kind.RATE_LIMITED);
        assertThat(failure.retryAfter().orElseThrow())
                .as("the pause that the receiver asks for, as pause() says")
                .isCloseTo(pause(), Requests.SOON);
    }

    @Test
    default void a_silent_receiver_is_a_transient_failure_within_the_time_limit() throws Exception {
        Notifier notifier = inSituation(Situation.SILENT);

        assertThat(Deliveries.failure(notifier, timeLimit()).kind())
                .as("nobody knows whether it arrived, so it is sent again: DeliveryException.transientFailure")
                .isEqualTo(SpiException.Kind.TRANSIENT);
    }

    @Test
    default void an_interrupt_ends_an_attempt_at_once() throws Exception {
        Notifier notifier = inSituation(Situation.SILENT);
        Attempt<?> attempt = Deliveries.start(notifier, Deliveries.notification(1));
        assertThat(attempt.lasts(Requests.UNDER_WAY))
                .as("whether a silent receiver keeps the attempt waiting; it ended with %s", attempt.failure())
                .isTrue();

        attempt.interrupt();

        attempt.awaitEnd(Deliveries.sooner(timeLimit()), "an attempt ends when its thread is interrupted");
        assertThat(Deliveries.typed(attempt.failure()).kind()).isEqualTo(SpiException.Kind.TRANSIENT);
    }

    @Test
    default void no_message_shows_a_secret() throws Exception {
        assumeTrue(!secrets().isEmpty(), "SKIPPED: secrets() names none");

        for (Situation situation : Deliveries.failing(situations())) {
            Notifier notifier = notifier(situation);
            Attempt<?> attempt = Deliveries.start(notifier, Deliveries.notification(1));
            attempt.awaitEnd(timeLimit(), "an attempt ends within timeLimit()");
            Secrecy.check("toString of the notifier", notifier.toString(), secrets());
            @Nullable Throwable failure = attempt.failure();
            if (failure != null) {
                Secrecy.check("the failure when the receiver is " + situation, failure, secrets());
            }
        }
    }

    @Test
    default void many_threads_send_what_one_sends() throws Exception {
        Notifier notifier = inSituation(Situation.TAKING);
        List<Notification> all = IntStream.range(0, Requests.THREADS)
                .mapToObj(Deliveries::notification)
                .toList();
        all.forEach(notifier::send);
        List<String> alone = received();
        List<Callable<Boolean>> calls = new ArrayList<>();
        all.forEach(notification -> calls.add(() -> {
            notifier.send(notification);
            return true;
        }));

        List<Attempt<Boolean>> together =
                Attempt.together(timeLimit().multipliedBy(2), "an attempt ends within timeLimit()", calls);

        assertThat(together)
                .as("failures of %s threads at once", Requests.THREADS)
                .allSatisfy(attempt -> assertThat(attempt.failure()).isNull());
        List<String> received = received();
        assertThat(received.subList(alone.size(), received.size()))
                .as("what the receiver got from %s threads at once", Requests.THREADS)
                .containsExactlyInAnyOrderElementsOf(alone);
    }

    private Notifier inSituation(Situation situation) throws Exception {
        assumeTrue(situations().contains(situation), "SKIPPED: situations() has no " + situation);
        return notifier(situation);
    }
}
