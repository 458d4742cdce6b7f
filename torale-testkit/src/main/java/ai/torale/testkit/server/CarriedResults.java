package ai.torale.testkit.server;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What schedules hand to their runs. The test server drops it at the start of a run, so it is put into the run's first
 * event wherever that is read.
 */
final class CarriedResults {
    private final Map<String, Runs.Carried> starting = new ConcurrentHashMap<>();
    private final Map<String, Runs.Carried> byRun = new ConcurrentHashMap<>();

    /** A worker may see the run before the server has said its run id. */
    void starting(String workflowId, Runs.Carried carried) {
        starting.put(workflowId, carried);
    }

    void started(WorkflowExecution run, Runs.Carried carried) {
        byRun.put(run.getRunId(), carried);
        starting.remove(run.getWorkflowId());
    }

    void notStarted(String workflowId) {
        starting.remove(workflowId);
    }

    /** The history with what was handed on; empty when nothing was. */
    Optional<History> into(History history, WorkflowExecution run) {
        if (history.getEventsCount() == 0) {
            return Optional.empty();
        }
        HistoryEvent first = history.getEvents(0);
        if (first.getEventType() != EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED) {
            return Optional.empty();
        }
        Runs.Carried carried = of(first.getWorkflowExecutionStartedEventAttributes(), run);
        if (carried.result() == null && carried.failure() == null) {
            return Optional.empty();
        }
        WorkflowExecutionStartedEventAttributes.Builder start =
                first.getWorkflowExecutionStartedEventAttributes().toBuilder();
        if (carried.result() != null) {
            start.setLastCompletionResult(carried.result());
        }
        if (carried.failure() != null) {
            start.setContinuedFailure(carried.failure());
        }
        return Optional.of(history.toBuilder()
                .setEvents(0, first.toBuilder().setWorkflowExecutionStartedEventAttributes(start))
                .build());
    }

    private Runs.Carried of(WorkflowExecutionStartedEventAttributes start, WorkflowExecution run) {
        String runId = start.getOriginalExecutionRunId().isEmpty() ? run.getRunId() : start.getOriginalExecutionRunId();
        Runs.Carried known = byRun.get(runId);
        if (known != null) {
            return known;
        }
        boolean scheduled = start.getIdentity().startsWith("temporal-scheduler-");
        Runs.@Nullable Carried starts = scheduled ? starting.get(run.getWorkflowId()) : null;
        // The start may have ended between the two looks: then its run is known by now.
        return starts != null ? starts : byRun.getOrDefault(runId, Runs.Carried.NOTHING);
    }
}
