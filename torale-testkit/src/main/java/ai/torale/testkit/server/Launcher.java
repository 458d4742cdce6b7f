package ai.torale.testkit.server;

import com.google.protobuf.util.Timestamps;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.schedule.v1.ScheduleActionResult;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the runs of one schedule, learns how they ended, and hands their results on. */
final class Launcher {
    static final String SCHEDULED_BY = "TemporalScheduledById";
    static final String SCHEDULED_AT = "TemporalScheduledStartTime";

    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);

    private final ScheduleFacts facts;
    private final Runs runs;
    private final Map<WorkflowExecution, Instant> deadlines = new HashMap<>();
    private Runs.Carried carried = Runs.Carried.NOTHING;
    private boolean refreshIsDue;

    Launcher(ScheduleFacts facts, Runs runs) {
        this.facts = facts;
        this.runs = runs;
    }

    void refreshFirst() {
        refreshIsDue = true;
    }

    void refreshIfAsked() {
        if (refreshIsDue) {
            refreshIsDue = false;
            refresh();
        }
    }

    /** Learns which runs have ended. */
    void refresh() {
        for (WorkflowExecution run : facts.running()) {
            runs.outcome(facts.namespace(), run).ifPresent(outcome -> closed(run, outcome));
        }
    }

    List<WorkflowExecution> open() {
        return facts.running().stream()
                .filter(run -> runs.outcome(facts.namespace(), run).isEmpty())
                .toList();
    }

    /** When the next of the running runs times out; null for never. */
    @Nullable Instant nextDeadline(Instant now) {
        return facts.running().stream()
                .map(deadlines::get)
                .flatMap(deadline -> Optional.ofNullable(deadline).stream())
                .filter(now::isBefore)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** False when it was not started: the schedule is paused or has no action left, or the server refused. */
    boolean start(Start start, NewWorkflowExecutionInfo action, boolean alone, Instant now) {
        if (!start.manual()) {
            if (!facts.canAct()) {
                return false;
            }
            facts.spendAction();
        }
        try {
            WorkflowExecution run =
                    runs.start(request(start, action), start.standsAlone() ? carried : Runs.Carried.NOTHING);
            facts.started(
                    ScheduleActionResult.newBuilder()
                            .setScheduleTime(Times.timestamp(start.actual()))
                            .setActualTime(Times.timestamp(now))
                            .setStartWorkflowResult(run)
                            .setStartWorkflowStatus(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
                            .build(),
                    alone);
            timeout(action)
                    .ifPresent(timeout -> deadlines.put(run, now.plus(timeout).plusMillis(1)));
            return true;
        } catch (StatusRuntimeException e) {
            LOG.warn("schedule '{}' could not start its run of {}: {}", facts.id(), start.nominal(), e.getMessage());
            return false;
        }
    }

    void cancelRunning() {
        facts.running().forEach(run -> runs.cancel(facts.namespace(), run, facts.identity()));
    }

    /** Answers whether something was terminated. */
    boolean terminateRunning() {
        List<WorkflowExecution> before = facts.running();
        before.forEach(run -> runs.terminate(facts.namespace(), run, facts.identity()));
        refresh();
        return facts.running().size() < before.size();
    }

    private void closed(WorkflowExecution run, Runs.Outcome outcome) {
        facts.closed(run, outcome.status());
        deadlines.remove(run);
        if (facts.pausesOnFailure()) {
            pauseAfter(run, outcome);
        }
        if (outcome.result() != null) {
            carried = new Runs.Carried(outcome.result(), null);
        } else if (outcome.failure() != null) {
            carried = new Runs.Carried(carried.result(), outcome.failure());
        }
    }

    private void pauseAfter(WorkflowExecution run, Runs.Outcome outcome) {
        if (outcome.status() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED) {
            String message = outcome.failure() == null ? "" : outcome.failure().getMessage();
            facts.pause("paused due to workflow failure: " + run.getWorkflowId() + ": " + message);
        } else if (outcome.status() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TIMED_OUT) {
            facts.pause("paused due to workflow timeout: " + run.getWorkflowId());
        }
    }

    private StartWorkflowExecutionRequest request(Start start, NewWorkflowExecutionInfo action) {
        Instant nominal = start.nominal().truncatedTo(ChronoUnit.SECONDS);
        StartWorkflowExecutionRequest.Builder request = StartWorkflowExecutionRequest.newBuilder()
                .setNamespace(facts.namespace())
                .setWorkflowId(action.getWorkflowId() + "-" + nominal)
                .setWorkflowType(action.getWorkflowType())
                .setTaskQueue(action.getTaskQueue())
                .setInput(action.getInput())
                .setWorkflowExecutionTimeout(action.getWorkflowExecutionTimeout())
                .setWorkflowRunTimeout(action.getWorkflowRunTimeout())
                .setWorkflowTaskTimeout(action.getWorkflowTaskTimeout())
                .setIdentity(facts.identity())
                .setRequestId(UUID.randomUUID().toString())
                .setWorkflowIdReusePolicy(
                        start.manual()
                                ? WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE
                                : WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .setSearchAttributes(withOrigin(action.getSearchAttributes(), nominal));
        addOptions(request, action);
        return request.build();
    }

    /** What is not set stays so, for the run's first event shows it. */
    private static void addOptions(StartWorkflowExecutionRequest.Builder request, NewWorkflowExecutionInfo action) {
        if (action.hasMemo()) {
            request.setMemo(action.getMemo());
        }
        if (action.hasHeader()) {
            request.setHeader(action.getHeader());
        }
        if (action.hasUserMetadata()) {
            request.setUserMetadata(action.getUserMetadata());
        }
        if (action.hasPriority()) {
            request.setPriority(action.getPriority());
        }
        if (action.hasRetryPolicy()) {
            request.setRetryPolicy(action.getRetryPolicy());
        }
    }

    private SearchAttributes withOrigin(SearchAttributes own, Instant nominal) {
        return own.toBuilder()
                .putIndexedFields(
                        SCHEDULED_BY,
                        Attributes.typed(
                                DefaultDataConverter.STANDARD_INSTANCE
                                        .toPayload(facts.id())
                                        .orElseThrow(),
                                "Keyword"))
                .putIndexedFields(
                        SCHEDULED_AT,
                        Attributes.typed(
                                DefaultDataConverter.STANDARD_INSTANCE
                                        .toPayload(Timestamps.toString(Times.timestamp(nominal)))
                                        .orElseThrow(),
                                "Datetime"))
                .build();
    }

    private static Optional<Duration> timeout(NewWorkflowExecutionInfo action) {
        Duration run = Times.duration(action.getWorkflowRunTimeout());
        Duration execution = Times.duration(action.getWorkflowExecutionTimeout());
        Duration shorter = run.isZero() || (!execution.isZero() && execution.compareTo(run) < 0) ? execution : run;
        return Optional.of(shorter).filter(timeout -> !timeout.isZero());
    }
}
