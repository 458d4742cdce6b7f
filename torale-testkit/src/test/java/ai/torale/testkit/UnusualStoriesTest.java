package ai.torale.testkit;

import static ai.torale.testkit.ToraleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowOptions;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a story tells of executions that go another way than most. */
@ToraleTest
class UnusualStoriesTest {
    private final StumblesOnce stumbling = new StumblesOnce();

    @BeforeEach
    void settings(ToraleTestEnvironment.Builder environment) {
        environment
                .workerInterceptors(stumbling)
                .worker(worker -> worker.registerWorkflowImplementationTypes(ReportImpl.class));
    }

    @Test
    void what_recovers_from_a_bug_in_a_worker_has_no_error(ToraleTestEnvironment torale) {
        stumbling.left.set(1);

        report(torale);

        CheckStory story = torale.stories().get(0);
        assertThat(story.history().toJson(false)).contains("a bug in the worker");
        assertThat(story).hasOutcome("completed");
        assertThat(story.error()).isEmpty();
    }

    @Test
    void a_workflow_of_the_hosts_own_is_told_by_its_name(ToraleTestEnvironment torale) {
        report(torale);

        assertThat(torale.stories())
                .singleElement()
                .asString()
                .startsWith("workflow Report at ")
                .contains(": completed [report-1, run ");
    }

    private static void report(ToraleTestEnvironment torale) {
        WorkflowOptions options = WorkflowOptions.newBuilder()
                .setWorkflowId("report-1")
                .setTaskQueue("torale-workers")
                .build();
        torale.client().newWorkflowStub(Report.class, options).report();
    }

    /** A workflow of the host's own. */
    @WorkflowInterface
    public interface Report {
        /** Reports. */
        @WorkflowMethod
        String report();
    }

    /** Reports nothing in particular. */
    public static final class ReportImpl implements Report {
        @Override
        public String report() {
            return "all is well";
        }
    }

    /** A worker whose code has a bug until it is deployed again. */
    private static final class StumblesOnce extends WorkerInterceptorBase {
        private final AtomicInteger left = new AtomicInteger();

        @Override
        public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
            return new WorkflowInboundCallsInterceptorBase(next) {
                @Override
                public WorkflowOutput execute(WorkflowInput input) {
                    if (left.getAndUpdate(times -> Math.max(0, times - 1)) > 0) {
                        throw new IllegalStateException("a bug in the worker");
                    }
                    return super.execute(input);
                }
            };
        }
    }
}
