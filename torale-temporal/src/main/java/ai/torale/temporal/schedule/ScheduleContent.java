package ai.torale.temporal.schedule;

import ai.torale.Json;
import ai.torale.cron.Calendar;
import ai.torale.cron.Cron;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.workflow.MonitoringWorkflow;
import ai.torale.temporal.workflow.TaskConfig;
import ai.torale.temporal.workflow.TaskFields;
import com.google.protobuf.util.Durations;
import io.temporal.api.common.v1.Header;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleAction;
import io.temporal.api.schedule.v1.SchedulePolicies;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.context.ContextPropagator;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the schedule of one task should hold: written whole, and compared with what the server holds. */
final class ScheduleContent {
    private final MonitoringTask task;
    private final Cron cron;
    private final ScheduleOptions options;
    private final ScheduleSettings settings;
    private final WorkflowClientOptions client;

    ScheduleContent(MonitoringTask task, ScheduleSettings settings, WorkflowClientOptions client) {
        this.task = task;
        this.cron = task.parsedCron();
        this.options = settings.options().apply(task);
        this.settings = settings;
        this.client = client;
    }

    /** The hash of everything that makes this schedule differ from another; without its epoch. */
    ScheduleMark mark() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("cron", cron.text());
        content.put("time_zone", task.timeZone().getId());
        content.put("jitter_seconds", options.jitter().toSeconds());
        content.put("catch_up_seconds", catchUpWindow().toSeconds());
        content.put("overlap", options.overlap().name());
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
        return ScheduleMark.of(cron.text(), Json.of(content));
    }

    /** When it fires after an instant. */
    List<Instant> next(Instant after, int count) {
        return cron.next(after, task.timeZone(), count);
    }

    /** A schedule to create. */
    Schedule created(String epoch) {
        return schedule(epoch)
                .setState(ScheduleState.newBuilder().setNotes(options.note()))
                .build();
    }

    /**
     * A schedule in place of another one, which stays paused or not, with its note; nothing else is taken from it, for
     * calendars of a described spec would stay beside the new ones.
     */
    Schedule replacing(DescribeScheduleResponse old) {
        ScheduleState state = old.getSchedule().getState();
        return schedule(Described.epoch(old.getMemo()))
                .setState(
                        ScheduleState.newBuilder().setPaused(state.getPaused()).setNotes(state.getNotes()))
                .build();
    }

    /** The same, but not paused any more. */
    Schedule resuming(DescribeScheduleResponse old) {
        return replacing(old).toBuilder()
                .setState(ScheduleState.newBuilder().setNotes(Described.RESUMED))
                .build();
    }

    /** Whether a schedule holds just this, also when somebody edited it and left the mark. */
    boolean isIn(DescribeScheduleResponse described) {
        Schedule schedule = described.getSchedule();
        return ScheduleMark.in(schedule.getSpec()).filter(mark()::equals).isPresent()
                && hasSpec(schedule.getSpec())
                && hasPolicies(schedule.getPolicies())
                && hasAction(schedule.getAction().getStartWorkflow(), Described.epoch(described.getMemo()))
                && !schedule.getState().getLimitedActions();
    }

    private Schedule.Builder schedule(String epoch) {
        return Schedule.newBuilder()
                .setSpec(spec())
                .setAction(action(epoch))
                .setPolicies(SchedulePolicies.newBuilder()
                        .setOverlapPolicy(overlapPolicy())
                        .setCatchupWindow(Durations.fromSeconds(catchUpWindow().toSeconds())));
    }

    private ScheduleSpec spec() {
        ScheduleMark mark = mark();
        ScheduleSpec.Builder spec =
                ScheduleSpec.newBuilder().setTimezoneName(task.timeZone().getId());
        if (!options.jitter().isZero()) {
            spec.setJitter(Durations.fromSeconds(options.jitter().toSeconds()));
        }
        if (cron.interval().isPresent()) {
            return spec.addCronString(mark.cron())
                    .addExcludeStructuredCalendar(neverAgain(mark.comment()))
                    .build();
        }
        return spec.addCronString(mark.cron() + " # " + mark.comment()).build();
    }

    private boolean hasSpec(ScheduleSpec spec) {
        return hasTimes(spec)
                && !spec.hasStartTime()
                && !spec.hasEndTime()
                && Durations.toSeconds(spec.getJitter()) == options.jitter().toSeconds()
                && Described.zone(spec).equals(task.timeZone().getId());
    }

    private boolean hasTimes(ScheduleSpec spec) {
        List<Optional<Calendar>> calendars = ScheduleTimes.calendars(spec.getStructuredCalendarList());
        List<Optional<Calendar>> excluded = ScheduleTimes.calendars(spec.getExcludeStructuredCalendarList());
        if (cron.interval().isEmpty()) {
            return calendars.equals(List.of(cron.calendar()))
                    && excluded.isEmpty()
                    && spec.getIntervalList().isEmpty();
        }
        return calendars.isEmpty()
                && excluded.equals(ScheduleTimes.calendars(List.of(neverAgain(""))))
                && spec.getIntervalCount() == 1
                && Durations.toSeconds(spec.getInterval(0).getInterval())
                        == cron.interval().get().toSeconds()
                && Durations.toSeconds(spec.getInterval(0).getPhase())
                        == cron.phase().toSeconds();
    }

    private boolean hasPolicies(SchedulePolicies policies) {
        return policies.getOverlapPolicy() == overlapPolicy()
                && Durations.toSeconds(policies.getCatchupWindow())
                        == catchUpWindow().toSeconds()
                && !policies.getPauseOnFailure()
                && !policies.getKeepOriginalWorkflowId();
    }

    private ScheduleAction action(String epoch) {
        return ScheduleAction.newBuilder()
                .setStartWorkflow(NewWorkflowExecutionInfo.newBuilder()
                        .setWorkflowId(settings.scheduleId(task.id()))
                        .setWorkflowType(WorkflowType.newBuilder().setName(MonitoringWorkflow.TYPE))
                        .setTaskQueue(TaskQueue.newBuilder().setName(settings.taskQueue()))
                        .setInput(client.getDataConverter()
                                .toPayloads(config(epoch))
                                .orElseThrow())
                        .setWorkflowExecutionTimeout(Durations.fromSeconds(
                                settings.executionTimeout().toSeconds()))
                        .setHeader(header()))
                .build();
    }

    private boolean hasAction(NewWorkflowExecutionInfo action, String epoch) {
        return comparable(action).equals(comparable(action(epoch).getStartWorkflow()))
                && Described.config(action, client.getDataConverter())
                        .filter(config(epoch)::equals)
                        .isPresent();
    }

    /** Without what may differ from call to call: what context propagators say, and what a codec makes of the input. */
    private static NewWorkflowExecutionInfo comparable(NewWorkflowExecutionInfo action) {
        return action.toBuilder()
                .clearHeader()
                .clearInput()
                .setTaskQueue(
                        TaskQueue.newBuilder().setName(action.getTaskQueue().getName()))
                .build();
    }

    private TaskConfig config(String epoch) {
        return new TaskConfig(task.id(), epoch, settings.carriesTasks() ? TaskFields.of(task) : null);
    }

    /** What the host's context propagators hand to every workflow that its client starts. */
    private Header header() {
        Header.Builder header = Header.newBuilder();
        for (ContextPropagator propagator : client.getContextPropagators()) {
            header.putAllFields(propagator.serializeContext(propagator.getCurrentContext()));
        }
        return header.build();
    }

    private ScheduleOverlapPolicy overlapPolicy() {
        return switch (options.overlap()) {
            case SKIP -> ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP;
            case BUFFER_ONE -> ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE;
        };
    }

    private Duration catchUpWindow() {
        return options.catchUpWindow(cron);
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
}
