package ai.torale.testkit;

import ai.torale.notify.Notification;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.ToraleBuilder;
import ai.torale.temporal.schedule.ScheduledTask;
import ai.torale.temporal.schedule.Written;
import ai.torale.testkit.server.SkippedTimeServerBuilder;
import io.grpc.ClientInterceptor;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Months of monitoring within a test: a server, a worker, a {@link Torale}, and fakes for what it touches.
 *
 * <p>The server is Temporal's in-process one with schedules on skipped time, of this test alone, unless a real one is
 * chosen by the system property {@code torale.test.server} or the environment variable {@code TORALE_TEST_SERVER}
 * ({@code dev}, or an address). A test class with {@link ToraleTest} gets it as a parameter.
 *
 * <p>{@link #advance} ends the test when the fakes were used otherwise than the test says. Safe for many threads, but
 * time is advanced by one.
 */
public final class ToraleTestEnvironment implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TestBed bed;
    private final ScriptedSearch search = new ScriptedSearch();
    private final Map<String, RecordingNotifier> notifiers = new LinkedHashMap<>();
    private final List<Notification> notifications = new CopyOnWriteArrayList<>();
    private final Faults faults;
    private final Witness witness = new Witness();
    private final Torale torale;
    private final WorkerFactory workers;
    private volatile boolean closed;
    private final Set<String> watched = new ConcurrentSkipListSet<>();

    ToraleTestEnvironment(Builder settings, TestBed bed) {
        this.bed = bed;
        settings.channels.forEach(
                channel -> notifiers.put(channel, new RecordingNotifier(bed.clock(), notifications::add)));
        this.faults = Faults.of(bed.client(), bed.clock());
        settings.memory.forgetsWhile(() -> settings.replays || faults.planCrash());
        this.torale = torale(settings);
        this.workers = WorkerFactory.newInstance(bed.client(), workerOptions(settings));
        Worker worker = workers.newWorker(bed.taskQueue());
        torale.register(worker);
        settings.worker.accept(worker);
        workers.start();
    }

    private static ToraleTestEnvironment start(Builder settings) {
        settings.memory = new Forgetfulness();
        String server = RealServers.chosen(settings.server);
        TestBed bed = server.equals(RealServers.SKIPPED)
                ? new SkippedBed(settings)
                : new RealBed(settings, RealServers.target(server));
        try {
            ToraleTestEnvironment environment = new ToraleTestEnvironment(settings, bed);
            Stories.open(environment);
            return environment;
        } catch (RuntimeException e) {
            bed.close();
            throw e;
        }
    }

    /** An environment with every default, started. */
    public static ToraleTestEnvironment start() {
        return builder().start();
    }

    /** Starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    private Torale torale(Builder settings) {
        ToraleBuilder builder = Torale.builder(bed.client())
                .searchProvider(search)
                .clock(bed.clock())
                .minimumPeriod(Duration.ofSeconds(1));
        settings.providers.forEach(name -> builder.searchProvider(name, search));
        settings.channels.forEach(channel -> builder.notifier(channel, notifier(channel)));
        return bed.separate(settings.torale.apply(builder)).build();
    }

    /** The last interceptor is the outermost: faults strike around the host's, and every attempt is witnessed. */
    private WorkerFactoryOptions workerOptions(Builder settings) {
        List<WorkerInterceptor> interceptors = new ArrayList<>(settings.workerInterceptors);
        interceptors.add(faults);
        interceptors.add(witness);
        return WorkerFactoryOptions.newBuilder()
                .setShutdownCheckInterval(Duration.ofMillis(1))
                .setWorkerInterceptors(interceptors.toArray(WorkerInterceptor[]::new))
                .build();
    }

    /** The library's front door, with the fakes behind it. */
    public Torale torale() {
        return torale;
    }

    /** Watches a task, as {@link Torale#watch} does. */
    public Written watch(MonitoringTask task) {
        watched.add(task.id());
        return torale.watch(task);
    }

    /**
     * Lets so much time pass.
     *
     * <p>Returns when every check, and every delivery, that fell due has finished. While a check is tried again, time
     * goes on beyond, by seconds as a rule. On a real server it waits: only for short schedules, at most 5 minutes.
     *
     * @throws AssertionError when the fakes were used otherwise than the test says
     */
    public void advance(Duration time) {
        advanceTo(now().plus(time));
    }

    /**
     * Lets time pass up to then, as {@link #advance} does.
     *
     * @throws AssertionError when the fakes were used otherwise than the test says
     */
    public void advanceTo(Instant time) {
        bed.advanceTo(time, torale, watched);
        search.verify();
        notifiers.values().forEach(RecordingNotifier::verify);
    }

    /** The present of this test. */
    public Instant now() {
        return bed.clock().instant();
    }

    /** The time of this test as a clock, for providers, notifiers and host code. */
    public InstantSource clock() {
        return bed.clock();
    }

    /** What every search is answered with. */
    public ScriptedSearch search() {
        return search;
    }

    /**
     * What the only channel is told by; the first one, if there are several.
     *
     * @throws IllegalStateException when the environment was built with no channel
     */
    public RecordingNotifier notifier() {
        return notifiers.values().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no channel has a recording notifier; name one with channels(...) of the builder"));
    }

    /**
     * What this channel is told by.
     *
     * @throws IllegalArgumentException when it is none of the channels that the environment was built with
     */
    public RecordingNotifier notifier(String channel) {
        RecordingNotifier notifier = notifiers.get(channel);
        if (notifier == null) {
            throw new IllegalArgumentException("channel '" + channel + "' has no recording notifier, but "
                    + notifiers.keySet() + "; name it with channels(...) of the builder");
        }
        return notifier;
    }

    /** What was delivered so far on all channels, in order; the same notification on two channels counts twice. */
    public List<Notification> notifications() {
        return List.copyOf(notifications);
    }

    /** Faults for the worker of this test. */
    public Faults faults() {
        return faults;
    }

    /** The checks of a task that have begun, the oldest first. */
    public List<CheckStory> checks(MonitoringTask task) {
        return checks(task.id());
    }

    /** The checks of a task that have begun, the oldest first. */
    public List<CheckStory> checks(String taskId) {
        return stories().stream()
                .filter(story -> story.isCheck() && story.taskId().equals(taskId))
                .toList();
    }

    /** A task's schedule as the server holds it; empty when it is not watched. */
    public Optional<ScheduledTask> schedule(MonitoringTask task) {
        return torale.find(task.id());
    }

    /** The client of this test's server; it belongs to the environment. */
    public WorkflowClient client() {
        return bed.client();
    }

    /** A client for schedules on this test's server: the SDK's own, unmodified. */
    public ScheduleClient scheduleClient() {
        return bed.scheduleClient();
    }

    /**
     * Fails when the fakes were used otherwise than the test says, or a planned fault never struck. With
     * {@link ToraleTest} every test ends with it.
     *
     * @throws AssertionError saying what was expected
     */
    public void verify() {
        search.verify();
        notifiers.values().forEach(RecordingNotifier::verify);
        faults.verify();
    }

    /** Ends the worker and the server, whatever fails; on a real server it also unwatches the tasks. */
    @Override
    public void close() {
        closed = true;
        Stories.close(this);
        try (bed;
                torale) {
            endWork();
        }
    }

    private void endWork() {
        try {
            bed.tidy(torale, watched);
        } finally {
            workers.shutdownNow();
            workers.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Everything that has begun, the oldest first. */
    List<CheckStory> stories() {
        return bed.executions(witness).stream().map(this::story).toList();
    }

    /** The last of what has begun, the oldest first. */
    List<CheckStory> lastStories(int count) {
        List<WorkflowExecution> all = bed.executions(witness);
        return all.subList(Math.max(0, all.size() - count), all.size()).stream()
                .map(this::story)
                .toList();
    }

    private CheckStory story(WorkflowExecution execution) {
        WorkflowClient client = bed.client();
        return new CheckStory(
                execution,
                new StoryReader(
                        client.fetchHistory(execution.getWorkflowId(), execution.getRunId()),
                        client.getOptions().getDataConverter(),
                        activityId -> witness.failure(execution.getRunId(), activityId)));
    }

    /** How often a worker began this, from its start or from its history. */
    int beginnings(CheckStory story) {
        return witness.beginnings(story.runId());
    }

    /** Collects what differs from the defaults; not safe for several threads. */
    public static final class Builder {
        Instant startTime = Instant.parse("2026-01-01T00:00:00Z");
        String server = "";
        List<String> channels = List.of("test");
        List<String> providers = List.of();
        UnaryOperator<ToraleBuilder> torale = builder -> builder;
        UnaryOperator<WorkflowClientOptions.Builder> client = options -> options;
        Consumer<Worker> worker = registered -> {};
        List<WorkerInterceptor> workerInterceptors = List.of();
        UnaryOperator<SkippedTimeServerBuilder> skippedTime = server -> server;
        boolean replays;
        private Forgetfulness memory = new Forgetfulness();

        private Builder() {}

        /** When virtual time begins; a real server has its own. Default: 2026-01-01T00:00:00Z, a Thursday. */
        public Builder startTime(Instant startTime) {
            this.startTime = Objects.requireNonNull(startTime, "startTime");
            return this;
        }

        /**
         * {@code skipped} for the in-process server, {@code dev} for a dev server (the {@code temporal} that
         * {@code TEMPORAL_CLI} names or the path has, else one that the SDK downloads), or {@code host:port}. System
         * property and environment variable go before it. Default: {@code skipped}.
         */
        public Builder server(String server) {
            this.server = Objects.requireNonNull(server, "server");
            return this;
        }

        /** Settings of the in-process server: search attributes, limits, loss of results. Default: its own. */
        public Builder skippedTime(UnaryOperator<SkippedTimeServerBuilder> settings) {
            this.skippedTime = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /** The channels, each with a recording notifier of its own. Default: {@code test}. */
        public Builder channels(String... channels) {
            this.channels = List.of(channels);
            return this;
        }

        /** The names under which the scripted search serves tasks that name one. Default: none. */
        public Builder providers(String... providers) {
            this.providers = List.of(providers);
            return this;
        }

        /** Settings of the Torale: parts of the host's own, a store, options; its task queue is fixed. Default: none. */
        public Builder torale(UnaryOperator<ToraleBuilder> settings) {
            this.torale = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /** Options of the client: data converter, client interceptors, context propagators. Default: the SDK's. */
        public Builder client(UnaryOperator<WorkflowClientOptions.Builder> options) {
            this.client = Objects.requireNonNull(options, "options");
            return this;
        }

        /** Registers more with the worker, such as workflows of the host's own. Default: nothing. */
        public Builder worker(Consumer<Worker> registration) {
            this.worker = Objects.requireNonNull(registration, "registration");
            return this;
        }

        /** Interceptors of the host's own around its workflows and activities, the last outermost. Default: none. */
        public Builder workerInterceptors(WorkerInterceptor... interceptors) {
            this.workerInterceptors = List.of(interceptors);
            return this;
        }

        /**
         * Has the worker forget every workflow after each of its steps, as if it crashed there: it goes on from the
         * history. Slower, and finds workflow code of the host's own that is not deterministic. Default: it remembers,
         * but while {@link Faults} plan a crash.
         */
        public Builder replaysEveryStep() {
            this.replays = true;
            return this;
        }

        List<ClientInterceptor> interceptors() {
            return List.of(memory);
        }

        /** Starts the environment. */
        public ToraleTestEnvironment start() {
            return ToraleTestEnvironment.start(this);
        }
    }
}
