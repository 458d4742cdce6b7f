package ai.torale.testkit;

import ai.torale.notify.DeliveryException;
import ai.torale.notify.Notification;
import ai.torale.notify.Notifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A notifier that keeps what it was given; it can fail, be dark for a while, and be slow.
 *
 * <p>Strict: an attempt whose content differs from an earlier one of the same notification fails {@link #verify}, which
 * a {@link ToraleTestEnvironment} calls by itself. Safe for many threads.
 */
public final class RecordingNotifier implements Notifier {
    private final InstantSource clock;
    private final Consumer<Notification> delivered;
    private final List<Notification> attempts = new ArrayList<>();
    private final List<Notification> notifications = new ArrayList<>();
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private final Map<String, Notification> byKeyAndCheck = new HashMap<>();
    private final List<String> breaches = new ArrayList<>();
    private Duration slowness = Duration.ZERO;
    private @Nullable Instant darkUntil;

    /** A notifier that takes everything, on the system's clock. */
    public RecordingNotifier() {
        this(InstantSource.system());
    }

    /** A notifier that takes everything; the clock tells when a darkness ends. */
    public RecordingNotifier(InstantSource clock) {
        this(clock, notification -> {});
    }

    /** As above; what is delivered is handed on, in the order of its delivery. */
    RecordingNotifier(InstantSource clock, Consumer<Notification> delivered) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.delivered = delivered;
    }

    /** Fails the next call that does not fail yet. */
    public synchronized RecordingNotifier fails(RuntimeException failure) {
        failures.add(Objects.requireNonNull(failure, "failure"));
        return this;
    }

    /** Fails every call as transient from now on, for so long on its clock. */
    public synchronized RecordingNotifier darkFor(Duration time) {
        darkUntil = clock.instant().plus(time);
        return this;
    }

    /**
     * Takes so long for every call from now on.
     *
     * <p>In real time, for skipped time stands still while an activity runs; an interrupt ends it, as at the time limit
     * of the activity.
     */
    public synchronized RecordingNotifier slowBy(Duration time) {
        slowness = Objects.requireNonNull(time, "time");
        return this;
    }

    /** What was delivered so far, in order; the same notification on two channels counts twice. */
    public synchronized List<Notification> notifications() {
        return List.copyOf(notifications);
    }

    /** What was delivered of one task so far, in order. */
    public synchronized List<Notification> notifications(String taskId) {
        return notifications.stream()
                .filter(notification -> notification.taskId().equals(taskId))
                .toList();
    }

    /** What was handed in so far, failed calls included, in order. */
    public synchronized List<Notification> attempts() {
        return List.copyOf(attempts);
    }

    /**
     * Fails when a key came with two contents: a receiver that drops what it has seen would never see the second.
     *
     * @throws AssertionError naming each such key
     */
    public synchronized void verify() {
        if (!breaches.isEmpty()) {
            throw new AssertionError(String.join("\n", breaches));
        }
    }

    @Override
    public void send(Notification notification) {
        Duration pause = attempt(notification);
        if (!pause.isZero()) {
            Pause.of(pause, () -> DeliveryException.transientFailure("the delivery was interrupted"));
        }
        deliver(notification);
    }

    private synchronized Duration attempt(Notification notification) {
        attempts.add(notification);
        // A check that repeats one whose end was lost may say the same change again, with its own id and time.
        Notification earlier =
                byKeyAndCheck.putIfAbsent(notification.key() + " " + notification.checkId(), notification);
        if (earlier != null && !earlier.equals(notification)) {
            breaches.add("key " + notification.key() + " of task '" + notification.taskId()
                    + "' came with two contents: '" + earlier.answer() + "' and '" + notification.answer()
                    + "'; key and content are the same over all attempts");
        }
        return slowness;
    }

    private synchronized void deliver(Notification notification) {
        RuntimeException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
        if (darkUntil != null && clock.instant().isBefore(darkUntil)) {
            throw DeliveryException.transientFailure("the receiver is dark until " + darkUntil);
        }
        notifications.add(notification);
        delivered.accept(notification);
    }
}
