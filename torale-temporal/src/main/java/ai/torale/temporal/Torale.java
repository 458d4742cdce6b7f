package ai.torale.temporal;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.check.Baseline;
import ai.torale.check.Check;
import ai.torale.check.CheckRun;
import ai.torale.check.Evaluation;
import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.state.Deletion;
import ai.torale.state.Fingerprint;
import ai.torale.state.State;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.admin.TemporalAdmin;
import ai.torale.temporal.connection.ConnectionException;
import ai.torale.temporal.schedule.Reconciliation;
import ai.torale.temporal.schedule.ResultPickup;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.ScheduledTask;
import ai.torale.temporal.schedule.TaskScheduleException;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.schedule.Written;
import ai.torale.temporal.workflow.MonitoringActivities;
import ai.torale.temporal.workflow.WorkerParts;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches tasks on Temporal: the library's front door.
 *
 * <p>It uses the host's client as it is and never shuts down what it did not make. Safe for many threads; every call
 * can be repeated safely. A host that only watches, pauses and looks needs neither provider nor notifier and never
 * calls {@link #start()}.
 */
public final class Torale implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Torale.class);

    private static final Duration PREVIEW_LIMIT = Duration.ofSeconds(54);

    private final WorkflowClient client;
    private final Check check;
    private final ScheduleManager schedules;
    private final ResultPickup pickup;
    private final WorkerParts parts;
    private final List<Problem> missing;
    private final String taskQueue;
    private final int concurrentActivities;
    private final Duration closeTimeout;
    private final InstantSource clock;
    private final Set<Worker> registered = Collections.newSetFromMap(new WeakHashMap<>());

    private @Nullable WorkerFactory workers;
    private boolean closed;

    Torale(ToraleBuilder builder, Check check, ScheduleManager schedules) {
        this.client = builder.client;
        this.check = check;
        this.schedules = schedules;
        this.pickup = new ResultPickup(schedules);
        this.taskQueue = builder.taskQueue;
        this.concurrentActivities = builder.concurrentActivities;
        this.closeTimeout = builder.closeTimeout;
        this.clock = builder.clock;
        MonitoringActivities library = WorkerParts.activities(check, builder.tasks, schedules, clock);
        this.missing = builder.missingForWorker(check);
        this.parts = new WorkerParts(
                builder.activities.apply(library),
                builder.plan,
                builder.scope.isEmpty() ? "" : builder.scope + ".",
                check.store().isPresent() ? (taskId, task) -> {} : pickup);
    }

    /** Starts with the defaults. */
    public static ToraleBuilder builder(WorkflowClient client) {
        return new ToraleBuilder(client);
    }

    /**
     * Starts a worker on the task queue, which runs checks until {@link #close()}.
     *
     * @throws InvalidException when there is no search provider or no notifier
     * @throws LifecycleException when it was started or closed before, or the server cannot be used; it can then be
     *     started again
     */
    public synchronized void start() {
        refuseClosed();
        if (workers != null) {
            throw new LifecycleException("ALREADY_STARTED", "this Torale was started before; start it once");
        }
        InvalidException.throwIfAny("the worker", missing);
        WorkerFactory factory = WorkerFactory.newInstance(client);
        Worker worker = factory.newWorker(
                taskQueue,
                WorkerOptions.newBuilder()
                        .setMaxConcurrentActivityExecutionSize(concurrentActivities)
                        .build());
        parts.registerWith(worker);
        try {
            factory.start();
        } catch (RuntimeException e) {
            abandon(factory);
            throw new LifecycleException(
                    "START_FAILED",
                    "the worker cannot start in namespace '" + namespace() + "': " + why(e)
                            + "; check address, namespace and credentials, TemporalConnection.verify() says which is"
                            + " wrong");
        }
        workers = factory;
        LOG.info("watching on task queue {} of namespace {}", taskQueue, namespace());
    }

    /** Ending it tells the server, which may fail as the start did. */
    private static void abandon(WorkerFactory factory) {
        try {
            factory.shutdownNow();
        } catch (RuntimeException e) {
            LOG.debug(
                    "the worker that did not start could not say so to the server: {}",
                    e.getClass().getName());
        }
    }

    /** What a host's interceptor or credential says may be secret. */
    private static String why(RuntimeException e) {
        if (e instanceof StatusRuntimeException answered) {
            return "the server answers " + answered.getStatus().getCode();
        }
        return e instanceof ConnectionException
                ? String.valueOf(e.getMessage())
                : "it failed with " + e.getClass().getName() + ", as of an interceptor or credential of the host";
    }

    /**
     * Registers workflows and activities with a worker of the host's own, before the host starts it.
     *
     * @throws InvalidException when there is no search provider or no notifier
     * @throws LifecycleException when it was registered with this worker before, or closed
     */
    public synchronized void register(Worker worker) {
        refuseClosed();
        InvalidException.throwIfAny("the worker", missing);
        if (!registered.add(worker)) {
            throw new LifecycleException("ALREADY_REGISTERED", "this worker has the monitoring workflow already");
        }
        parts.registerWith(worker);
    }

    /**
     * Ends the worker that {@link #start()} made, after its running activities or the close timeout; whatever the host
     * made goes on. Closing again does nothing.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (workers != null) {
            workers.shutdown();
            workers.awaitTermination(closeTimeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!workers.isTerminated()) {
                LOG.warn("activities run on after {}; the server will have them done again", closeTimeout);
                workers.shutdownNow();
            }
        }
        pickup.close();
    }

    /**
     * Brings a task's schedule in line with the task: creates it, updates it on a difference, or does nothing. A host
     * calls it for every task at every start.
     *
     * <p>A task that has told what it was to tell once stays silent, unless its question differs.
     *
     * @throws InvalidException when the task's provider refuses it, it names a channel or provider that this host does
     *     not have, or its cron fires more often than is allowed
     * @throws TaskScheduleException when the schedule cannot be written
     */
    public Written watch(MonitoringTask task) {
        Objects.requireNonNull(task, "task");
        Written written = schedules.save(task);
        if (written != Written.UNCHANGED && check.store().isEmpty()) {
            pickup.warnOfShortRetention(task);
        }
        return written;
    }

    /**
     * Compares what is watched with the tasks that there should be; changes nothing until the plan is applied.
     *
     * <p>For hosts with thousands of tasks: one listing tells what differs, where {@link #watch} asks for each. What a
     * store knows of a deleted task goes with its schedule; where that fails, the step fails, and {@link #unwatch} does it
     * again.
     *
     * @param desired every task of this scope
     * @throws InvalidException when two tasks have the same id
     * @throws TaskScheduleException when the schedules cannot be listed
     */
    public Reconciliation reconcile(Collection<MonitoringTask> desired) {
        return withStates(schedules.reconcile(desired));
    }

    /** Like {@link #reconcile}, with one call more for each schedule: also what somebody edited by hand is seen. */
    public Reconciliation reconcileDeeply(Collection<MonitoringTask> desired) {
        return withStates(schedules.reconcileDeeply(desired));
    }

    private Reconciliation withStates(Reconciliation reconciliation) {
        check.store()
                .ifPresent(store -> reconciliation.alsoDeleting(
                        (taskId, epoch) -> store.delete(new Deletion(taskId, Set.of(epoch), clock.instant()))));
        return reconciliation;
    }

    /**
     * Stops watching a task: removes its schedule and what is known of it. A running check tells nobody any more.
     *
     * @return whether there was a schedule
     * @throws TaskScheduleException when the schedule cannot be removed
     */
    public boolean unwatch(String taskId) {
        if (check.store().isEmpty()) {
            return schedules.delete(taskId);
        }
        Set<String> epochs =
                schedules.find(taskId).map(found -> Set.of(found.epoch())).orElse(Set.of());
        boolean existed = schedules.delete(taskId);
        check.store().get().delete(new Deletion(taskId, epochs, clock.instant()));
        return existed;
    }

    /** Stops checks until {@link #resume}; what is owed is still delivered. The note is for people. */
    public void pause(String taskId, String note) {
        schedules.pause(taskId, note);
    }

    /** Goes on with checks at the next time that the cron names. */
    public void resume(String taskId) {
        schedules.resume(taskId);
    }

    /** Starts a check now, unless one is running. */
    public Triggered checkNow(String taskId) {
        return schedules.trigger(taskId);
    }

    /** A task's schedule as the server holds it; empty when it is not watched. */
    public Optional<ScheduledTask> find(String taskId) {
        return schedules.find(taskId);
    }

    /**
     * What a check of this task would conclude now: asks the provider in this process, writes nothing, tells nobody.
     *
     * @throws InvalidException when the task's provider refuses it
     * @throws ai.torale.search.SearchException when the provider fails; any other exception of its own comes through
     */
    public Evaluation preview(MonitoringTask task) {
        InvalidException.throwIfAny("task '" + task.id() + "'", check.problems(task));
        Instant now = clock.instant();
        Optional<ScheduledTask> scheduled = schedules.find(task.id());
        Baseline baseline = known(task.id(), scheduled);
        String epoch = scheduled
                .map(ScheduledTask::epoch)
                .or(() -> baseline.state().map(State::epoch))
                .orElse("preview");
        SearchRequest request = SearchRequest.of(task, now, now.plus(PREVIEW_LIMIT));
        SearchResult result = check.search(baseline.state()
                .filter(state -> state.epoch().equals(epoch) && state.question().equals(Fingerprint.ofQuestion(task)))
                .map(state -> request.withPrevious(state.structured(), state.checkedAt()))
                .orElse(request));
        return check.evaluate(new CheckRun(task, epoch, "preview", now), result, baseline);
    }

    /** The schedules beneath: for hosts that want them without the rest. */
    public ScheduleManager schedules() {
        return schedules;
    }

    /** What an operator sees of this scope; give it the UI's address for links, and a handler serves it. */
    public TemporalAdmin admin() {
        return TemporalAdmin.of(schedules).clock(clock);
    }

    private Baseline known(String taskId, Optional<ScheduledTask> scheduled) {
        return check.store()
                .flatMap(store -> store.find(taskId))
                .map(Baseline::of)
                .or(() -> scheduled.map(found -> KnownState.of(client, found)))
                .orElse(Baseline.none());
    }

    private void refuseClosed() {
        if (closed) {
            throw new LifecycleException("CLOSED", "this Torale was closed; build another");
        }
    }

    private String namespace() {
        return client.getOptions().getNamespace();
    }
}
