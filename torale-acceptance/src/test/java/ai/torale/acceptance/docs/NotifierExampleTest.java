package ai.torale.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.notify.DeliveryException;
import ai.torale.notify.Notification;
import ai.torale.notify.Notifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The notifier of docs/writing-a-notifier.md. */
class NotifierExampleTest {
    private final List<String> posted = new ArrayList<>();

    /** A client of a chat service; answers an HTTP status. */
    interface Chat {
        int post(String room, String messageId, String text);
    }

    // tag::notifier
    /** Tells a chat room. */
    static final class ChatNotifier implements Notifier {
        private final Chat chat;
        private final String room;

        ChatNotifier(Chat chat, String room) {
            this.chat = chat;
            this.room = room;
        }

        @Override
        public void send(Notification notification) {
            String text = notification.taskName() + ": " + notification.answer();
            int status = chat.post(room, notification.key(), text); // the key: the chat drops what it has seen
            if (status == 404) {
                throw DeliveryException.permanentFailure("there is no room " + room);
            }
            if (status >= 300) {
                throw DeliveryException.transientFailure("the chat answered " + status);
            }
        }
    }
    // end::notifier

    @Test
    void it_hands_on_the_key_and_the_answer() {
        new ChatNotifier((room, id, text) -> status(200, room + "|" + id + "|" + text), "deals").send(notification());

        assertThat(posted).containsExactly("deals|k1|gpu: 499 €");
    }

    @Test
    void a_room_that_is_gone_is_permanent() {
        assertThatExceptionOfType(DeliveryException.class)
                .isThrownBy(() -> new ChatNotifier((room, id, text) -> 404, "deals").send(notification()))
                .satisfies(e -> assertThat(e.code()).isEqualTo("DELIVERY_PERMANENT"));
    }

    @Test
    void anything_else_is_tried_again() {
        assertThatExceptionOfType(DeliveryException.class)
                .isThrownBy(() -> new ChatNotifier((room, id, text) -> 503, "deals").send(notification()))
                .satisfies(e -> assertThat(e.code()).isEqualTo("DELIVERY_TRANSIENT"));
    }

    private int status(int status, String line) {
        posted.add(line);
        return status;
    }

    private static Notification notification() {
        return Notification.builder("k1", 1, "gpu").answer("499 €").build();
    }
}
