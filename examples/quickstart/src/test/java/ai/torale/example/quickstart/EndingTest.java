package ai.torale.example.quickstart;

import static ai.torale.example.quickstart.Ending.Reason.FULL;
import static ai.torale.example.quickstart.Ending.Reason.TIME_OUT;
import static ai.torale.example.quickstart.Ending.Reason.TOLD;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EndingTest {
    @Test
    void once_ends_with_the_first_change_that_is_told() throws InterruptedException {
        Ending ending = new Ending(true, 10);

        ending.told();

        assertThat(ending.await()).isEqualTo(TOLD);
    }

    @Test
    void without_once_nothing_that_is_told_ends_it() throws InterruptedException {
        Ending ending = new Ending(false, 10);

        ending.told();

        assertThat(ending.await(Duration.ZERO)).isEqualTo(TIME_OUT);
    }

    @Test
    void the_last_check_that_there_may_be_ends_it() throws InterruptedException {
        Ending ending = new Ending(false, 2);

        ending.asked("a");
        ending.asked("b");

        assertThat(ending.await()).isEqualTo(FULL);
    }

    @Test
    void a_check_that_asks_again_counts_once() throws InterruptedException {
        Ending ending = new Ending(false, 2);

        ending.asked("a");
        ending.asked("a");

        assertThat(ending.await(Duration.ZERO)).isEqualTo(TIME_OUT);
    }
}
