package ai.torale.check;

import static ai.torale.check.Samples.NINE;
import static ai.torale.check.Samples.met;
import static ai.torale.check.Samples.run;
import static ai.torale.check.Samples.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import ai.torale.SpiException.Kind;
import ai.torale.notify.DeliveryException;
import ai.torale.notify.Notification;
import ai.torale.notify.Notifier;
import ai.torale.state.Deletion;
import ai.torale.state.Delivery;
import ai.torale.state.DeliveryQuery;
import ai.torale.state.Settlement;
import ai.torale.state.StateStore;
import ai.torale.state.StoreException;
import ai.torale.task.NotifyBehavior;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckSendTest {
    private final List<Notification> received = new ArrayList<>();
    private final StateStore store = StateStore.inMemory();

    @Test
    void one_channel_is_told_and_no_other() {
        Notification notification = Notification.builder("k1", 1, "gpu-price").build();
        Check check = Check.builder()
                .notifier("email", received::add)
                .notifier("webhook", told -> {
                    throw new AssertionError("another channel");
                })
                .build();

        check.send("e1", "email", notification);

        assertThat(received).containsExactly(notification);
    }

    @Test
    void a_receipt_is_noted_in_the_store_for_that_channel_only() {
        Check check = check(received::add);
        Notification notification = notified(check);

        check.send("e1", "email", notification);

        assertThat(store.deliveries(DeliveryQuery.all()))
                .extracting(Delivery::channel, Delivery::status)
                .containsExactly(tuple("email", Delivery.Status.DELIVERED), tuple("webhook", Delivery.Status.PENDING));
    }

    @Test
    void a_delivery_that_fails_stays_owed_and_the_failure_is_passed_on() {
        DeliveryException gone = DeliveryException.permanentFailure("410");
        Check check = check(told -> {
            throw gone;
        });
        Notification notification = notified(check);

        Throwable thrown = catchThrowable(() -> check.send("e1", "email", notification));

        assertThat(thrown).isSameAs(gone);
        assertThat(store.deliveries(DeliveryQuery.all()))
                .extracting(Delivery::channel, Delivery::status, Delivery::attempts, Delivery::lastError)
                .containsExactly(
                        tuple("email", Delivery.Status.PENDING, 1, Optional.of("410")),
                        tuple("webhook", Delivery.Status.PENDING, 0, Optional.empty()));
    }

    @Test
    void the_words_of_a_foreign_failure_are_not_stored() {
        Check check = check(told -> {
            throw new IllegalStateException("https://chat.example/t0ken");
        });
        Notification notification = notified(check);

        Throwable thrown = catchThrowable(() -> check.send("e1", "email", notification));

        assertThat(thrown).isInstanceOf(IllegalStateException.class);
        assertThat(store.deliveries(DeliveryQuery.all().onChannel("email")))
                .extracting(Delivery::lastError)
                .containsExactly(Optional.of("it failed with java.lang.IllegalStateException"));
    }

    @Test
    void a_failure_that_cannot_be_noted_is_passed_on_all_the_same() {
        DeliveryException gone = DeliveryException.permanentFailure("410");
        StateStore down = new Wrapped(store) {
            @Override
            public void settle(Settlement settlement) {
                throw StoreException.unavailable("the database is down");
            }
        };
        Check check = Check.builder()
                .stateStore(down)
                .notifier("email", told -> {
                    throw gone;
                })
                .build();

        Throwable thrown = catchThrowable(() -> check.send("e1", "email", notified(check)));

        assertThat(thrown).isSameAs(gone);
    }

    @Test
    void a_missing_channel_is_transient_because_a_deploy_may_be_half_done() {
        Check check = check(received::add);

        DeliveryException missing = catchThrowableOfType(
                DeliveryException.class,
                () -> check.send(
                        "e1", "chat", Notification.builder("k1", 1, "gpu-price").build()));

        assertThat(missing.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(missing).hasMessage("no notifier 'chat' is registered with this worker; it has [email, webhook]");
    }

    @Test
    void a_notification_whose_task_was_deleted_meanwhile_leaves_nothing_in_the_store() {
        Check check = check(received::add);
        Notification notification = notified(check);
        store.delete(new Deletion("gpu-price", Set.of(), NINE));

        check.send("e1", "email", notification);

        assertThat(store.deliveries(DeliveryQuery.all())).isEmpty();
    }

    private Check check(Notifier notifier) {
        return Check.builder()
                .clock(() -> NINE)
                .stateStore(store)
                .notifier("email", notifier)
                .notifier("webhook", notifier)
                .build();
    }

    private static Notification notified(Check check) {
        return check.compare(run(task(NotifyBehavior.TRACK_STATE), "c1"), met("{\"p\":1}"), Baseline.none())
                .notification()
                .orElseThrow();
    }
}
