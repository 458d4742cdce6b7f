package ai.torale.testkit;

import ai.torale.notify.Notification;
import ai.torale.notify.Notifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A notifier that keeps what it was given; it can fail on request. Safe for many threads. */
public final class RecordingNotifier implements Notifier {
    private final List<Notification> attempts = new ArrayList<>();
    private final List<Notification> notifications = new ArrayList<>();
    private final Deque<RuntimeException> failures = new ArrayDeque<>();

    /** Fails the next call that does not fail yet. */
    public synchronized RecordingNotifier fails(RuntimeException failure) {
        failures.add(failure);
        return this;
    }

    /** What was delivered so far, in order. */
    public synchronized List<Notification> notifications() {
        return List.copyOf(notifications);
    }

    /** What was handed in so far, failed calls included, in order. */
    public synchronized List<Notification> attempts() {
        return List.copyOf(attempts);
    }

    @Override
    public synchronized void send(Notification notification) {
        attempts.add(notification);
        RuntimeException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
        notifications.add(notification);
    }
}
