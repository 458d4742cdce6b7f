package ai.torale.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import ai.torale.InvalidException;
import ai.torale.Json;
import ai.torale.Problem;
import ai.torale.notify.Notification;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    @Test
    void a_copy_through_the_builder_is_equal_and_a_changed_copy_is_not() {
        State state = State.builder("e1", 3)
                .question("q")
                .conditionMet(true)
                .structured(Json.parse("{\"price\":499}"))
                .checkedAt(NINE)
                .notifiedAt(NINE)
                .build();

        assertThat(state.toBuilder().build()).isEqualTo(state).hasSameHashCodeAs(state);
        assertThat(state.toBuilder().structured(Json.parse("{\"price\":499.0}")).build())
                .isEqualTo(state);
        assertThat(state.toBuilder().notifiedAt(NINE.plusSeconds(1)).build()).isNotEqualTo(state);
        assertThat(state.toBuilder().version(4).build()).isNotEqualTo(state);
        assertThat(state.toBuilder().epoch("e2").build()).isNotEqualTo(state);
        assertThat(state.notifiedAt()).contains(NINE);
    }

    @Test
    void it_prints_nothing_of_what_it_holds() {
        State state = State.builder("e1", 3)
                .structured(Json.parse("{\"a\":\"hunter2\"}"))
                .build();

        assertThat(state).hasToString("State[e1, version 3, not met]");
    }

    @Test
    void all_problems_are_reported_at_once() {
        InvalidException refused = catchThrowableOfType(
                InvalidException.class,
                () -> State.builder(" ", -1)
                        .structured(Json.parse("\"hunter2\""))
                        .build());

        assertThat(refused.problems())
                .extracting(Problem::code, Problem::field, Problem::value)
                .containsExactly(
                        tuple("STATE_INVALID", "epoch", " "),
                        tuple("STATE_INVALID", "version", "-1"),
                        tuple("STATE_INVALID", "structured", "a single value"));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 7", "1, 1", "1, 2", "7, 8"})
    void a_commit_keeps_the_version_or_takes_the_next_one_and_adopts_any(long expected, long next) {
        assertThatNoException().isThrownBy(() -> commit(expected, next, List.of()));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "2, 1", "1, 3", "-1, 1"})
    void a_commit_whose_version_goes_back_or_leaves_a_gap_is_refused(long expected, long next) {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> commit(expected, next, List.of()))
                .withMessageContaining("COMMIT_INVALID");
    }

    @Test
    void a_commit_with_a_delivery_of_another_task_is_refused() {
        Delivery foreign = Delivery.pending(
                "e1", "email", Notification.builder("k1", 1, "other").build());

        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> commit(0, 1, List.of(foreign)))
                .withMessageContaining("enqueue 'other'");
    }

    @Test
    void a_commit_enqueues_what_is_owed_in_the_life_of_its_state() {
        Notification told = Notification.builder("k1", 1, "gpu-price").build();
        Delivery earlier = Delivery.pending("e0", "email", told);
        Delivery arrived =
                Delivery.pending("e1", "email", told).after(Settlement.delivered("email", told, Instant.EPOCH));

        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> commit(0, 1, List.of(earlier, arrived)))
                .withMessageContaining("enqueue 'e0'")
                .withMessageContaining("enqueue 'DELIVERED'");
    }

    @Test
    void an_error_is_kept_as_one_line_of_at_most_1000_characters() {
        Notification told = Notification.builder("k1", 1, "gpu-price").build();

        assertThat(Settlement.failed("email", told, " 500\r\n\u0000 gone\ud83d ", Instant.EPOCH)
                        .error())
                .isEqualTo("500 gone");
        assertThat(Settlement.failed("email", told, "x".repeat(999) + "\ud83d\ude00", Instant.EPOCH)
                        .error())
                .isEqualTo("x".repeat(999));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void a_query_for_no_delivery_at_all_is_refused(int limit) {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> DeliveryQuery.all().limit(limit))
                .withMessageContaining("DELIVERY_LIMIT");
    }

    private static Commit commit(long expected, long next, List<Delivery> deliveries) {
        return new Commit("gpu-price", "c1", expected, State.builder("e1", next).build(), deliveries);
    }
}
