package ai.torale.testkit.server;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Temporal's in-process test server with schedules and visibility on skipped time.
 *
 * <p>{@code ScheduleClient}, {@code WorkflowClient} and workers of {@link #environment()} work as on a real server. A
 * schedule's runs are started at their nominal times while time passes: in {@link #advanceTo}, in the environment's
 * {@code sleep}, and while somebody waits for a workflow's result. What the schedules do is what the workflow-backed
 * scheduler of Temporal's server 1.29 does. Safe for many threads.
 */
public final class SkippedTimeServer implements AutoCloseable {
    private final TestWorkflowEnvironment environment;
    private final WorkflowClient client;
    private final ScheduleClient scheduleClient;
    private final TestServer server;
    private final TimeKeeper keeper;
    private final Watchdog watchdog;
    private final Server localServer;
    private final ManagedChannel localChannel;

    SkippedTimeServer(SkippedTimeServerBuilder settings) {
        CallRouter router = new CallRouter();
        this.environment = TestWorkflowEnvironment.newInstance(settings.environmentOptions(router));
        TimerFix.apply(environment);
        this.server = new TestServer(environment);
        if (settings.realTime) {
            server.holdTime(); // for ever: every other hold is let go one day
        }
        KnownRuns runs = new KnownRuns(server);
        Progress progress = new Progress();
        CarriedResults carried = new CarriedResults();
        FireLimit limit = new FireLimit(settings.wakeupsLimit());
        Runs scheduled = new ServerRuns(server, runs, carried, settings.resultLoss());
        Schedules schedules = new Schedules(server, limit);
        CodeFailures failures = new CodeFailures();
        Calm calm = new Calm(server, runs, progress, failures, settings.workerLimit(), settings.workLimit());
        Waits waits = new Waits(server, schedules, limit);
        this.keeper = new TimeKeeper(server, schedules, calm, waits, limit);
        this.watchdog = new Watchdog(calm, settings.workerLimit());
        limit.whenReached(() ->
                waits.all().forEach(wait -> wait.fail(keeper.runaway(wait.namespace(), wait.execution()))));
        Attributes attributes =
                new Attributes(environment.getNamespace(), settings.searchAttributes(), server::hasSearchAttribute);
        LocalService local = new LocalService(
                new ScheduleService(schedules, scheduled, attributes, settings.jitterSeed),
                new Visibility(runs, attributes),
                new ReverseHistories(server, carried),
                server,
                settings.retention);
        String name = InProcessServerBuilder.generateName();
        this.localServer = started(InProcessServerBuilder.forName(name)
                .directExecutor()
                .addService(local)
                .addService(new TimeService(keeper, waits))
                .build());
        this.localChannel =
                InProcessChannelBuilder.forName(name).directExecutor().build();
        router.bind(localChannel, new Taps(server, runs, progress, failures, waits, schedules, carried, watchdog));
        this.client = environment.getWorkflowClient();
        this.scheduleClient = ScheduleClient.newInstance(environment.getWorkflowServiceStubs(), scheduleOptions());
    }

    /** A server with every default, started. */
    public static SkippedTimeServer start() {
        return builder().start();
    }

    /** Collects what differs from the defaults. */
    public static SkippedTimeServerBuilder builder() {
        return new SkippedTimeServerBuilder();
    }

    /** The SDK's test environment, for workers, signals and everything else; it ends with this server. */
    public TestWorkflowEnvironment environment() {
        return environment;
    }

    /** A client that lets time be skipped while it waits for a result. */
    public WorkflowClient client() {
        return client;
    }

    /** A client for schedules, with namespace, converter, identity and propagators of {@link #client()}. */
    public ScheduleClient scheduleClient() {
        return scheduleClient;
    }

    /** The virtual time, in whole milliseconds. It goes with the wall clock when nothing skips it. */
    public Instant now() {
        return server.now();
    }

    /** The virtual time as a clock for the code under test. */
    public InstantSource clock() {
        return this::now;
    }

    /**
     * Lets time pass up to an instant.
     *
     * <p>Returns when everything that is due up to then has been started at its nominal time and has finished: no
     * workflow task, activity or start of a child is left open. Does that also when the instant is past.
     *
     * @throws SkippedTimeException when time cannot be skipped, naming what holds it up; or when a schedule is
     *     woken more often than {@link SkippedTimeServerBuilder#scheduledRunsLimit}
     */
    public void advanceTo(Instant time) {
        keeper.advanceTo(time);
    }

    /** Lets so much time pass, as {@link #advanceTo} does. */
    public void advance(Duration duration) {
        keeper.sleep(duration);
    }

    /** Ends the server, its workers and whoever waits for time to pass. */
    @Override
    public void close() {
        keeper.close();
        watchdog.close();
        environment.close();
        localChannel.shutdownNow();
        localServer.shutdownNow();
    }

    private ScheduleClientOptions scheduleOptions() {
        WorkflowClientOptions options = client.getOptions();
        return ScheduleClientOptions.newBuilder()
                .setNamespace(options.getNamespace())
                .setDataConverter(options.getDataConverter())
                .setIdentity(options.getIdentity())
                .setContextPropagators(options.getContextPropagators())
                .build();
    }

    private static Server started(Server server) {
        try {
            return server.start();
        } catch (IOException e) {
            throw new IllegalStateException("an in-process server needs no network", e);
        }
    }
}
