package ai.torale.testkit;

import ai.torale.Json;
import ai.torale.notify.Notification;
import ai.torale.search.Source;
import ai.torale.state.Commit;
import ai.torale.state.Deletion;
import ai.torale.state.Delivery;
import ai.torale.state.Settlement;
import ai.torale.state.State;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the contract has a store keep. */
final class StoreSamples {
    static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    /** The task of most tests. */
    static final String GPU = "gpu-price";

    /** Texts that a store, a driver or a collation may take for something else. */
    static final List<String> TEXTS = List.of(
            "",
            " blanks around ",
            "x'; DROP TABLE torale_state; --",
            "100% _ \\ \" ' ` ${x} ?1 :y",
            "tab\t, line\r\nbreak, nothing \u0000, bell \u0007, \u007f, \u0085, \u2028",
            "Pok\u00e9mon, Poke\u0301mon, \u00df, \u0130\u0131, \ufb03",
            "\ud83d\ude00 \ud83d\udc69\u200d\ud83d\ude80 \ud842\udfb7 \u6771\u4eac",
            "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u202egnp.exe \ufeff\ufffd");

    private StoreSamples() {}

    static State state(long version, int price) {
        return state("e1", version, price);
    }

    static State state(String epoch, long version, int price) {
        return State.builder(epoch, version)
                .question("q")
                .structured(Json.parse("{\"price\":" + price + "}"))
                .checkedAt(NINE)
                .build();
    }

    static Delivery delivery(String taskId, long version, String channel) {
        return delivery("e1", taskId, version, channel);
    }

    static Delivery delivery(String epoch, String taskId, long version, String channel) {
        return Delivery.pending(
                epoch,
                channel,
                Notification.builder("k" + version + "-" + epoch, version, taskId)
                        .comparedAt(NINE)
                        .build());
    }

    /** The commit of a version after the one before it. */
    static Commit commit(String checkId, long version, int price, Delivery... enqueue) {
        return new Commit(GPU, checkId, version - 1, state(version, price), List.of(enqueue));
    }

    /** The first commit of a task in a life, with one delivery. */
    static Commit first(String taskId, String epoch, String checkId) {
        return new Commit(taskId, checkId, 0, state(epoch, 1, 499), List.of(delivery(epoch, taskId, 1, "email")));
    }

    static Deletion deletion(String taskId, String... epochs) {
        return new Deletion(taskId, Set.of(epochs), NINE);
    }

    /** How a delivery ends for good: later than it was enqueued. */
    static Settlement delivered(Delivery delivery) {
        return Settlement.delivered(delivery.channel(), delivery.notification(), NINE.plusSeconds(60));
    }

    static Settlement failed(Delivery delivery, String error) {
        return Settlement.failed(delivery.channel(), delivery.notification(), error, NINE.plusSeconds(30));
    }

    static Settlement dead(Delivery delivery, String error) {
        return Settlement.dead(delivery.channel(), delivery.notification(), error, NINE.plusSeconds(60));
    }

    static Settlement reopened(Delivery delivery) {
        return Settlement.reopened(delivery.channel(), delivery.notification(), NINE.plusSeconds(90));
    }

    /** A delivery after each of these. */
    static Delivery after(Delivery delivery, Settlement... settlements) {
        return Arrays.stream(settlements).reduce(delivery, Delivery::after, (a, b) -> b);
    }

    static Commit of(String text) {
        return of(text, GPU);
    }

    /** A state and a delivery whose texts all are this one. */
    static Commit of(String text, String taskId) {
        State state = State.builder("e1", 1)
                .question("v1:015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862")
                .conditionMet(true)
                .structured(Json.of(Map.of("text", text, "k" + text, List.of(text), "n", new BigDecimal("499.90"))))
                .checkedAt(NINE.plusMillis(123))
                .notifiedAt(NINE.plusMillis(456))
                .build();
        Notification notification = Notification.builder("k1", 1, taskId)
                .taskName(text)
                .searchQuery(text)
                .conditionDescription(text)
                .checkId("c1")
                .changeSummary(text)
                .comparedAt(NINE)
                .answer(text)
                .sources(List.of(new Source("https://shop.example/" + text, text), new Source("", "")))
                .build();
        return new Commit(taskId, "c1", 0, state, List.of(Delivery.pending("e1", "email", notification)));
    }

    /** As large as a state and a notification may be, in characters of two bytes. */
    static Commit large() {
        State state = State.builder("e1", 1)
                .structured(Json.of(Map.of("t", "\u00e9".repeat(32 * 1024 - 8))))
                .checkedAt(NINE)
                .build();
        Notification notification = Notification.builder("k1", 1, GPU)
                .answer("\u00e9".repeat(30 * 1024))
                .build();
        return new Commit(GPU, "c1", 0, state, List.of(Delivery.pending("e1", "email", notification)));
    }
}
