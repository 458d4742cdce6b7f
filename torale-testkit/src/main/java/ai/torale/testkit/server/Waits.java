package ai.torale.testkit.server;

import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionConfig;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Lets time be skipped while somebody waits for the result of a workflow, and only as long as that workflow is open: the
 * test server by itself goes on to the next timer between the workflow's end and the waiter's return.
 */
final class Waits {
    /** A call that waits for the end of a workflow. */
    static final class Wait {
        private final String namespace;
        private final WorkflowExecution execution;
        private final Consumer<String> fail;
        private boolean open;

        Wait(String namespace, WorkflowExecution execution, Consumer<String> fail) {
            this.namespace = namespace;
            this.execution = execution;
            this.fail = fail;
        }

        String namespace() {
            return namespace;
        }

        WorkflowExecution execution() {
            return execution;
        }

        /** Ends the call with a failure. */
        void fail(String reason) {
            fail.accept(reason);
        }

        private boolean isFor(WorkflowExecution other) {
            return execution.getWorkflowId().equals(other.getWorkflowId());
        }
    }

    private final TestServer server;
    private final FireLimit limit;
    private final Schedules schedules;
    private final Set<Wait> waits = new LinkedHashSet<>();
    private final Map<String, Integer> closing = new HashMap<>();
    private long ends;
    private int locks = 1;
    private boolean suspended;
    private boolean skipping;

    Waits(TestServer server, Schedules schedules, FireLimit limit) {
        this.server = server;
        this.schedules = schedules;
        this.limit = limit;
    }

    /** The SDK's client takes or lets go of a lock: it does the latter while it waits for a result. */
    void lock(int change) {
        synchronized (this) {
            locks += change;
            settle();
        }
    }

    /** Somebody else lets time pass. */
    synchronized void suspend() {
        suspended = true;
        settle();
    }

    synchronized void resume() {
        suspended = false;
        settle();
    }

    void enter(Wait wait) {
        synchronized (this) {
            waits.add(wait);
        }
        limit.reset();
        schedules.touch();
        openIfRunning(wait).ifPresent(described -> {
            expiry(described).ifPresent(end -> server.at(end.minusMillis(1), server.now(), () -> expire(wait)));
        });
    }

    synchronized void leave(Wait wait) {
        waits.remove(wait);
        settle();
    }

    /** A workflow may be about to close: time stands still for those who wait for it. */
    synchronized void closing(WorkflowExecution run) {
        closing.merge(run.getWorkflowId(), 1, Integer::sum);
        waits.stream().filter(wait -> wait.isFor(run)).forEach(wait -> wait.open = false);
        settle();
    }

    /** A workflow that was about to close has done so, or has not. */
    void closed(WorkflowExecution run, boolean done) {
        List<Wait> still;
        synchronized (this) {
            ends++;
            closing.computeIfPresent(run.getWorkflowId(), (id, count) -> count == 1 ? null : count - 1);
            still = waits.stream().filter(wait -> wait.isFor(run) && !done).toList();
        }
        still.forEach(this::openIfRunning);
    }

    synchronized List<Wait> all() {
        return List.copyOf(waits);
    }

    /** Opens it if its workflow is open, and has not ended between the server's answer and now. */
    private Optional<DescribeWorkflowExecutionResponse> openIfRunning(Wait wait) {
        while (true) {
            long seen = ends();
            Optional<DescribeWorkflowExecutionResponse> described = isOpen(wait);
            if (described.isEmpty() || open(wait, seen)) {
                return described;
            }
        }
    }

    private synchronized long ends() {
        return ends;
    }

    private synchronized boolean open(Wait wait, long seen) {
        if (ends != seen) {
            return false;
        }
        wait.open = waits.contains(wait) && !closing.containsKey(wait.execution.getWorkflowId());
        settle();
        return true;
    }

    /** Its timeout is near. The server tells the waiter; until then time stands still. */
    private void expire(Wait wait) {
        synchronized (this) {
            if (!waits.contains(wait)) {
                return;
            }
            wait.open = false;
            settle();
        }
        Instant now = server.now();
        server.at(now.plusMillis(5), now, () -> openIfRunning(wait));
    }

    private Optional<DescribeWorkflowExecutionResponse> isOpen(Wait wait) {
        try {
            DescribeWorkflowExecutionResponse described = server.describe(wait.namespace, wait.execution);
            return Optional.of(described)
                    .filter(run -> run.getWorkflowExecutionInfo().getStatus()
                            == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
        } catch (StatusRuntimeException e) {
            return Optional.empty(); // the waiting call itself will say why
        }
    }

    private static Optional<Instant> expiry(DescribeWorkflowExecutionResponse described) {
        WorkflowExecutionConfig config = described.getExecutionConfig();
        Instant start = Times.instant(described.getWorkflowExecutionInfo().getStartTime());
        return Stream.of(config.getWorkflowRunTimeout(), config.getWorkflowExecutionTimeout())
                .map(Times::duration)
                .filter(timeout -> timeout.compareTo(Duration.ZERO) > 0)
                .min(Duration::compareTo)
                .map(start::plus);
    }

    private void settle() {
        boolean skips = !suspended && locks <= 0 && waits.stream().anyMatch(wait -> wait.open);
        if (skips != skipping) {
            skipping = skips;
            if (skips) {
                server.letTime();
            } else {
                server.holdTime();
            }
        }
    }
}
