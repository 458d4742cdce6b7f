package ai.torale.testkit.server;

import com.google.protobuf.Duration;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;

/** Refuses requests with INVALID_ARGUMENT in the words of the server. */
final class ScheduleChecks {
    private static final int LONGEST_ID = 1_000;
    private static final int LONGEST_NOTE = 1_000_000;
    private static final int APPENDED_TIME = "-2009-11-10T23:00:00Z".length();

    private final Attributes attributes;

    ScheduleChecks(Attributes attributes) {
        this.attributes = attributes;
    }

    /** The schedule in the form that the server keeps. */
    Schedule accepted(Schedule given) {
        Schedule.Builder schedule = given.toBuilder().setSpec(SpecForm.of(given.getSpec()));
        if (given.getAction().hasStartWorkflow()) {
            check(given.getAction().getStartWorkflow());
            NewWorkflowExecutionInfo.Builder action =
                    schedule.getActionBuilder().getStartWorkflowBuilder();
            if (action.hasSearchAttributes()) {
                action.setSearchAttributes(attributes.typed(action.getSearchAttributes()));
            }
            TaskQueue.Builder queue = action.getTaskQueueBuilder();
            if (queue.getKind() == TaskQueueKind.TASK_QUEUE_KIND_UNSPECIFIED) {
                queue.setKind(TaskQueueKind.TASK_QUEUE_KIND_NORMAL);
            }
        }
        return schedule.build();
    }

    /** An empty id is not too short: the server puts its prefix before it. */
    void scheduleId(String id) {
        notTooLong("temporal-sys-scheduler:" + id, "WorkflowId");
    }

    void requestId(String id) {
        notTooLong(id, "RequestId");
    }

    void note(String note) {
        if (note.length() > LONGEST_NOTE) {
            throw Refusal.invalid("Schedule notes exceeds limit.");
        }
    }

    /** Answers with what is kept. */
    SearchAttributes accepted(SearchAttributes given) {
        attributes.check(given);
        return attributes.typed(given);
    }

    /** The type of a field in a query of schedules. */
    IndexedValueType fieldType(String field) {
        if (field.equals("ScheduleId")) {
            return IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
        }
        if (Attributes.isReserved(field)
                && attributes.type(field).isPresent()
                && !field.equals("TemporalSchedulePaused")) {
            throw Refusal.invalid("invalid query filter for schedules: cannot filter on \"" + field + "\"");
        }
        return attributes.type(field).orElseThrow(() -> Refusal.invalid(attributes.undefined(field)));
    }

    private void check(NewWorkflowExecutionInfo action) {
        if (action.getWorkflowId().length() + APPENDED_TIME > LONGEST_ID) {
            throw Refusal.invalid("WorkflowId length exceeds limit.");
        }
        if (action.getWorkflowType().getName().isEmpty()) {
            throw Refusal.invalid("WorkflowType is not set on request.");
        }
        notTooLong(action.getWorkflowType().getName(), "WorkflowType");
        checkQueue(action);
        notNegative(action.getWorkflowExecutionTimeout(), "WorkflowExecutionTimeoutSeconds");
        notNegative(action.getWorkflowRunTimeout(), "WorkflowRunTimeoutSeconds");
        notNegative(action.getWorkflowTaskTimeout(), "WorkflowTaskTimeoutSeconds");
        if (!action.getCronSchedule().isEmpty()) {
            throw Refusal.invalid("Scheduled workflow must not contain CronSchedule");
        }
        if (action.getWorkflowIdReusePolicyValue()
                > WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_VALUE) {
            throw Refusal.invalid("Scheduled workflow must not contain WorkflowIDReusePolicy");
        }
        attributes.check(action.getSearchAttributes());
    }

    private static void checkQueue(NewWorkflowExecutionInfo action) {
        if (!action.hasTaskQueue()) {
            throw Refusal.invalid("taskQueue is not set");
        }
        String name = action.getTaskQueue().getName();
        if (name.isEmpty()) {
            throw Refusal.invalid("missing task queue name");
        }
        if (name.length() > LONGEST_ID) {
            throw Refusal.invalid("taskQueue length exceeds limit");
        }
    }

    private static void notTooLong(String text, String name) {
        if (text.length() > LONGEST_ID) {
            throw Refusal.invalid(name + " length exceeds limit.");
        }
    }

    private static void notNegative(Duration timeout, String name) {
        if (Times.duration(timeout).isNegative()) {
            throw Refusal.invalid("An invalid " + name + " is set on request. cause: negative duration");
        }
    }
}
