package ai.torale.testkit;

import ai.torale.temporal.Torale;
import ai.torale.temporal.ToraleBuilder;
import ai.torale.temporal.workflow.MonitoringWorkflow;
import ai.torale.testkit.server.SkippedTimeServer;
import ai.torale.testkit.server.SkippedTimeServerBuilder;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.schedules.ScheduleClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The in-process server, one for each test; time is skipped. */
final class SkippedBed implements TestBed {
    private static final String TASK_QUEUE = "torale-workers";
    private static final String OPEN_CHECKS =
            "WorkflowType = '" + MonitoringWorkflow.TYPE + "' AND ExecutionStatus = 'Running'";
    /** A check ends by its execution timeout at the latest, 15 minutes unless a host sets more. */
    private static final Duration LONGEST_CHECK = Duration.ofDays(1);

    private static final Duration LONGEST_STEP = Duration.ofSeconds(30);

    private final SkippedTimeServer server;
    private final InstantSource clock;

    SkippedBed(ToraleTestEnvironment.Builder settings) {
        SkippedTimeServerBuilder builder = SkippedTimeServer.builder()
                .startTime(settings.startTime)
                .retention(Duration.ofDays(3650)) // nothing is lost, so nobody warns of it
                .clientOptions(settings.client)
                .stubsOptions(options -> options.setGrpcClientInterceptors(settings.interceptors()));
        this.server = settings.skippedTime.apply(builder).start();
        this.clock = server.clock();
    }

    @Override
    public WorkflowClient client() {
        return server.client();
    }

    @Override
    public ScheduleClient scheduleClient() {
        return server.scheduleClient();
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public ToraleBuilder separate(ToraleBuilder builder) {
        return builder.taskQueue(TASK_QUEUE);
    }

    @Override
    public String taskQueue() {
        return TASK_QUEUE;
    }

    @Override
    public void advanceTo(Instant time, Torale torale, Collection<String> watched) {
        server.advanceTo(time);
        String due = OPEN_CHECKS + " AND TemporalScheduledStartTime <= '" + time + "'";
        Instant limit = server.now().plus(LONGEST_CHECK);
        Duration step = Duration.ofSeconds(1);
        while (server.client().countWorkflows(due).getCount() > 0) {
            if (server.now().isAfter(limit)) {
                throw new IllegalStateException(
                        "a check that was due by " + time + " is still open at " + server.now() + ": " + open(due));
            }
            server.advanceTo(server.now().plus(step));
            step = step.compareTo(LONGEST_STEP) < 0 ? step.multipliedBy(2) : LONGEST_STEP;
        }
    }

    private String open(String query) {
        return server.client()
                .listExecutions(query)
                .map(run -> run.getExecution().getWorkflowId())
                .collect(Collectors.joining(", "));
    }

    @Override
    public List<WorkflowExecution> executions(Witness witness) {
        return server.client()
                .listExecutions("")
                .sorted(Comparator.comparing(WorkflowExecutionMetadata::getStartTime))
                .map(WorkflowExecutionMetadata::getExecution)
                .toList();
    }

    @Override
    public void tidy(Torale torale, Collection<String> watched) {
        // The server ends with the test.
    }

    @Override
    public void close() {
        server.close();
    }
}
