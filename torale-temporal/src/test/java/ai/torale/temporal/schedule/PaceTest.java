package ai.torale.temporal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    @Test
    void callers_at_the_same_time_wait_for_their_turns() {
        Pace pace = Pace.perSecond(10, nanos::get);

        assertThat(pace.turn()).isEqualTo(Duration.ZERO);
        assertThat(pace.turn()).isEqualTo(Duration.ofMillis(100));
        assertThat(pace.turn()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void a_caller_that_comes_late_enough_does_not_wait() {
        Pace pace = Pace.perSecond(10, nanos::get);
        pace.turn();

        nanos.addAndGet(Duration.ofMillis(60).toNanos());
        assertThat(pace.turn()).isEqualTo(Duration.ofMillis(40));
        nanos.addAndGet(Duration.ofMillis(500).toNanos());
        assertThat(pace.turn()).isEqualTo(Duration.ZERO);
    }

    @Test
    void idle_time_saves_no_turns() {
        Pace pace = Pace.perSecond(10, nanos::get);

        nanos.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(pace.turn()).isEqualTo(Duration.ZERO);
        assertThat(pace.turn()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void without_a_limit_nobody_waits() {
        Pace pace = Pace.unlimited();

        assertThat(pace.turn()).isEqualTo(Duration.ZERO);
        assertThat(pace.turn()).isEqualTo(Duration.ZERO);
    }
}
