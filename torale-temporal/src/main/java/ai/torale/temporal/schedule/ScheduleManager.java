package ai.torale.temporal.schedule;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.state.Fingerprint;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.workflow.TaskSchedules;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.schedule.v1.TriggerImmediatelyRequest;
import io.temporal.api.workflowservice.v1.CreateScheduleRequest;
import io.temporal.api.workflowservice.v1.DeleteScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.api.workflowservice.v1.PatchScheduleRequest;
import io.temporal.api.workflowservice.v1.UpdateScheduleRequest;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one Temporal Schedule for each task; writes schedules and nothing else.
 *
 * <p>Every call can be repeated safely, ends within the call timeout (10 seconds by default), and fails with a
 * {@link TaskScheduleException}; what a caller hands in is checked before the first call to the server. Safe for many
 * threads, and for several hosts at once.
 */
public final class ScheduleManager implements TaskSchedules {
    private static final int UPDATE_ATTEMPTS = 5;
    private static final Duration TRIGGER_LIMIT = Duration.ofSeconds(5);
    private static final Duration TRIGGER_PAUSE = Duration.ofMillis(20);
    private static final int MAX_NOTE = 1_000;

    private final WorkflowClient client;
    private final Settings settings;
    private final ScheduleCalls calls;
    private final ScheduleMessages messages;

    ScheduleManager(ScheduleManagerBuilder builder) {
        this.client = builder.client;
        this.settings = new Settings(
                builder.taskQueue,
                builder.scope.isEmpty() ? "" : builder.scope + ".",
                builder.carriesTasks,
                builder.executionTimeout,
                builder.minimumPeriod);
        this.calls = new ScheduleCalls(client, builder.callTimeout);
        this.messages = new ScheduleMessages(client.getOptions(), settings);
    }

    record Settings(
            String taskQueue,
            String idPrefix,
            boolean carriesTasks,
            Duration executionTimeout,
            Duration minimumPeriod) {}

    /** Starts with the defaults; the client's namespace, data converter and identity are used as they are. */
    public static ScheduleManagerBuilder builder(WorkflowClient client) {
        return new ScheduleManagerBuilder(client);
    }

    /**
     * Creates a task's schedule; it fires at the next time that the cron names.
     *
     * @return {@link Written#CREATED}, or {@link Written#UNCHANGED} when it exists with equal content
     * @throws InvalidException when the task's cron fires more often than is allowed
     * @throws TaskScheduleException {@code SCHEDULE_CONFLICT} when it exists with other content,
     *     {@code SCHEDULE_FOREIGN} when somebody else's schedule has this id
     */
    public Written create(MonitoringTask task) {
        check(task);
        String epoch = UUID.randomUUID().toString();
        CreateScheduleRequest request = CreateScheduleRequest.newBuilder()
                .setNamespace(namespace())
                .setScheduleId(messages.scheduleId(task.id()))
                .setSchedule(messages.schedule(task, epoch))
                .setMemo(messages.memo(epoch, Instant.now()))
                .setRequestId(epoch)
                .setIdentity(identity())
                .build();
        try {
            calls.write(task.id(), stub -> stub.createSchedule(request));
            return Written.CREATED;
        } catch (TaskScheduleException e) {
            if (!e.code().equals(TaskScheduleException.CONFLICT)) {
                throw e;
            }
        }
        if (isAsDesired(task, own(task.id()))) {
            return Written.UNCHANGED;
        }
        throw new TaskScheduleException(
                TaskScheduleException.CONFLICT,
                task.id(),
                "task '" + task.id() + "' has a schedule with other content; update it instead",
                false);
    }

    /**
     * Brings a task's schedule in line with the task; writes only on a difference, and never changes whether it is
     * paused.
     *
     * @return {@link Written#UPDATED} or {@link Written#UNCHANGED}
     * @throws InvalidException when the task's cron fires more often than is allowed
     * @throws TaskScheduleException {@code SCHEDULE_NOT_FOUND}; {@code SCHEDULE_FOREIGN};
     *     {@code CONCURRENT_MODIFICATION} when others changed it at each of 5 attempts
     */
    public Written update(MonitoringTask task) {
        check(task);
        Written written = Written.UNCHANGED;
        for (int attempt = 0; attempt <= UPDATE_ATTEMPTS; attempt++) {
            DescribeScheduleResponse described = own(task.id());
            if (isAsDesired(task, described)) {
                return written;
            }
            if (attempt == UPDATE_ATTEMPTS) {
                break;
            }
            written = Written.UPDATED;
            tryUpdate(task, described);
        }
        throw new TaskScheduleException(
                TaskScheduleException.CONCURRENT,
                task.id(),
                "the schedule of task '" + task.id() + "' was changed by others " + UPDATE_ATTEMPTS
                        + " times in a row; try again",
                false);
    }

    /** The older scheduler drops an update with an outdated token in silence; the caller reads back. */
    private void tryUpdate(MonitoringTask task, DescribeScheduleResponse described) {
        ScheduleState state = described.getSchedule().getState();
        Schedule desired = messages.schedule(task, messages.epoch(described))
                .setState(state)
                .build();
        UpdateScheduleRequest request = UpdateScheduleRequest.newBuilder()
                .setNamespace(namespace())
                .setScheduleId(messages.scheduleId(task.id()))
                .setSchedule(desired)
                .setConflictToken(described.getConflictToken())
                .setRequestId(UUID.randomUUID().toString())
                .setIdentity(identity())
                .build();
        try {
            calls.write(task.id(), stub -> stub.updateSchedule(request));
        } catch (TaskScheduleException e) {
            if (!e.code().equals(TaskScheduleException.CONCURRENT)) {
                throw e;
            }
        }
    }

    /**
     * Deletes a task's schedule; a check that is running goes on.
     *
     * @return whether there was one
     * @throws TaskScheduleException {@code SCHEDULE_FOREIGN} when somebody else's schedule has this id
     */
    public boolean delete(String taskId) {
        Optional<DescribeScheduleResponse> described = described(taskId);
        if (described.isEmpty()) {
            return false;
        }
        refuseForeign(taskId, described.get());
        DeleteScheduleRequest request = DeleteScheduleRequest.newBuilder()
                .setNamespace(namespace())
                .setScheduleId(messages.scheduleId(taskId))
                .setIdentity(identity())
                .build();
        try {
            calls.write(taskId, stub -> stub.deleteSchedule(request));
        } catch (TaskScheduleException e) {
            if (!e.code().equals(TaskScheduleException.NOT_FOUND)) {
                throw e;
            }
        }
        return true;
    }

    /**
     * Pauses a task's schedule; a check that is running goes on.
     *
     * @param note why, for people; at most 1,000 characters
     * @throws TaskScheduleException {@code SCHEDULE_NOT_FOUND}; {@code SCHEDULE_FOREIGN}
     */
    @Override
    public void pause(String taskId, String note) {
        own(taskId);
        String reason = note.isBlank() ? "paused" : note.substring(0, Math.min(note.length(), MAX_NOTE));
        patch(taskId, SchedulePatch.newBuilder().setPause(reason).build());
    }

    /**
     * Resumes a task's schedule; times that it missed while it was paused are not made up for.
     *
     * @throws TaskScheduleException {@code SCHEDULE_NOT_FOUND}; {@code SCHEDULE_FOREIGN}
     */
    public void resume(String taskId) {
        own(taskId);
        patch(taskId, SchedulePatch.newBuilder().setUnpause("resumed").build());
    }

    /**
     * Starts a check now, also while the schedule is paused, unless one is running.
     *
     * @throws TaskScheduleException {@code SCHEDULE_NOT_FOUND}; {@code SCHEDULE_FOREIGN}
     */
    public Triggered trigger(String taskId) {
        DescribeScheduleResponse before = own(taskId);
        List<RecentCheck> running = ScheduleMessages.running(before.getInfo());
        if (!running.isEmpty()) {
            return Triggered.alreadyRunning(running.get(0));
        }
        Set<String> known = ScheduleMessages.recent(before.getInfo()).stream()
                .map(RecentCheck::runId)
                .collect(Collectors.toSet());
        patch(
                taskId,
                SchedulePatch.newBuilder()
                        .setTriggerImmediately(TriggerImmediatelyRequest.newBuilder()
                                .setOverlapPolicy(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP))
                        .build());
        long end = System.nanoTime() + TRIGGER_LIMIT.toNanos();
        while (System.nanoTime() - end < 0) {
            Optional<RecentCheck> started = ScheduleMessages.recent(own(taskId).getInfo()).stream()
                    .filter(Predicate.not(check -> known.contains(check.runId())))
                    .findFirst();
            if (started.isPresent()) {
                return Triggered.started(started.get());
            }
            ScheduleCalls.pause(taskId, TRIGGER_PAUSE);
        }
        return Triggered.unconfirmed();
    }

    /**
     * A task's schedule as the server holds it; empty when there is none.
     *
     * @throws TaskScheduleException {@code SCHEDULE_FOREIGN} when somebody else's schedule has this id
     */
    public Optional<ScheduledTask> find(String taskId) {
        Optional<DescribeScheduleResponse> described = described(taskId);
        described.ifPresent(found -> refuseForeign(taskId, found));
        return described.map(found -> messages.scheduledTask(taskId, found));
    }

    @Override
    public Optional<Facts> describe(String taskId) {
        return described(taskId).filter(messages::owns).map(this::facts);
    }

    /** How long the namespace keeps what has ended: a carried state must be picked up within that time. */
    public Duration retention() {
        DescribeNamespaceRequest request =
                DescribeNamespaceRequest.newBuilder().setNamespace(namespace()).build();
        DescribeNamespaceResponse response = calls.read("", stub -> stub.describeNamespace(request));
        return Duration.ofSeconds(
                response.getConfig().getWorkflowExecutionRetentionTtl().getSeconds());
    }

    private Facts facts(DescribeScheduleResponse described) {
        Set<String> running = ScheduleMessages.running(described.getInfo()).stream()
                .map(RecentCheck::runId)
                .collect(Collectors.toSet());
        Set<String> ended = ScheduleMessages.mayHaveCompleted(described.getInfo()).stream()
                .map(RecentCheck::runId)
                .filter(Predicate.not(running::contains))
                .collect(Collectors.toSet());
        @Nullable String question = messages.task(described.getSchedule())
                .map(Fingerprint::ofQuestion)
                .orElse(null);
        return new Facts(
                messages.epoch(described), running, ended, described.getInfo().getActionCount(), question);
    }

    private void patch(String taskId, SchedulePatch patch) {
        PatchScheduleRequest request = PatchScheduleRequest.newBuilder()
                .setNamespace(namespace())
                .setScheduleId(messages.scheduleId(taskId))
                .setPatch(patch)
                .setRequestId(UUID.randomUUID().toString())
                .setIdentity(identity())
                .build();
        calls.write(taskId, stub -> stub.patchSchedule(request));
    }

    private DescribeScheduleResponse own(String taskId) {
        DescribeScheduleResponse described =
                described(taskId).orElseThrow(() -> TaskScheduleException.notFound(taskId));
        refuseForeign(taskId, described);
        return described;
    }

    private Optional<DescribeScheduleResponse> described(String taskId) {
        InvalidException.throwIfAny("the task id", MonitoringTask.idProblems(taskId));
        DescribeScheduleRequest request = DescribeScheduleRequest.newBuilder()
                .setNamespace(namespace())
                .setScheduleId(messages.scheduleId(taskId))
                .build();
        try {
            return Optional.of(calls.read(taskId, stub -> stub.describeSchedule(request)));
        } catch (TaskScheduleException e) {
            if (e.code().equals(TaskScheduleException.NOT_FOUND)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void refuseForeign(String taskId, DescribeScheduleResponse described) {
        if (!messages.owns(described)) {
            throw new TaskScheduleException(
                    TaskScheduleException.FOREIGN,
                    taskId,
                    "schedule '" + messages.scheduleId(taskId)
                            + "' was not made by this library (or its memo cannot be read); use another task id or scope",
                    false);
        }
    }

    private boolean isAsDesired(MonitoringTask task, DescribeScheduleResponse described) {
        return ScheduleMark.in(described.getSchedule().getSpec())
                .filter(messages.mark(task)::equals)
                .isPresent();
    }

    private void check(MonitoringTask task) {
        Duration period = task.parsedCron().shortestPeriod();
        if (period.compareTo(settings.minimumPeriod()) < 0) {
            throw InvalidException.of(
                    "the schedule of task '" + task.id() + "'",
                    new Problem(
                            "CRON_TOO_SHORT",
                            "cron",
                            task.cron(),
                            "it fires every " + period + ", use " + settings.minimumPeriod() + " or more"));
        }
    }

    private String namespace() {
        return client.getOptions().getNamespace();
    }

    private String identity() {
        return client.getOptions().getIdentity();
    }
}
