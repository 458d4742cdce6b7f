package ai.torale.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import org.junit.jupiter.api.Test;

class TimerFixTest {
    @Test
    void the_timer_of_this_version_of_the_test_server_is_fixed() {
        TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance();
        try {
            assertThat(TimerFix.apply(environment)).isTrue();
        } finally {
            environment.close();
        }
    }
}
