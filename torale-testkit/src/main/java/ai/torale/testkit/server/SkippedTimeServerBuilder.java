package ai.torale.testkit.server;

import io.grpc.ClientInterceptor;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link SkippedTimeServer}; not safe for several threads. */
public final class SkippedTimeServerBuilder {
    /** Longer than any process lives. */
    private static final Duration NEVER = Duration.ofDays(36_500);

    private final Map<String, IndexedValueType> searchAttributes = new TreeMap<>();
    private @Nullable Instant startTime;
    private UnaryOperator<WorkflowClientOptions.Builder> clientOptions = options -> options;
    private UnaryOperator<WorkflowServiceStubsOptions.Builder> stubsOptions = options -> options;
    private UnaryOperator<WorkerFactoryOptions.Builder> workerOptions = options -> options;
    private boolean losesResults;
    private int scheduledRunsLimit = 10_000;
    private Duration workerLimit = Duration.ofSeconds(10);
    private Duration workLimit = Duration.ofMinutes(1);
    boolean realTime;
    Duration retention = Duration.ofDays(1);
    long jitterSeed;

    SkippedTimeServerBuilder() {
        searchAttributes.put(Launcher.SCHEDULED_BY, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
        searchAttributes.put(Launcher.SCHEDULED_AT, IndexedValueType.INDEXED_VALUE_TYPE_DATETIME);
    }

    /** When virtual time begins, to the millisecond. Default: the present. */
    public SkippedTimeServerBuilder startTime(Instant startTime) {
        this.startTime = Objects.requireNonNull(startTime, "startTime");
        return this;
    }

    /**
     * Lets time go with the wall clock and skips none, for demonstrations: schedules fire as time goes by, and {@code
     * advance}, {@code sleep} and whoever waits for a result wait in real time, as long as it takes; the limits on them
     * are off. Nothing is ever removed, so memory grows with every run. Default: time is skipped.
     */
    public SkippedTimeServerBuilder realTime() {
        this.realTime = true;
        return this;
    }

    /** The client's options: namespace, data converter, interceptors. Default: the SDK's. */
    public SkippedTimeServerBuilder clientOptions(UnaryOperator<WorkflowClientOptions.Builder> change) {
        this.clientOptions = Objects.requireNonNull(change, "change");
        return this;
    }

    /** The stubs' options; target and channel are the server's own. Default: the SDK's. */
    public SkippedTimeServerBuilder stubsOptions(UnaryOperator<WorkflowServiceStubsOptions.Builder> change) {
        this.stubsOptions = Objects.requireNonNull(change, "change");
        return this;
    }

    /** The worker factory's options. Default: the SDK's, with quicker ends. */
    public SkippedTimeServerBuilder workerOptions(UnaryOperator<WorkerFactoryOptions.Builder> change) {
        this.workerOptions = Objects.requireNonNull(change, "change");
        return this;
    }

    /** A custom search attribute of the namespace. Default: none. */
    public SkippedTimeServerBuilder searchAttribute(String name, IndexedValueType type) {
        searchAttributes.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(type, "type"));
        return this;
    }

    /** The namespace's retention; nothing is ever removed. Default: 1 day, as on a dev server. */
    public SkippedTimeServerBuilder retention(Duration retention) {
        this.retention = Objects.requireNonNull(retention, "retention");
        return this;
    }

    /**
     * Whether a schedule loses the result of a run that closed longer ago than the retention when it first asks for it,
     * as on a real server. Default: false.
     */
    public SkippedTimeServerBuilder losesResultsAfterRetention(boolean loses) {
        this.losesResults = loses;
        return this;
    }

    /** After how many wakeups of one schedule a single wait for time or for a result fails. Default: 10,000. */
    public SkippedTimeServerBuilder scheduledRunsLimit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("scheduledRunsLimit is " + limit + ", use 1 or more");
        }
        this.scheduledRunsLimit = limit;
        return this;
    }

    /** How long a task may wait for a worker, in real time, before whoever waits fails. Default: 10 seconds. */
    public SkippedTimeServerBuilder workerLimit(Duration limit) {
        this.workerLimit = Objects.requireNonNull(limit, "limit");
        return this;
    }

    /** How long workers may be silent over a task, in real time, before whoever waits fails. Default: 1 minute. */
    public SkippedTimeServerBuilder workLimit(Duration limit) {
        this.workLimit = Objects.requireNonNull(limit, "limit");
        return this;
    }

    /** Another seed gives every schedule with jitter other times. Default: 0. */
    public SkippedTimeServerBuilder jitterSeed(long seed) {
        this.jitterSeed = seed;
        return this;
    }

    /** Starts the server. */
    public SkippedTimeServer start() {
        return new SkippedTimeServer(this);
    }

    int wakeupsLimit() {
        return realTime ? Integer.MAX_VALUE : scheduledRunsLimit;
    }

    Duration workerLimit() {
        return realTime ? NEVER : workerLimit;
    }

    Duration workLimit() {
        return realTime ? NEVER : workLimit;
    }

    Map<String, IndexedValueType> searchAttributes() {
        return searchAttributes;
    }

    Optional<Duration> resultLoss() {
        return losesResults ? Optional.of(retention) : Optional.empty();
    }

    TestEnvironmentOptions environmentOptions(ClientInterceptor router) {
        TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                        clientOptions.apply(WorkflowClientOptions.newBuilder()).build())
                .setWorkflowServiceStubsOptions(stubsOptions(router))
                .setWorkerFactoryOptions(workerOptions
                        .apply(WorkerFactoryOptions.newBuilder().setShutdownCheckInterval(Duration.ofMillis(1)))
                        .build());
        if (startTime != null) {
            options.setInitialTime(startTime);
        }
        searchAttributes.forEach(options::registerSearchAttribute);
        return options.build();
    }

    /** The router comes last on the way to the server, so that a host's interceptors see every call of the host. */
    private WorkflowServiceStubsOptions stubsOptions(ClientInterceptor router) {
        WorkflowServiceStubsOptions own =
                stubsOptions.apply(WorkflowServiceStubsOptions.newBuilder()).build();
        List<ClientInterceptor> interceptors = new ArrayList<>(List.of(router));
        Collection<ClientInterceptor> hosts = own.getGrpcClientInterceptors();
        if (hosts != null) {
            interceptors.addAll(hosts);
        }
        return WorkflowServiceStubsOptions.newBuilder(own)
                .setGrpcClientInterceptors(interceptors)
                .build();
    }
}
