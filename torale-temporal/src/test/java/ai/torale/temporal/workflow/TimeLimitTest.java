package ai.torale.temporal.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
    @Test
    void a_part_that_hangs_is_interrupted_at_the_limit() {
        assertThatExceptionOfType(TimeLimit.OverdueException.class)
                .isThrownBy(() -> TimeLimit.call(Duration.ofMillis(20), TimeLimitTest::hang));
    }

    @Test
    void the_interrupt_does_not_outlive_the_part() throws Exception {
        boolean noticed = TimeLimit.call(Duration.ofMillis(20), () -> {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            return true;
        });

        assertThat(noticed).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void a_part_in_time_answers_and_fails_as_it_would_without_a_limit() throws Exception {
        assertThat(TimeLimit.call(Duration.ofMinutes(1), () -> "answer")).isEqualTo("answer");
        assertThatIllegalStateException()
                .isThrownBy(() -> TimeLimit.call(Duration.ofMinutes(1), () -> {
                    throw new IllegalStateException();
                }));
    }

    private static String hang() throws InterruptedException {
        new CountDownLatch(1).await();
        return "never";
    }
}
