package ai.torale.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.torale.temporal.LifecycleException;
import ai.torale.temporal.Torale;
import ai.torale.temporal.ToraleBuilder;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An environment ends as a whole. */
class EnvironmentEndTest {
    @Test
    void what_is_left_on_a_server_that_is_away_keeps_nothing_else_open() {
        ToraleTestEnvironment.Builder settings = ToraleTestEnvironment.builder();
        UntidyBed bed = new UntidyBed(new SkippedBed(settings));
        ToraleTestEnvironment environment = new ToraleTestEnvironment(settings, bed);

        assertThatIllegalStateException().isThrownBy(environment::close).withMessage("the server is away");

        assertThat(bed.closed).isTrue();
        assertThatExceptionOfType(LifecycleException.class)
                .isThrownBy(() -> environment.torale().start());
    }

    /** A server on which nothing can be tidied any more. */
    private static final class UntidyBed implements TestBed {
        private final TestBed bed;
        private boolean closed;

        UntidyBed(TestBed bed) {
            this.bed = bed;
        }

        @Override
        public WorkflowClient client() {
            return bed.client();
        }

        @Override
        public ScheduleClient scheduleClient() {
            return bed.scheduleClient();
        }

        @Override
        public InstantSource clock() {
            return bed.clock();
        }

        @Override
        public ToraleBuilder separate(ToraleBuilder builder) {
            return bed.separate(builder);
        }

        @Override
        public String taskQueue() {
            return bed.taskQueue();
        }

        @Override
        public void advanceTo(Instant time, Torale torale, Collection<String> watched) {
            bed.advanceTo(time, torale, watched);
        }

        @Override
        public List<WorkflowExecution> executions(Witness witness) {
            return bed.executions(witness);
        }

        @Override
        public void tidy(Torale torale, Collection<String> watched) {
            throw new IllegalStateException("the server is away");
        }

        @Override
        public void close() {
            closed = true;
            bed.close();
        }
    }
}
