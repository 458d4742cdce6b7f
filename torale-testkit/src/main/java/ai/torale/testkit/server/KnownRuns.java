package ai.torale.testkit.server;

import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every workflow run that was seen: the test server's own listings know little of each and fail while runs start. A
 * closed run never changes, so it is described once.
 */
final class KnownRuns {
    /** A run of a namespace. */
    record Run(String namespace, WorkflowExecution execution) {}

    private final TestServer server;
    private final Set<Run> open = new LinkedHashSet<>();
    private final Set<Run> ended = new LinkedHashSet<>();
    private final Map<Run, WorkflowExecutionInfo> closed = new LinkedHashMap<>();

    KnownRuns(TestServer server) {
        this.server = server;
    }

    void add(String namespace, WorkflowExecution execution) {
        Run run = new Run(namespace, execution);
        synchronized (this) {
            if (!execution.getRunId().isEmpty() && !closed.containsKey(run) && !ended.contains(run)) {
                open.add(run);
            }
        }
    }

    /** The runs that are open; describes those that may have closed since. */
    List<Run> open() {
        List<Run> candidates;
        synchronized (this) {
            candidates = List.copyOf(open);
        }
        return candidates.stream().filter(this::isStillOpen).toList();
    }

    /** Whether a run is open; fails with NOT_FOUND when there is none. */
    boolean isOpen(String namespace, WorkflowExecution execution) {
        Run run = new Run(namespace, execution);
        synchronized (this) {
            if (ended.contains(run) || closed.containsKey(run)) {
                return false;
            }
        }
        return isRunning(describe(run));
    }

    /** The runs that were not seen to be closed. */
    synchronized List<Run> openUnverified() {
        return List.copyOf(open);
    }

    /** Whether there is a run that was not seen to be closed. */
    synchronized boolean mayBeOpen() {
        return !open.isEmpty();
    }

    /** A run was seen to close; it is described when somebody asks. */
    synchronized void closed(String namespace, WorkflowExecution execution) {
        Run run = new Run(namespace, execution);
        if (open.remove(run)) {
            ended.add(run);
        }
    }

    /** What the server knows of every run of a namespace, in the order in which they were seen. */
    List<WorkflowExecutionInfo> all(String namespace) {
        List<Run> candidates;
        List<WorkflowExecutionInfo> infos = new ArrayList<>();
        synchronized (this) {
            candidates = new ArrayList<>(ended);
            candidates.addAll(open);
        }
        candidates.forEach(run -> describe(run, namespace, infos));
        synchronized (this) {
            closed.forEach((run, info) -> {
                if (run.namespace().equals(namespace)) {
                    infos.add(info);
                }
            });
        }
        return infos;
    }

    private void describe(Run run, String namespace, List<WorkflowExecutionInfo> infos) {
        if (run.namespace().equals(namespace)) {
            WorkflowExecutionInfo info = describe(run);
            if (isRunning(info)) {
                infos.add(info);
            }
        }
    }

    private boolean isStillOpen(Run run) {
        try {
            return isRunning(describe(run));
        } catch (StatusRuntimeException e) {
            synchronized (this) {
                open.remove(run);
            }
            return false;
        }
    }

    private WorkflowExecutionInfo describe(Run run) {
        WorkflowExecutionInfo info =
                server.describe(run.namespace(), run.execution()).getWorkflowExecutionInfo();
        if (!isRunning(info)) {
            synchronized (this) {
                open.remove(run);
                ended.remove(run);
                closed.put(run, info);
            }
        }
        return info;
    }

    private static boolean isRunning(WorkflowExecutionInfo info) {
        return info.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    }
}
