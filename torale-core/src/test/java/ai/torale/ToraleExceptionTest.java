package ai.torale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import ai.torale.notify.DeliveryException;
import ai.torale.search.SearchException;
import ai.torale.state.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ToraleExceptionTest {
    static Stream<Arguments> failures() {
        Duration pause = Duration.ofSeconds(7);
        return Stream.of(
                Arguments.of(SearchException.transientFailure("m"), "SEARCH_TRANSIENT", SpiException.Kind.TRANSIENT),
                Arguments.of(SearchException.permanentFailure("m"), "SEARCH_PERMANENT", SpiException.Kind.PERMANENT),
                Arguments.of(SearchException.tooLarge("m"), "TOO_LARGE", SpiException.Kind.PERMANENT),
                Arguments.of(SearchException.rateLimited(pause, "m"), "RATE_LIMITED", SpiException.Kind.RATE_LIMITED),
                Arguments.of(
                        DeliveryException.transientFailure("m"), "DELIVERY_TRANSIENT", SpiException.Kind.TRANSIENT),
                Arguments.of(
                        DeliveryException.permanentFailure("m"), "DELIVERY_PERMANENT", SpiException.Kind.PERMANENT),
                Arguments.of(
                        DeliveryException.rateLimited(pause, "m"),
                        "DELIVERY_RATE_LIMITED",
                        SpiException.Kind.RATE_LIMITED),
                Arguments.of(StoreException.unavailable("m"), "STORE_UNAVAILABLE", SpiException.Kind.TRANSIENT),
                Arguments.of(StoreException.invalid("m"), "STORE_INVALID", SpiException.Kind.PERMANENT));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void a_failure_says_in_a_stable_code_what_it_is_and_whether_asking_again_helps(
            SpiException failure, String code, SpiException.Kind kind) {
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessage("m").hasNoCause();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void only_a_rate_limit_says_how_long_to_wait(SpiException failure, String code, SpiException.Kind kind) {
        assertThat(failure.retryAfter().isPresent()).isEqualTo(kind == SpiException.Kind.RATE_LIMITED);
    }

    @Test
    void a_negative_pause_counts_as_none() {
        Duration past = Duration.ofSeconds(-5);

        assertThat(SearchException.rateLimited(past, "m").retryAfter()).contains(Duration.ZERO);
        assertThat(DeliveryException.rateLimited(past, "m").retryAfter()).contains(Duration.ZERO);
    }

    @Test
    void a_refusal_names_its_subject_and_every_problem() {
        InvalidException refused = InvalidException.of("the task", List.of(problem(1), problem(2)));

        assertThat(refused).hasMessage("the task is refused: f1 'v': r (C); f2 'v': r (C)");
        assertThat(refused.code()).isEqualTo("INVALID");
        assertThat(refused.problems()).containsExactly(problem(1), problem(2)).isUnmodifiable();
    }

    @Test
    void a_message_names_20_problems_and_counts_the_rest() {
        List<Problem> many =
                IntStream.range(0, 1_000).mapToObj(ToraleExceptionTest::problem).toList();

        InvalidException refused = InvalidException.of("the task", many);

        assertThat(refused).hasMessageEndingWith("f19 'v': r (C); and 980 more");
        assertThat(refused.problems()).hasSize(1_000);
    }

    @Test
    void nothing_is_refused_when_there_is_no_problem() {
        assertThatNoException().isThrownBy(() -> InvalidException.throwIfAny("the task", List.of()));
    }

    private static Problem problem(int number) {
        return new Problem("C", "f" + number, "v", "r");
    }
}
