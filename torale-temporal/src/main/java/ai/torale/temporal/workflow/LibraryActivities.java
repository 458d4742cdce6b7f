package ai.torale.temporal.workflow;

import ai.torale.Json;
import ai.torale.check.Baseline;
import ai.torale.check.Check;
import ai.torale.check.CheckRun;
import ai.torale.check.Evaluation;
import ai.torale.check.Outcome;
import ai.torale.notify.DeliveryException;
import ai.torale.notify.Notification;
import ai.torale.search.SearchRequest;
import ai.torale.state.Fingerprint;
import ai.torale.state.State;
import ai.torale.task.MonitoringTask;
import ai.torale.task.TaskSource;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The library's own activities: core's steps, with Temporal's inputs and failures around them. */
final class LibraryActivities implements MonitoringActivities {
    private static final Logger LOG = LoggerFactory.getLogger(LibraryActivities.class);

    private final Check check;
    private final @Nullable TaskSource tasks;
    private final TaskSchedules schedules;
    private final FirstCheck firstCheck;
    private final InstantSource clock;

    /**
     * Activities built from the host's parts.
     *
     * @param tasks where the host keeps its tasks; null when they live in their schedules
     */
    LibraryActivities(Check check, @Nullable TaskSource tasks, TaskSchedules schedules, InstantSource clock) {
        this.check = check;
        this.tasks = tasks;
        this.schedules = schedules;
        this.firstCheck = new FirstCheck(schedules);
        this.clock = clock;
    }

    @Override
    public @Nullable TaskFields getTask(String taskId) {
        return Failures.<@Nullable TaskFields>mapped(() -> TimeLimit.call(timeLeft(), () -> {
            if (tasks == null) {
                throw ApplicationFailure.newFailure(
                        "task '" + taskId + "' is kept by the host, but this worker has no TaskSource",
                        FailureTypes.UNEXPECTED);
            }
            return tasks.find(taskId)
                    .map(task -> answered(taskId, task))
                    .map(TaskFields::of)
                    .orElse(null);
        }));
    }

    private static MonitoringTask answered(String taskId, MonitoringTask task) {
        if (!task.id().equals(taskId)) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "the TaskSource was asked for task '" + taskId + "' and answered task '" + task.id() + "'",
                    FailureTypes.INVALID);
        }
        return task;
    }

    @Override
    public SearchOutput executeGroundedSearch(SearchInput input) {
        return Failures.mapped(() -> {
            MonitoringTask task = input.task().toTask();
            SearchInput.Check asks = input.check();
            Duration left = timeLeft();
            SearchRequest request = SearchRequest.of(
                    task, Instant.parse(asks.scheduledAt()), clock.instant().plus(left));
            return SearchOutput.of(TimeLimit.call(left, () -> check.search(withPrevious(request, asks))));
        });
    }

    /**
     * What a store knows may be of an earlier life. What Temporal carries, where it carries it as well, shows that it is
     * not; only without that the schedule is asked.
     */
    private SearchRequest withPrevious(SearchRequest request, SearchInput.Check asks) {
        if (check.store().isPresent()) {
            String taskId = request.task().id();
            return check.store()
                    .get()
                    .find(taskId)
                    .filter(state -> state.question().equals(Fingerprint.ofQuestion(request.task())))
                    .filter(state -> asks.previousState() != null || lives(taskId, state.epoch()))
                    .map(state -> request.withPrevious(state.structured(), state.checkedAt()))
                    .orElse(request);
        }
        return asks.previousState() == null || asks.lastCheckedAt() == null
                ? request
                : request.withPrevious(Json.parse(asks.previousState()), Instant.parse(asks.lastCheckedAt()));
    }

    @Override
    public CompareOutput compareStates(CompareInput input) {
        return Failures.mapped(() -> TimeLimit.call(
                timeLeft(), () -> check.store().isPresent() ? compareWithStore(input) : compareCarried(input)));
    }

    /**
     * What the store knows goes before what is carried. A task of which it knows nothing, or another life only, may have
     * been removed while this check was asking: then nothing is written, or its state would come back.
     */
    private CompareOutput compareWithStore(CompareInput input) {
        if (input.result() == null) {
            return nothing(Outcome.SKIPPED, "", input.carried());
        }
        String taskId = input.task().id();
        Optional<State> held = check.store().flatMap(store -> store.find(taskId));
        boolean sameLife =
                held.filter(state -> state.epoch().equals(input.epoch())).isPresent();
        if (!sameLife && !lives(taskId, input.epoch())) {
            return nothing(Outcome.SKIPPED, "The task is no longer watched", null);
        }
        Baseline carried = held.isPresent()
                ? Baseline.none()
                : state(input.carried()).map(Baseline::of).orElse(Baseline.none());
        CheckRun run = run(input);
        return output(run, check.compare(run, input.result().toResult(), carried), input.carried());
    }

    private CompareOutput compareCarried(CompareInput input) throws InterruptedException {
        FirstCheck.Answer answer = input.carried() == null
                ? firstCheck.find(input.task().id(), input.checkId())
                : new FirstCheck.Answer(FirstCheck.Finding.FIRST, 0);
        FirstCheck.Finding finding = answer.finding();
        @Nullable CarriedState received = input.carried() == null && finding == FirstCheck.Finding.FIRST
                ? CarriedState.nothingYet(input.epoch())
                : input.carried();
        if (finding == FirstCheck.Finding.NOT_SCHEDULED) {
            return nothing(Outcome.NO_STATE, "The check knows no state and was not started by its schedule", null);
        }
        if (input.result() == null) {
            return nothing(Outcome.SKIPPED, "", received);
        }
        Baseline baseline = finding == FirstCheck.Finding.LOST
                ? Baseline.lost(answer.started())
                : state(received).map(Baseline::of).orElse(Baseline.none());
        if (baseline.isLost()) {
            LOG.warn(
                    "task {} has lost its state: this check makes a new baseline and tells nobody",
                    input.task().id());
        }
        CheckRun run = run(input);
        return output(run, check.evaluate(run, input.result().toResult(), baseline), received);
    }

    /** A notification without a channel would count as told and reach nobody, so such a check fails instead. */
    private CheckRun run(CompareInput input) {
        MonitoringTask task = input.task().toTask();
        if (check.channelsOf(task).isEmpty()) {
            throw DeliveryException.transientFailure(
                    "task '" + task.id() + "' names no channel and this worker has no notifier; register one");
        }
        return new CheckRun(task, input.epoch(), input.checkId(), Instant.parse(input.scheduledAt()));
    }

    private CompareOutput output(CheckRun run, Evaluation evaluation, @Nullable CarriedState received) {
        Optional<Notification> notification = evaluation.notification();
        return new CompareOutput(
                Outcomes.wire(evaluation.outcome()),
                evaluation.changed(),
                evaluation.firstCheck(),
                evaluation.changeSummary(),
                evaluation.next().map(next -> carry(next, received)).orElse(received),
                notification.map(NotificationFields::of).orElse(null),
                notification.isEmpty() ? List.of() : List.copyOf(check.channelsOf(run.task())));
    }

    /** A state that only a store can hold is not carried; the store goes before whatever is carried anyway. */
    private static @Nullable CarriedState carry(State next, @Nullable CarriedState received) {
        return next.structured().size() > Check.MAX_CARRIED_STATE_BYTES ? null : CarriedState.of(next, received);
    }

    private static CompareOutput nothing(Outcome outcome, String summary, @Nullable CarriedState carried) {
        return new CompareOutput(Outcomes.wire(outcome), false, false, summary, carried, null, List.of());
    }

    @Override
    public Receipt sendNotification(SendInput input) {
        return Failures.mapped(() -> TimeLimit.call(timeLeft(), () -> send(input)), longestPause());
    }

    private Receipt send(SendInput input) {
        Notification notification = input.notification().toNotification();
        if (!lives(notification.taskId(), input.epoch())) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "task '" + notification.taskId() + "' was removed or started anew; nothing is sent for epoch "
                            + input.epoch(),
                    FailureTypes.STOPPED);
        }
        check.send(input.epoch(), input.channel(), notification);
        LOG.info(
                "notification {} of task {} delivered on {}",
                notification.key(),
                notification.taskId(),
                input.channel());
        return new Receipt(
                notification.key(),
                input.channel(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** A check defers what must wait for long; a workflow that has nothing but this delivery to do waits. */
    private static Duration longestPause() {
        String workflowType = Activity.getExecutionContext().getInfo().getWorkflowType();
        return DeliveryWorkflow.TYPE.equals(workflowType)
                ? DeliveryWorkflowImpl.TIME_LIMIT
                : ActivityPlan.MAX_SEND_PAUSE;
    }

    /** Whether this life of the task is still watched. */
    private boolean lives(String taskId, String epoch) {
        return schedules
                .describe(taskId)
                .filter(facts -> facts.epoch().equals(epoch))
                .isPresent();
    }

    /** A task that asks something else by now goes on. */
    @Override
    public void completeTask(CompleteInput input) {
        Failures.<@Nullable Void>mapped(() -> {
            Optional<String> asked = tasks == null
                    ? schedules.describe(input.taskId()).flatMap(facts -> Optional.ofNullable(facts.question()))
                    : tasks.find(input.taskId()).map(Fingerprint::ofQuestion);
            if (lives(input.taskId(), input.epoch())
                    && asked.map(input.question()::equals).orElse(true)) {
                schedules.pause(input.taskId(), COMPLETED_NOTE + input.question());
            }
            return null;
        });
    }

    private static Optional<State> state(@Nullable CarriedState carried) {
        try {
            return carried == null ? Optional.empty() : carried.toState();
        } catch (IllegalArgumentException e) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "the carried state cannot be read: " + e.getMessage()
                            + "; unwatch the task and watch it again to start anew",
                    FailureTypes.STATE_UNREADABLE);
        }
    }

    /** How long a part may take: the attempt's time, less 10% or a second for the answer's way back. */
    private static Duration timeLeft() {
        Duration timeout = Activity.getExecutionContext().getInfo().getStartToCloseTimeout();
        Duration reserve = timeout.dividedBy(10);
        return timeout.minus(reserve.compareTo(Duration.ofSeconds(1)) > 0 ? reserve : Duration.ofSeconds(1));
    }
}
