package ai.torale.testkit.server;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import java.time.Duration;
import java.util.Optional;

/** Runs on the test server. */
final class ServerRuns implements Runs {
    private final TestServer server;
    private final KnownRuns known;
    private final CarriedResults carriedResults;
    private final Optional<Duration> forgetsAfter;

    ServerRuns(TestServer server, KnownRuns known, CarriedResults carriedResults, Optional<Duration> forgetsAfter) {
        this.server = server;
        this.known = known;
        this.carriedResults = carriedResults;
        this.forgetsAfter = forgetsAfter;
    }

    @Override
    public WorkflowExecution start(StartWorkflowExecutionRequest request, Carried carried) {
        carriedResults.starting(request.getWorkflowId(), carried);
        try {
            WorkflowExecution run = WorkflowExecution.newBuilder()
                    .setWorkflowId(request.getWorkflowId())
                    .setRunId(server.start(request))
                    .build();
            carriedResults.started(run, carried);
            known.add(request.getNamespace(), run);
            return run;
        } catch (StatusRuntimeException e) {
            carriedResults.notStarted(request.getWorkflowId());
            throw e;
        }
    }

    @Override
    public Optional<Outcome> outcome(String namespace, WorkflowExecution first) {
        try {
            return followed(namespace, first);
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.of(Outcome.forgotten());
            }
            throw e;
        }
    }

    private Optional<Outcome> followed(String namespace, WorkflowExecution first) {
        WorkflowExecution run = first;
        while (true) {
            if (known.isOpen(namespace, run)) {
                return Optional.empty();
            }
            HistoryEvent end = server.closeEvent(namespace, run);
            String next = CloseEvents.nextRunId(end);
            if (next.isEmpty()) {
                return Optional.of(isForgotten(end) ? Outcome.forgotten() : CloseEvents.outcome(end));
            }
            run = run.toBuilder().setRunId(next).build();
        }
    }

    private boolean isForgotten(HistoryEvent end) {
        return forgetsAfter
                .filter(kept -> Times.instant(end.getEventTime()).plus(kept).isBefore(server.now()))
                .isPresent();
    }

    @Override
    public void cancel(String namespace, WorkflowExecution first, String identity) {
        ignoringClosed(() -> server.cancel(namespace, last(first), identity));
    }

    @Override
    public void terminate(String namespace, WorkflowExecution first, String identity) {
        ignoringClosed(() -> server.terminate(namespace, last(first), identity));
    }

    /** The last run of the chain. */
    private static WorkflowExecution last(WorkflowExecution first) {
        return first.toBuilder().clearRunId().build();
    }

    private static void ignoringClosed(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
                throw e;
            }
        }
    }
}
