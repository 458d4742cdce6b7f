package ai.torale.temporal.schedule;

import ai.torale.Json;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.workflow.MonitoringWorkflow;
import ai.torale.temporal.workflow.TaskConfig;
import ai.torale.temporal.workflow.TaskFields;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import io.temporal.api.common.v1.Header;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleAction;
import io.temporal.api.schedule.v1.ScheduleActionResult;
import io.temporal.api.schedule.v1.ScheduleInfo;
import io.temporal.api.schedule.v1.SchedulePolicies;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.context.ContextPropagator;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes tasks into the server's schedule messages, and reads them back. */
final class ScheduleMessages {
    static final String OWNER = "torale";

    private static final String MEMO_OWNER = "owner";
    private static final String MEMO_EPOCH = "epoch";
    private static final String MEMO_CREATED_AT = "created_at";
    private static final Duration SHORTEST_CATCH_UP = Duration.ofMinutes(10);
    private static final Duration LONGEST_CATCH_UP = Duration.ofHours(24);

    private final WorkflowClientOptions client;
    private final ScheduleManager.Settings settings;

    ScheduleMessages(WorkflowClientOptions client, ScheduleManager.Settings settings) {
        this.client = client;
        this.settings = settings;
    }

    String scheduleId(String taskId) {
        return settings.idPrefix() + "task-" + taskId;
    }

    /** The hash of everything that a schedule of this task should hold, without its epoch. */
    ScheduleMark mark(MonitoringTask task) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("cron", task.cron().strip());
        content.put("time_zone", task.timeZone().getId());
        content.put("catch_up_seconds", catchUp(task).toSeconds());
        content.put("execution_timeout_seconds", settings.executionTimeout().toSeconds());
        content.put("task_queue", settings.taskQueue());
        if (settings.carriesTasks()) {
            content.put(
                    "task",
                    DefaultDataConverter.STANDARD_INSTANCE
                            .toPayload(TaskFields.of(task))
                            .map(json -> Json.parse(json.getData().toStringUtf8()))
                            .orElseThrow());
        }
        return ScheduleMark.of(task.cron().strip(), Json.of(content));
    }

    /** A fresh schedule: never built from a described one, whose calendars would stay beside the new ones. */
    Schedule.Builder schedule(MonitoringTask task, String epoch) {
        return Schedule.newBuilder()
                .setSpec(spec(task))
                .setAction(action(task, epoch))
                .setPolicies(SchedulePolicies.newBuilder()
                        .setOverlapPolicy(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                        .setCatchupWindow(Durations.fromSeconds(catchUp(task).toSeconds())));
    }

    Memo memo(String epoch, Instant createdAt) {
        return Memo.newBuilder()
                .putFields(MEMO_OWNER, payload(OWNER))
                .putFields(MEMO_EPOCH, payload(epoch))
                .putFields(MEMO_CREATED_AT, payload(createdAt.toString()))
                .build();
    }

    /** Whether this library made the schedule. */
    boolean owns(DescribeScheduleResponse described) {
        return OWNER.equals(text(described.getMemo(), MEMO_OWNER));
    }

    String epoch(DescribeScheduleResponse described) {
        return text(described.getMemo(), MEMO_EPOCH);
    }

    ScheduledTask scheduledTask(String taskId, DescribeScheduleResponse described) {
        Schedule schedule = described.getSchedule();
        String created = text(described.getMemo(), MEMO_CREATED_AT);
        return new ScheduledTask(
                taskId,
                scheduleId(taskId),
                epoch(described),
                ScheduleMark.in(schedule.getSpec()).map(ScheduleMark::cron).orElse(""),
                schedule.getSpec().getTimezoneName().isEmpty()
                        ? ZoneId.of("UTC")
                        : ZoneId.of(schedule.getSpec().getTimezoneName()),
                task(schedule).orElse(null),
                schedule.getState().getPaused(),
                schedule.getState().getNotes(),
                created.isEmpty() ? instant(described.getInfo().getCreateTime()) : Instant.parse(created),
                described.getInfo().getFutureActionTimesList().stream()
                        .map(ScheduleMessages::instant)
                        .toList(),
                running(described.getInfo()),
                recent(described.getInfo()));
    }

    static List<RecentCheck> running(ScheduleInfo info) {
        return info.getRunningWorkflowsList().stream()
                .map(running -> recent(info).stream()
                        .filter(check -> check.runId().equals(running.getRunId()))
                        .findFirst()
                        .orElse(new RecentCheck(
                                running.getWorkflowId(),
                                running.getRunId(),
                                Instant.EPOCH,
                                RecentCheck.Status.RUNNING)))
                .toList();
    }

    static List<RecentCheck> recent(ScheduleInfo info) {
        return info.getRecentActionsList().stream()
                .filter(ScheduleActionResult::hasStartWorkflowResult)
                .map(ScheduleMessages::recent)
                .toList();
    }

    /**
     * The checks that have not certainly failed. The older scheduler notes a status under the first check with the same
     * workflow id, which two checks share that were started by hand within a second; so only that one's counts.
     */
    static Collection<RecentCheck> mayHaveCompleted(ScheduleInfo info) {
        Map<String, RecentCheck> byWorkflowId = new LinkedHashMap<>();
        recent(info).forEach(check -> byWorkflowId.putIfAbsent(check.workflowId(), check));
        return byWorkflowId.values().stream()
                .filter(check -> check.status() != RecentCheck.Status.FAILED)
                .toList();
    }

    private static RecentCheck recent(ScheduleActionResult action) {
        WorkflowExecution started = action.getStartWorkflowResult();
        RecentCheck.Status status = switch (action.getStartWorkflowStatus()) {
            case WORKFLOW_EXECUTION_STATUS_RUNNING -> RecentCheck.Status.RUNNING;
            case WORKFLOW_EXECUTION_STATUS_COMPLETED -> RecentCheck.Status.COMPLETED;
            case WORKFLOW_EXECUTION_STATUS_UNSPECIFIED, UNRECOGNIZED -> RecentCheck.Status.UNKNOWN;
            default -> RecentCheck.Status.FAILED;
        };
        return new RecentCheck(started.getWorkflowId(), started.getRunId(), instant(action.getScheduleTime()), status);
    }

    private ScheduleSpec spec(MonitoringTask task) {
        ScheduleMark mark = mark(task);
        ScheduleSpec.Builder spec =
                ScheduleSpec.newBuilder().setTimezoneName(task.timeZone().getId());
        if (mark.cron().startsWith("@every")) {
            return spec.addCronString(mark.cron())
                    .addExcludeStructuredCalendar(neverAgain(mark.comment()))
                    .build();
        }
        return spec.addCronString(mark.cron() + " # " + mark.comment()).build();
    }

    /** An interval has no comment, so the mark is that of an excluded calendar in the past. */
    private static StructuredCalendarSpec neverAgain(String comment) {
        Range zero = Range.getDefaultInstance();
        return StructuredCalendarSpec.newBuilder()
                .addSecond(zero)
                .addMinute(zero)
                .addHour(zero)
                .addDayOfMonth(Range.newBuilder().setStart(1))
                .addMonth(Range.newBuilder().setStart(1))
                .addDayOfWeek(Range.newBuilder().setEnd(6))
                .addYear(Range.newBuilder().setStart(1970))
                .setComment(comment)
                .build();
    }

    private ScheduleAction action(MonitoringTask task, String epoch) {
        TaskConfig config = new TaskConfig(task.id(), epoch, settings.carriesTasks() ? TaskFields.of(task) : null);
        Payloads input = converter().toPayloads(config).orElseThrow();
        return ScheduleAction.newBuilder()
                .setStartWorkflow(NewWorkflowExecutionInfo.newBuilder()
                        .setWorkflowId(scheduleId(task.id()))
                        .setWorkflowType(WorkflowType.newBuilder().setName(MonitoringWorkflow.TYPE))
                        .setTaskQueue(TaskQueue.newBuilder().setName(settings.taskQueue()))
                        .setInput(input)
                        .setWorkflowExecutionTimeout(Durations.fromSeconds(
                                settings.executionTimeout().toSeconds()))
                        .setHeader(header()))
                .build();
    }

    /** What the host's context propagators hand to every workflow that its client starts. */
    private Header header() {
        Header.Builder header = Header.newBuilder();
        for (ContextPropagator propagator : client.getContextPropagators()) {
            header.putAllFields(propagator.serializeContext(propagator.getCurrentContext()));
        }
        return header.build();
    }

    private static Duration catchUp(MonitoringTask task) {
        Duration period = task.parsedCron().shortestPeriod();
        if (period.compareTo(SHORTEST_CATCH_UP) < 0) {
            return SHORTEST_CATCH_UP;
        }
        return period.compareTo(LONGEST_CATCH_UP) > 0 ? LONGEST_CATCH_UP : period;
    }

    /** The task that the schedule carries; empty when it carries none, or none that can be read. */
    Optional<MonitoringTask> task(Schedule schedule) {
        Payloads input = schedule.getAction().getStartWorkflow().getInput();
        try {
            @Nullable TaskConfig config = converter().fromPayloads(0, Optional.of(input), TaskConfig.class, TaskConfig.class);
            return Stream.ofNullable(config)
                    .flatMap(read -> Stream.ofNullable(read.task()))
                    .findFirst()
                    .map(TaskFields::toTask);
        } catch (RuntimeException e) {
            // A retired key, say, of which a codec speaks with an exception of its own; the schedule is ours all the
            // same.
            return Optional.empty();
        }
    }

    private static Payload payload(String text) {
        return DefaultDataConverter.STANDARD_INSTANCE.toPayload(text).orElseThrow();
    }

    /** Owner and epoch hold no secret: without the host's codec they stay readable when its key is retired. */
    private static String text(Memo memo, String field) {
        Payload payload = memo.getFieldsMap().get(field);
        if (payload == null) {
            return "";
        }
        try {
            @Nullable String text = DefaultDataConverter.STANDARD_INSTANCE.fromPayload(payload, String.class, String.class);
            return text == null ? "" : text;
        } catch (DataConverterException e) {
            return "";
        }
    }

    private DataConverter converter() {
        return client.getDataConverter();
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
