package ai.torale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.notify.DeliveryException;
import ai.torale.notify.Notification;
import ai.torale.notify.Notifier;
import ai.torale.search.Source;
import ai.torale.testkit.NotifierContract.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the contract has a notifier send, and what it makes of the end. */
final class Deliveries {
    private static final Instant COMPARED = Instant.parse("2026-01-15T09:00:05Z");

    private Deliveries() {}

    /** A notification with words that need some care; the answer of each number is its own. */
    static Notification notification(int number) {
        return Notification.builder("00contract" + number, number + 1L, "gpu-" + number)
                .taskName("GPU under 500 \u20ac")
                .searchQuery("price of the card")
                .conditionDescription("the price is below 500")
                .checkId("check-" + number)
                .changeSummary("price changed")
                .comparedAt(COMPARED)
                .answer("offer " + number)
                .sources(List.of(new Source("https://shop.example/gpu", "Shop")))
                .build();
    }

    static Attempt<Boolean> start(Notifier notifier, Notification notification) {
        return Attempt.start(() -> {
            notifier.send(notification);
            return true;
        });
    }

    /** The failure of an attempt that must fail. */
    static DeliveryException failure(Notifier notifier, Duration limit) {
        Attempt<Boolean> attempt = start(notifier, notification(1));
        attempt.awaitEnd(limit, "an attempt ends within timeLimit()");
        assertThat(attempt.failure())
                .as("the failure of an attempt: returning would be a receipt, and nothing was taken")
                .isNotNull();
        return typed(attempt.failure());
    }

    static DeliveryException typed(@Nullable Throwable failure) {
        assertThat(failure)
                .as("a failure is typed, so that it is known whether trying again helps")
                .isInstanceOf(DeliveryException.class);
        return (DeliveryException) Objects.requireNonNull(failure);
    }

    /** The situations in which there is a failure whose words are read. */
    static List<Situation> failing(Collection<Situation> situations) {
        return situations.stream()
                .filter(situation -> situation != Situation.TAKING)
                .sorted()
                .toList();
    }

    /** Well before the attempt would end by itself. */
    static Duration sooner(Duration limit) {
        Duration half = limit.dividedBy(2);
        return half.compareTo(Requests.SOON) < 0 ? half : Requests.SOON;
    }
}
