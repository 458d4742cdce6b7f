package ai.torale.testkit.server;

import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Waits until every open run waits for nothing but time or somebody else, and says what it waits for otherwise. */
final class Calm {
    /** So long after the last call of a worker a look at the histories is worth its cost. */
    private static final Duration SHORT_QUIET = Duration.ofMillis(2);

    private final TestServer server;
    private final KnownRuns runs;
    private final Progress progress;
    private final CodeFailures failures;
    private final Duration limit;
    private final Duration workLimit;

    /**
     * Of one server.
     *
     * @param limit how long a task may wait for a worker
     * @param workLimit how long a worker may be silent over a task that it has taken
     */
    Calm(
            TestServer server,
            KnownRuns runs,
            Progress progress,
            CodeFailures failures,
            Duration limit,
            Duration workLimit) {
        this.server = server;
        this.runs = runs;
        this.progress = progress;
        this.failures = failures;
        this.limit = limit;
        this.workLimit = workLimit;
    }

    /** Fails when something that should go on at once does not. */
    void await() {
        long begin = System.nanoTime();
        long seen = progress.ends(); // before the look at the runs, lest an end between the two be waited for
        while (runs.mayBeOpen()) {
            if (server.isClosed()) {
                throw SkippedTimeException.closed();
            }
            boolean looks = progress.quiet().compareTo(SHORT_QUIET) >= 0;
            if (looks && isCalm()) {
                return;
            }
            if (!progress.awaitEnd(seen, looks ? SHORT_QUIET.multipliedBy(5) : SHORT_QUIET)) {
                failIfHeldUp(begin);
            }
            seen = progress.ends();
        }
    }

    /** What holds time up longer than it may; empty while something goes on. */
    Optional<String> heldUp() {
        Duration quiet = progress.quiet();
        if (quiet.compareTo(limit) < 0) {
            return Optional.empty();
        }
        return runs.open().stream()
                .flatMap(run -> reason(run, quiet.compareTo(workLimit) >= 0).stream())
                .findFirst();
    }

    /** For a sleeper who sees no time pass: like {@link #heldUp}, and after long also for a reason that is not known. */
    Optional<String> heldUpAsleep() {
        boolean isLong = progress.quiet().compareTo(workLimit) >= 0;
        return heldUp().or(
                        () -> Optional.of("no known workflow has anything left to do, yet the test server holds time")
                                .filter(reason -> isLong));
    }

    /** What the last run of a workflow waits for, in words. */
    String describe(String namespace, WorkflowExecution execution) {
        return RunState.key(execution) + ": "
                + RunState.of(server.history(namespace, execution)).business();
    }

    private void failIfHeldUp(long begin) {
        boolean waitedLong = System.nanoTime() - begin >= limit.toNanos();
        heldUp().filter(reason -> waitedLong).ifPresent(reason -> {
            throw SkippedTimeException.heldUp("time cannot be skipped, it is held up: " + reason);
        });
    }

    private Optional<String> reason(KnownRuns.Run run, boolean alsoTaken) {
        List<HistoryEvent> history = server.history(run.namespace(), run.execution());
        RunState state = RunState.of(history);
        Map<String, PendingActivityInfo> pending = pending(run);
        if (!state.isBusy(pending)) {
            return Optional.empty();
        }
        return failures.of(run)
                .or(() -> state.untaken(pending))
                .or(() -> alsoTaken ? Optional.of(state.business()) : Optional.empty())
                .map(reason -> RunState.key(run.execution()) + ": " + reason + " (" + type(history) + ")");
    }

    private static String type(List<HistoryEvent> history) {
        return "workflow type "
                + history.get(0)
                        .getWorkflowExecutionStartedEventAttributes()
                        .getWorkflowType()
                        .getName();
    }

    private boolean isCalm() {
        for (KnownRuns.Run run : runs.openUnverified()) {
            try {
                if (isBusy(run)) {
                    return false;
                }
            } catch (StatusRuntimeException e) {
                return false;
            }
        }
        return true;
    }

    private boolean isBusy(KnownRuns.Run run) {
        List<HistoryEvent> history = server.history(run.namespace(), run.execution());
        if (isClosed(history)) {
            return !hasEnded(run, history.get(history.size() - 1));
        }
        RunState state = RunState.of(history);
        return state.isBusy(state.hasOpenActivities() ? pending(run) : Map.of());
    }

    /** False when another run goes on in its place. */
    private boolean hasEnded(KnownRuns.Run run, HistoryEvent end) {
        runs.closed(run.namespace(), run.execution());
        String next = CloseEvents.nextRunId(end);
        runs.add(run.namespace(), run.execution().toBuilder().setRunId(next).build());
        return next.isEmpty();
    }

    private static boolean isClosed(List<HistoryEvent> history) {
        EventType last = history.get(history.size() - 1).getEventType();
        return switch (last) {
            case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
                    EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
                    EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT,
                    EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
                    EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
                    EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW -> true;
            default -> false;
        };
    }

    private Map<String, PendingActivityInfo> pending(KnownRuns.Run run) {
        return server.describe(run.namespace(), run.execution()).getPendingActivitiesList().stream()
                .collect(Collectors.toMap(PendingActivityInfo::getActivityId, activity -> activity, (a, b) -> b));
    }
}
