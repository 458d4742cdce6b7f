package ai.torale.temporal.workflow;

import ai.torale.check.Outcome;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.SearchAttributeKey;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Carries a check from step to step; every thought is core's, every touch of the world an activity's. */
final class MonitoringWorkflowImpl implements MonitoringWorkflow {
    private static final SearchAttributeKey<OffsetDateTime> SCHEDULED_START =
            SearchAttributeKey.forOffsetDateTime("TemporalScheduledStartTime");

    private final MonitoringActivities activities;
    private final String idPrefix;
    private final CheckEnd end;
    private final String checkId = Workflow.getInfo().getFirstExecutionRunId();
    private @Nullable TaskFields task;

    MonitoringWorkflowImpl(Map<String, ActivityOptions> options, String idPrefix, CheckEnd end) {
        this.activities = Workflow.newActivityStub(
                MonitoringActivities.class,
                Objects.requireNonNull(options.get(MonitoringActivities.GET_TASK)),
                options);
        this.idPrefix = idPrefix;
        this.end = end;
    }

    @Override
    public CheckReport check(TaskConfig config) {
        try {
            CheckReport report = conclude(config, carried());
            ending(config);
            return report;
        } catch (CanceledFailure e) {
            throw e;
        } catch (ActivityFailure e) {
            StepFailures.rethrowCancellation(e);
            throw failed(config, StepFailures.code(e), StepFailures.message(e), e);
        } catch (ApplicationFailure e) {
            throw failed(config, e.getType(), StepFailures.oneLine(e.getOriginalMessage()), null);
        } catch (RuntimeException e) {
            // Only the class: a converter's message quotes the payload, which a codec may hide.
            String message = "unexpected " + e.getClass().getName() + " in a step that another worker may serve";
            throw failed(config, FailureTypes.UNEXPECTED, message, null);
        }
    }

    private ApplicationFailure failed(TaskConfig config, String code, String message, @Nullable ActivityFailure cause) {
        ending(config);
        return StepFailures.checkFailed(config, scheduledAt(), code, message, cause);
    }

    private void ending(TaskConfig config) {
        if (!WorkflowUnsafe.isReplaying()) {
            end.ending(config.taskId(), task);
        }
    }

    /** A limit that was reached ends the check with its outcome; every other failure goes on. */
    private CheckReport conclude(TaskConfig config, @Nullable CarriedState carried) {
        try {
            task = config.task() == null ? activities.getTask(config.taskId()) : config.task();
            return task == null || !task.active()
                    ? unasked(config, Outcome.SKIPPED, "The task is gone or not active", carried)
                    : askAndCompare(config, task, carried);
        } catch (ActivityFailure e) {
            return switch (StepFailures.code(e)) {
                case FailureTypes.RATE_LIMITED ->
                    unasked(config, Outcome.RATE_LIMITED, StepFailures.message(e), carried);
                case FailureTypes.TOO_LARGE -> unasked(config, Outcome.TOO_LARGE, StepFailures.message(e), carried);
                default -> throw e;
            };
        }
    }

    private CheckReport askAndCompare(TaskConfig config, TaskFields task, @Nullable CarriedState carried) {
        SearchOutput result = answered(
                MonitoringActivities.SEARCH, activities.executeGroundedSearch(searchInput(config, task, carried)));
        CompareOutput compared = compared(
                new CompareInput(task, config.epoch(), checkId, scheduledAt().toString(), result, carried));
        @Nullable NotificationFields notification = compared.notification();
        Telling telling = new Telling(activities, idPrefix, config);
        String outcome = compared.outcome();
        if (notification == null) {
            telling.completeIfTold(task, compared.carried());
        } else {
            outcome = Outcomes.wire(telling.tell(task, notification, compared.channels()));
        }
        return new CheckReport(
                config.taskId(),
                checkId,
                outcome,
                result.conditionMet(),
                compared.hasChanged(),
                compared.changeSummary(),
                notification == null ? null : notification.key(),
                compared.carried());
    }

    /**
     * A check that concludes nothing hands on what it received. Only if that is nothing, the baseline is made sure of,
     * so that the next check knows whether it is a first one.
     */
    private CheckReport unasked(TaskConfig config, Outcome outcome, String summary, @Nullable CarriedState received) {
        @Nullable CarriedState carried = received;
        if (carried == null) {
            TaskFields idOnly = TaskFields.idOnly(config.taskId());
            String planned = scheduledAt().toString();
            carried = compared(new CompareInput(idOnly, config.epoch(), checkId, planned, null, null))
                    .carried();
        }
        return new CheckReport(config.taskId(), checkId, Outcomes.wire(outcome), null, false, summary, null, carried);
    }

    /** An answer without an outcome is none of ours; to go on with it would erase the carried state. */
    private CompareOutput compared(CompareInput input) {
        CompareOutput compared = answered(MonitoringActivities.COMPARE, activities.compareStates(input));
        answered(MonitoringActivities.COMPARE, compared.outcome());
        if (compared.notification() != null) {
            answered(MonitoringActivities.COMPARE, compared.notification().key());
        }
        return compared;
    }

    private static <T> T answered(String activityType, @Nullable T answer) {
        if (answer == null) {
            throw ApplicationFailure.newFailure(
                    activityType + " answered null where a value is needed", FailureTypes.UNEXPECTED);
        }
        return answer;
    }

    private SearchInput searchInput(TaskConfig config, TaskFields task, @Nullable CarriedState carried) {
        String planned = scheduledAt().toString();
        return carried != null && config.epoch().equals(carried.epoch()) && task.asks(carried.question())
                ? SearchInput.of(task, new SearchInput.Check(checkId, planned, carried.state(), carried.checkedAt()))
                : SearchInput.of(task, new SearchInput.Check(checkId, planned, null, null));
    }

    private static @Nullable CarriedState carried() {
        try {
            @Nullable CheckReport last = Workflow.getLastCompletionResult(CheckReport.class);
            return last == null ? null : last.carried();
        } catch (RuntimeException e) {
            // A codec throws what it likes, and its message may quote what it could not read.
            throw ApplicationFailure.newNonRetryableFailure(
                    "the carried state cannot be read (a retired key, another codec?); unwatch the task and watch it again to start anew",
                    FailureTypes.STATE_UNREADABLE);
        }
    }

    private static Instant scheduledAt() {
        @Nullable OffsetDateTime planned = Workflow.getTypedSearchAttributes().get(SCHEDULED_START);
        return planned == null
                ? Instant.ofEpochMilli(Workflow.getInfo().getRunStartedTimestampMillis())
                : planned.toInstant();
    }
}
