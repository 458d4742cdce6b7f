package ai.torale.temporal.workflow;

import ai.torale.check.Outcome;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Carries a check from step to step; every thought is core's, every touch of the world an activity's. */
final class MonitoringWorkflowImpl implements MonitoringWorkflow {
    private static final Logger LOG = Workflow.getLogger(MonitoringWorkflowImpl.class);
    private static final SearchAttributeKey<OffsetDateTime> SCHEDULED_START =
            SearchAttributeKey.forOffsetDateTime("TemporalScheduledStartTime");

    private final MonitoringActivities activities;
    private final String idPrefix;
    private final CheckEnd end;
    private final String checkId = Workflow.getInfo().getFirstExecutionRunId();

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
        @Nullable CarriedState carried = carried();
        try {
            return concluded(config, carried);
        } catch (CanceledFailure e) {
            throw e;
        } catch (ActivityFailure e) {
            throw e.getCause() instanceof CanceledFailure ? e : failed(config, code(e), message(e), e);
        } catch (ApplicationFailure e) {
            throw failed(config, e.getType(), e.getOriginalMessage(), null);
        } catch (RuntimeException e) {
            // Only the class: a converter's message quotes the payload, which a codec may hide.
            String message = "unexpected " + e.getClass().getName() + " in a step that another worker may serve";
            throw failed(config, FailureTypes.UNEXPECTED, message, null);
        }
    }

    private CheckReport concluded(TaskConfig config, @Nullable CarriedState carried) {
        @Nullable TaskFields task = null;
        CheckReport report;
        try {
            task = config.task() == null ? activities.getTask(config.taskId()) : config.task();
            report = task == null || !task.active()
                    ? unasked(config, Outcome.SKIPPED, "The task is gone or not active", carried)
                    : check(config, task, carried);
        } catch (ActivityFailure e) {
            report = limitReached(e, config, carried);
        }
        if (!WorkflowUnsafe.isReplaying()) {
            end.ending(config.taskId(), task);
        }
        return report;
    }

    private CheckReport check(TaskConfig config, TaskFields task, @Nullable CarriedState carried) {
        SearchOutput result = answered(
                MonitoringActivities.SEARCH, activities.executeGroundedSearch(searchInput(config, task, carried)));
        CompareOutput compared = compared(
                new CompareInput(task, config.epoch(), checkId, scheduledAt().toString(), result, carried));
        @Nullable NotificationFields notification = compared.notification();
        String outcome =
                notification == null ? compared.outcome() : tell(config, task, notification, compared.channels());
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

    private String tell(
            TaskConfig config, TaskFields task, NotificationFields notification, @Nullable List<String> channels) {
        Map<SendInput, Promise<Receipt>> sent = new LinkedHashMap<>();
        for (String channel : channels == null ? List.<String>of() : channels) {
            SendInput input = new SendInput(config.epoch(), channel, notification);
            sent.put(input, Async.function(activities::sendNotification, input));
        }
        int delivered = 0;
        int deferred = 0;
        for (Map.Entry<SendInput, Promise<Receipt>> delivery : sent.entrySet()) {
            try {
                delivery.getValue().get();
                delivered++;
            } catch (ActivityFailure e) {
                rethrowCancellation(e);
                if (!FailureTypes.STOPPED.equals(code(e))) {
                    defer(config, delivery.getKey());
                    deferred++;
                }
            }
        }
        if (deferred > 0) {
            return Outcomes.wire(Outcome.DEFERRED);
        }
        if (delivered > 0 && "once".equals(task.notifyBehavior())) {
            complete(new CompleteInput(config.taskId(), config.epoch(), notification.key()));
        }
        return Outcomes.wire(delivered > 0 ? Outcome.NOTIFIED : Outcome.SKIPPED);
    }

    /** The state says that it was told, so a task that could not be completed stays silent all the same. */
    private void complete(CompleteInput told) {
        try {
            activities.completeTask(told);
        } catch (ActivityFailure e) {
            rethrowCancellation(e);
            LOG.warn("task {} has told what it was to tell once, but its schedule could not be paused", told.taskId());
        }
    }

    /** Hands a delivery to a workflow of its own, and waits until that exists: this check may end at once. */
    private void defer(TaskConfig config, SendInput delivery) {
        String id = idPrefix + "delivery/" + config.taskId() + "/"
                + delivery.notification().key() + "/" + delivery.channel();
        DeliveryWorkflow child = Workflow.newChildWorkflowStub(
                DeliveryWorkflow.class,
                ChildWorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                        .setWorkflowIdReusePolicy(
                                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
                        .build());
        Async.function(child::deliver, delivery);
        try {
            Workflow.getWorkflowExecution(child).get();
        } catch (ChildWorkflowFailure e) {
            if (!(e.getCause() instanceof WorkflowExecutionAlreadyStarted)) {
                throw e;
            }
        }
    }

    private SearchInput searchInput(TaskConfig config, TaskFields task, @Nullable CarriedState carried) {
        String planned = scheduledAt().toString();
        return carried != null && config.epoch().equals(carried.epoch()) && task.asks(carried.question())
                ? SearchInput.of(task, new SearchInput.Check(checkId, planned, carried.state(), carried.checkedAt()))
                : SearchInput.of(task, new SearchInput.Check(checkId, planned, null, null));
    }

    /** A limit that was reached ends the check with its outcome; every other failure goes on. */
    private CheckReport limitReached(ActivityFailure e, TaskConfig config, @Nullable CarriedState carried) {
        rethrowCancellation(e);
        String code = code(e);
        if (code.equals(FailureTypes.RATE_LIMITED)) {
            return unasked(config, Outcome.RATE_LIMITED, message(e), carried);
        }
        if (code.equals(FailureTypes.TOO_LARGE)) {
            return unasked(config, Outcome.TOO_LARGE, message(e), carried);
        }
        throw e;
    }

    /** Says why, how many checks have failed in a row, and since when; the next check reads it. */
    private static ApplicationFailure failed(
            TaskConfig config, String code, String message, @Nullable ActivityFailure cause) {
        @Nullable CheckFailure before = previousFailure();
        CheckFailure failure = before == null
                ? new CheckFailure(code, 1, scheduledAt().toString())
                : new CheckFailure(code, before.inARow() + 1, before.since());
        return ApplicationFailure.newFailureWithCause(
                "check of task '" + config.taskId() + "' failed: " + message,
                FailureTypes.CHECK_FAILED,
                cause,
                failure);
    }

    private static @Nullable CarriedState carried() {
        try {
            @Nullable CheckReport last = Workflow.getLastCompletionResult(CheckReport.class);
            return last == null ? null : last.carried();
        } catch (DataConverterException e) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "the carried state cannot be read (a retired key, another codec?); unwatch the task and watch it again to start anew",
                    FailureTypes.STATE_UNREADABLE);
        }
    }

    private static @Nullable CheckFailure previousFailure() {
        return Workflow.getPreviousRunFailure()
                .filter(ApplicationFailure.class::isInstance)
                .map(ApplicationFailure.class::cast)
                .filter(failure -> failure.getType().equals(FailureTypes.CHECK_FAILED))
                .map(failure -> failure.getDetails().get(CheckFailure.class))
                .orElse(null);
    }

    private static Instant scheduledAt() {
        @Nullable OffsetDateTime planned = Workflow.getTypedSearchAttributes().get(SCHEDULED_START);
        return planned == null
                ? Instant.ofEpochMilli(Workflow.getInfo().getRunStartedTimestampMillis())
                : planned.toInstant();
    }

    private static void rethrowCancellation(ActivityFailure e) {
        if (e.getCause() instanceof CanceledFailure) {
            throw e;
        }
    }

    private static String code(ActivityFailure e) {
        return e.getCause() instanceof ApplicationFailure failure ? failure.getType() : FailureTypes.TIMED_OUT;
    }

    private static String message(ActivityFailure e) {
        return e.getCause() instanceof ApplicationFailure failure
                ? failure.getOriginalMessage()
                : e.getActivityType() + " did not answer in time";
    }
}
