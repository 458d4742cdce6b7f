package ai.torale.temporal.schedule;

import ai.torale.InvalidException;
import ai.torale.cron.Cron;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.workflow.TaskSchedules;
import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.DataConverter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Keeps one Temporal Schedule for each task; what its checks did is read by {@link #checks()}.
 *
 * <p>Every call can be repeated safely, ends within the call timeout (10 seconds by default), and fails with a
 * {@link TaskScheduleException}; what a caller hands in is checked before the first call to the server. Safe for many
 * threads, and for several hosts at once.
 */
public final class ScheduleManager implements TaskSchedules {
    private final WorkflowClient client;
    private final ScheduleSettings settings;
    private final Duration callTimeout;
    private final int callsPerSecond;
    private final Pace pace;

    ScheduleManager(ScheduleManagerBuilder builder) {
        this.client = builder.client;
        this.settings = new ScheduleSettings(
                builder.taskQueue,
                builder.scope.isEmpty() ? "" : builder.scope + ".",
                builder.carriesTasks,
                builder.executionTimeout,
                builder.minimumPeriod,
                builder.options,
                builder.taskRules,
                builder.clock);
        this.callTimeout = builder.callTimeout;
        this.callsPerSecond = builder.callsPerSecond;
        this.pace = Pace.unlimited();
    }

    private ScheduleManager(ScheduleManager other, Pace pace) {
        this.client = other.client;
        this.settings = other.settings;
        this.callTimeout = other.callTimeout;
        this.callsPerSecond = other.callsPerSecond;
        this.pace = pace;
    }

    /** Starts with the defaults; the client's namespace, data converter and identity are used as they are. */
    public static ScheduleManagerBuilder builder(WorkflowClient client) {
        return new ScheduleManagerBuilder(client);
    }

    /**
     * Creates a task's schedule; it fires at the next time that the cron names.
     *
     * @return {@link Written#CREATED}, or {@link Written#UNCHANGED} when it exists with equal content
     * @throws InvalidException when the task breaks a rule of this manager, such as the shortest period
     * @throws TaskScheduleException {@code SCHEDULE_CONFLICT} when it exists with other content,
     *     {@code SCHEDULE_FOREIGN} when somebody else's schedule has this id
     */
    public Written create(MonitoringTask task) {
        return writing(task).create();
    }

    /**
     * Brings a task's schedule in line with the task; writes only on a difference, also one that somebody made by hand,
     * and never changes whether it is paused.
     *
     * @return {@link Written#UPDATED} or {@link Written#UNCHANGED}
     * @throws InvalidException when the task breaks a rule of this manager, such as the shortest period
     * @throws TaskScheduleException {@code SCHEDULE_NOT_FOUND}; {@code SCHEDULE_FOREIGN};
     *     {@code CONCURRENT_MODIFICATION} when others changed it at each of 5 attempts
     */
    public Written update(MonitoringTask task) {
        return writing(task).update();
    }

    /**
     * Creates a task's schedule or brings it in line.
     *
     * <p>One that is paused stays so, but for a task that has told what it was to tell once: when it asks something else
     * now, it is resumed.
     *
     * @throws InvalidException when the task breaks a rule of this manager, such as the shortest period
     * @throws TaskScheduleException {@code SCHEDULE_FOREIGN}; {@code CONCURRENT_MODIFICATION}
     */
    public Written save(MonitoringTask task) {
        return writing(task).save();
    }

    /** Like {@link #save}, for a schedule that is probably not there: that is one call instead of two. */
    Written saveNew(MonitoringTask task) {
        return writing(task).saveNew();
    }

    /**
     * Deletes a task's schedule; a check that is running goes on.
     *
     * @return whether there was one
     * @throws TaskScheduleException {@code SCHEDULE_FOREIGN} when somebody else's schedule has this id
     */
    public boolean delete(String taskId) {
        return deleteIf(taskId, described -> true);
    }

    /** Deletes a schedule if what the server says of it now speaks for it. */
    boolean deleteIf(String taskId, Predicate<DescribeScheduleResponse> condition) {
        ScheduleRequests requests = begin(taskId);
        Optional<DescribeScheduleResponse> described = requests.describe(taskId)
                .map(found -> requests.owned(taskId, found))
                .filter(condition);
        described.ifPresent(found -> requests.delete(taskId, Described.epoch(found.getMemo())));
        return described.isPresent();
    }

    /**
     * Pauses a task's schedule; a check that is running goes on.
     *
     * @param note why, for people; at most 1,000 characters, the rest is cut
     * @throws TaskScheduleException {@code SCHEDULE_NOT_FOUND}; {@code SCHEDULE_FOREIGN}
     */
    @Override
    public void pause(String taskId, String note) {
        Objects.requireNonNull(note, "note");
        ScheduleRequests requests = begin(taskId);
        String reason = note.isBlank() ? "paused" : ScheduleOptions.cut(note);
        requests.own(taskId);
        requests.patch(
                taskId,
                SchedulePatch.newBuilder().setPause(reason).build(),
                now -> !now.getSchedule().getState().getPaused()
                        || !now.getSchedule().getState().getNotes().equals(reason));
    }

    /**
     * Resumes a task's schedule; times that it missed while it was paused are not made up for.
     *
     * @throws TaskScheduleException {@code SCHEDULE_NOT_FOUND}; {@code SCHEDULE_FOREIGN}
     */
    public void resume(String taskId) {
        ScheduleRequests requests = begin(taskId);
        requests.resume(taskId, requests.own(taskId));
    }

    /**
     * Starts a check now, also while the schedule is paused, unless one is running; so a failed check is run again.
     *
     * @throws TaskScheduleException {@code SCHEDULE_NOT_FOUND}; {@code SCHEDULE_FOREIGN}
     */
    public Triggered trigger(String taskId) {
        return CheckStart.now(taskId, begin(taskId));
    }

    /**
     * A task's schedule as the server holds it; empty when there is none.
     *
     * @throws TaskScheduleException {@code SCHEDULE_FOREIGN} when somebody else's schedule has this id
     */
    public Optional<ScheduledTask> find(String taskId) {
        ScheduleRequests requests = begin(taskId);
        return requests.describe(taskId)
                .map(found -> requests.owned(taskId, found))
                .map(found -> new ScheduledTask(taskId, settings.scheduleId(taskId), found, converter()));
    }

    /**
     * The schedules of all tasks, in no order, without a limit.
     *
     * <p>They are asked for by pages of up to a thousand while the stream is read, each within the call timeout; what
     * was written in the last seconds may be missing or outdated.
     */
    public Stream<ListedSchedule> list() {
        return listNamespace().filter(listed -> listed.taskId().isPresent());
    }

    /** Every schedule of the namespace, also those of other scopes and makers; otherwise like {@link #list}. */
    public Stream<ListedSchedule> listNamespace() {
        return Paged.stream((token, size) -> begin().list(token, size));
    }

    /** What the checks of all tasks did and do. */
    public Checks checks() {
        return new Checks(() -> ScheduleCalls.aboutChecks(client, callTimeout), client.getOptions(), settings);
    }

    /** The Temporal namespace. */
    public String namespace() {
        return client.getOptions().getNamespace();
    }

    /** What stands, with a dot, before every schedule and workflow id; may be empty. */
    public String scope() {
        return settings.idPrefix().replaceAll("\\.$", "");
    }

    /**
     * When a task's schedule would fire; the server is not asked. With jitter each fire comes later by up to as much.
     *
     * @param count how many times, at most {@value Cron#MAX_FIRES}
     * @throws InvalidException when the task breaks a rule of this manager, such as the shortest period
     */
    public List<Instant> preview(MonitoringTask task, Instant after, int count) {
        return checked(task).next(after, count);
    }

    /**
     * Compares the schedules with the tasks that there should be; changes nothing until the plan is applied.
     *
     * <p>Reads the listing only, and sees by a mark in it which schedules differ. What somebody edited by hand is seen by
     * {@link #reconcileDeeply}.
     *
     * @param desired every task of this scope: a schedule of a task that is not among them counts as an orphan
     * @throws InvalidException when two tasks have the same id
     * @throws TaskScheduleException when the schedules cannot be listed
     */
    public Reconciliation reconcile(Collection<MonitoringTask> desired) {
        return Reconciliation.plan(paced(), desired, false);
    }

    /** Like {@link #reconcile}, with one call more for each schedule: nothing that differs is overlooked. */
    public Reconciliation reconcileDeeply(Collection<MonitoringTask> desired) {
        return Reconciliation.plan(paced(), desired, true);
    }

    @Override
    public Optional<Facts> describe(String taskId) {
        return begin(taskId)
                .describe(taskId)
                .filter(found -> Described.isOwn(found.getMemo()))
                .map(found -> Described.facts(found, converter()));
    }

    /** How long the namespace keeps what has ended: a carried state must be picked up within that time. */
    public Duration retention() {
        return Duration.ofSeconds(begin().namespace()
                .getConfig()
                .getWorkflowExecutionRetentionTtl()
                .getSeconds());
    }

    ScheduleSettings settings() {
        return settings;
    }

    ScheduleContent content(MonitoringTask task) {
        return new ScheduleContent(task, settings, client.getOptions());
    }

    /** Whether the server holds just what a task's schedule should; false when there is none. */
    boolean isAsDesired(MonitoringTask task) {
        return begin().describe(task.id())
                .filter(found -> Described.isOwn(found.getMemo()))
                .filter(content(task)::isIn)
                .isPresent();
    }

    private ScheduleManager paced() {
        return new ScheduleManager(this, Pace.perSecond(callsPerSecond));
    }

    private ScheduleContent checked(MonitoringTask task) {
        InvalidException.throwIfAny("the schedule of task '" + task.id() + "'", settings.problems(task));
        return content(task);
    }

    private ScheduleWriting writing(MonitoringTask task) {
        return new ScheduleWriting(task, checked(task), begin(), settings.clock());
    }

    /** Begins a call about one task. */
    private ScheduleRequests begin(String taskId) {
        InvalidException.throwIfAny("the task id", MonitoringTask.idProblems(taskId));
        return begin();
    }

    /** Begins a call: all that it asks of the server ends within the call timeout. */
    private ScheduleRequests begin() {
        return new ScheduleRequests(new ScheduleCalls(client, callTimeout, pace), client.getOptions(), settings);
    }

    private DataConverter converter() {
        return client.getOptions().getDataConverter();
    }
}
