package ai.torale.acceptance.server;

import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.ToraleBuilder;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.workflow.CheckReport;
import ai.torale.testkit.RecordingNotifier;
import ai.torale.testkit.ScriptedSearch;
import io.grpc.ClientInterceptor;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/** One test's corner of the server: a task queue of its own, scripted parts, and hosts that end with the test. */
public final class Stage implements AutoCloseable {
    /** The one queue that tests share: a test with a worker on it locks it, lest another's worker takes its checks. */
    public static final String DEFAULT_TASK_QUEUE = "torale-workers";

    private final DevServer server;
    private final String taskQueue;
    private final String suffix;
    private final ScriptedSearch search = new ScriptedSearch();
    private final RecordingNotifier notifier = new RecordingNotifier();
    private final Deque<Torale> hosts = new ArrayDeque<>();
    private final Deque<WorkflowServiceStubs> connections = new ConcurrentLinkedDeque<>();

    Stage(DevServer server, String testId) {
        this.server = server;
        this.suffix =
                HexFormat.of().toHexDigits(testId.hashCode()) + HexFormat.of().toHexDigits(System.nanoTime(), 6);
        this.taskQueue = "queue-" + suffix;
    }

    public DevServer server() {
        return server;
    }

    public WorkflowClient client() {
        return server.client();
    }

    /** A client with connections of its own, through which a test sends its calls astray; ends with the test. */
    public WorkflowClient client(String target, ClientInterceptor... interceptors) {
        WorkflowServiceStubs own = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(target)
                .setGrpcClientInterceptors(List.of(interceptors))
                .setConnectionBackoffResetFrequency(Duration.ofMillis(200))
                .build());
        connections.push(own);
        return WorkflowClient.newInstance(own, client().getOptions());
    }

    /** Like {@link #client(String, ClientInterceptor...)}, and connected already. */
    public WorkflowClient connected(String target, ClientInterceptor... interceptors) {
        WorkflowClient client = client(target, interceptors);
        client.getWorkflowServiceStubs().connect(Duration.ofSeconds(30));
        return client;
    }

    public String taskQueue() {
        return taskQueue;
    }

    /** A task id that no other test uses. */
    public String id(String name) {
        return name + "-" + suffix;
    }

    /** A task of this test that never fires by itself. */
    public MonitoringTask.Builder task(String name) {
        return MonitoringTask.builder(id(name), "0 0 1 1 *").searchQuery("the price");
    }

    public ScriptedSearch search() {
        return search;
    }

    public RecordingNotifier notifier() {
        return notifier;
    }

    /** A builder with this test's queue and scripted parts. */
    public ToraleBuilder torale() {
        return torale(client());
    }

    public ToraleBuilder torale(WorkflowClient client) {
        return Torale.builder(client)
                .searchProvider(search)
                .notifier("test", notifier)
                .taskQueue(taskQueue)
                .minimumPeriod(Duration.ofSeconds(1))
                .closeTimeout(Duration.ofSeconds(5));
    }

    /** Builds and starts a host, which is closed when the test ends. */
    public Torale start(ToraleBuilder builder) {
        Torale torale = builder.build();
        torale.start();
        hosts.push(torale);
        return torale;
    }

    public Torale start() {
        return start(torale());
    }

    /** Has the schedule start a check, and waits for its end. */
    public CheckReport check(Torale torale, MonitoringTask task) {
        return report(trigger(torale, task));
    }

    /** Has the schedule start a check. */
    public Triggered trigger(Torale torale, MonitoringTask task) {
        Triggered triggered = torale.checkNow(task.id());
        if (triggered.status() != Triggered.Status.STARTED) {
            throw new AssertionError("the check was not started: " + triggered);
        }
        return triggered;
    }

    public CheckReport report(Triggered triggered) {
        return stub(triggered).getResult(CheckReport.class);
    }

    public WorkflowStub stub(Triggered triggered) {
        return client().newUntypedWorkflowStub(WorkflowTargetOptions.newBuilder()
                .setWorkflowId(triggered.workflowId().orElseThrow())
                .setRunId(triggered.runId().orElseThrow())
                .build());
    }

    public WorkflowExecutionHistory history(Triggered triggered) {
        return client().fetchHistory(
                        triggered.workflowId().orElseThrow(), triggered.runId().orElseThrow());
    }

    public List<HistoryEvent> events(Triggered triggered, EventType type) {
        return history(triggered).getEvents().stream()
                .filter(event -> event.getEventType() == type)
                .toList();
    }

    @Override
    public void close() {
        while (!hosts.isEmpty()) {
            hosts.pop().close();
        }
        connections.forEach(WorkflowServiceStubs::shutdownNow);
    }
}
