package ai.torale.testkit;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Notes what a worker sees and a server does not tell, or too late: which workflows have begun, though a listing lags
 * behind, and how an attempt failed that was made again.
 */
final class Witness extends WorkerInterceptorBase {
    private final Map<WorkflowExecution, Integer> begun = new LinkedHashMap<>();
    private final Map<String, String> failures = new HashMap<>();

    synchronized List<WorkflowExecution> begun() {
        return List.copyOf(begun.keySet());
    }

    /** How often the worker began a workflow, from its start or, after a crash, from its history. */
    synchronized int beginnings(String runId) {
        return begun.entrySet().stream()
                .filter(entry -> entry.getKey().getRunId().equals(runId))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** How the last failed attempt of an activity failed; empty when none did. */
    synchronized String failure(String runId, String activityId) {
        return failures.getOrDefault(runId + " " + activityId, "");
    }

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
        return new WorkflowInboundCallsInterceptorBase(next) {
            @Override
            public void init(WorkflowOutboundCallsInterceptor outbound) {
                note(Workflow.getInfo());
                super.init(outbound);
            }
        };
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new Attempts(next);
    }

    private synchronized void note(WorkflowInfo info) {
        WorkflowExecution execution = WorkflowExecution.newBuilder()
                .setWorkflowId(info.getWorkflowId())
                .setRunId(info.getRunId())
                .build();
        begun.merge(execution, 1, Integer::sum);
    }

    private synchronized void note(ActivityInfo attempt, RuntimeException failure) {
        String words = failure instanceof ApplicationFailure typed
                ? typed.getType() + ": " + typed.getOriginalMessage()
                : String.valueOf(failure);
        failures.put(attempt.getWorkflowRunId() + " " + attempt.getActivityId(), words);
    }

    private final class Attempts extends ActivityInboundCallsInterceptorBase {
        private final ActivityInboundCallsInterceptor next;
        private ActivityInfo attempt;

        @SuppressWarnings("NullAway.Init") // init comes before execute
        Attempts(ActivityInboundCallsInterceptor next) {
            super(next);
            this.next = next;
        }

        @Override
        public void init(ActivityExecutionContext context) {
            attempt = context.getInfo();
            next.init(context);
        }

        @Override
        public ActivityOutput execute(ActivityInput input) {
            try {
                return next.execute(input);
            } catch (RuntimeException e) {
                note(attempt, e);
                throw e;
            }
        }
    }
}
