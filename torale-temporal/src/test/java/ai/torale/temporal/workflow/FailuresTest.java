package ai.torale.temporal.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.ToraleException;
import ai.torale.notify.DeliveryException;
import ai.torale.search.SearchException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void a_schedule_that_cannot_be_read_now_is_read_again() {
        ApplicationFailure failure = mapped(new Unavailable());

        assertThat(failure.getType()).isEqualTo("UNAVAILABLE");
        assertThat(failure.isNonRetryable()).isFalse();
    }

    @Test
    void what_breaks_the_rules_is_not_tried_again() {
        ApplicationFailure failure =
                mapped(InvalidException.of("the task", new Problem("TASK_ID", "id", "a/b", "use other characters")));

        assertThat(failure.getType()).isEqualTo(FailureTypes.INVALID);
        assertThat(failure.isNonRetryable()).isTrue();
    }

    @Test
    void a_pause_is_waited_for_up_to_the_longest_that_the_step_allows() {
        ApplicationFailure allowed = mapped(SearchException.rateLimited(Duration.ofMinutes(2), "wait"));
        ApplicationFailure longer = mapped(SearchException.rateLimited(Duration.ofSeconds(121), "wait"));

        assertThat(allowed.isNonRetryable()).isFalse();
        assertThat(allowed.getNextRetryDelay()).isEqualTo(Duration.ofMinutes(2));
        assertThat(longer.isNonRetryable()).isTrue();
    }

    @Test
    void a_permanent_failure_is_not_tried_again() {
        assertThat(mapped(DeliveryException.permanentFailure("gone")).isNonRetryable())
                .isTrue();
    }

    @Test
    void a_foreign_exception_leaves_its_message_and_its_cause_behind() {
        ApplicationFailure failure = mapped(new IllegalStateException("key=s3cret", new RuntimeException("s3cret")));

        assertThat(failure.getType()).isEqualTo(FailureTypes.UNEXPECTED);
        assertThat(failure).hasMessageNotContaining("s3cret").hasNoCause();
        assertThat(failure.getStackTrace()).isNotEmpty();
    }

    private static ApplicationFailure mapped(RuntimeException thrown) {
        return catchThrowableOfType(
                ApplicationFailure.class,
                () -> Failures.mapped(() -> {
                    throw thrown;
                }));
    }

    private static final class Unavailable extends ToraleException {
        private static final long serialVersionUID = 1L;

        Unavailable() {
            super("UNAVAILABLE", "the server did not answer");
        }
    }
}
