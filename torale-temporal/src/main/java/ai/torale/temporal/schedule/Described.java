package ai.torale.temporal.schedule;

import ai.torale.state.Fingerprint;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.workflow.MonitoringActivities;
import ai.torale.temporal.workflow.TaskConfig;
import ai.torale.temporal.workflow.TaskSchedules.Facts;
import com.google.protobuf.Timestamp;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.schedule.v1.ScheduleActionResult;
import io.temporal.api.schedule.v1.ScheduleInfo;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what the server answers of a schedule. */
final class Described {
    /** The note of a schedule that was resumed. */
    static final String RESUMED = "resumed";

    private static final String OWNER = "torale";
    private static final String MEMO_OWNER = "owner";
    private static final String MEMO_EPOCH = "epoch";
    private static final String MEMO_CREATED_AT = "created_at";

    private Described() {}

    static Memo memo(String epoch, Instant createdAt) {
        return Memo.newBuilder()
                .putFields(MEMO_OWNER, payload(OWNER))
                .putFields(MEMO_EPOCH, payload(epoch))
                .putFields(MEMO_CREATED_AT, payload(createdAt.toString()))
                .build();
    }

    /** Whether this library made the schedule. */
    static boolean isOwn(Memo memo) {
        return OWNER.equals(text(memo, MEMO_OWNER));
    }

    static String epoch(Memo memo) {
        return text(memo, MEMO_EPOCH);
    }

    /** When an own schedule was created; empty for one that somebody else made. */
    static Optional<Instant> createdAt(Memo memo) {
        try {
            return isOwn(memo) ? Optional.of(Instant.parse(text(memo, MEMO_CREATED_AT))) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static String zone(ScheduleSpec spec) {
        return spec.getTimezoneName().isEmpty() ? "UTC" : spec.getTimezoneName();
    }

    static List<RecentCheck> running(ScheduleInfo info) {
        return info.getRunningWorkflowsList().stream()
                .map(running -> recent(info.getRecentActionsList()).stream()
                        .filter(check -> check.runId().equals(running.getRunId()))
                        .findFirst()
                        .orElse(new RecentCheck(
                                running.getWorkflowId(),
                                running.getRunId(),
                                Instant.EPOCH,
                                RecentCheck.Status.RUNNING)))
                .toList();
    }

    static List<RecentCheck> recent(List<ScheduleActionResult> actions) {
        return actions.stream()
                .filter(ScheduleActionResult::hasStartWorkflowResult)
                .map(Described::recent)
                .toList();
    }

    /**
     * The checks that have not certainly failed. The older scheduler notes a status under the first check with the same
     * workflow id, which two checks share that were started by hand within a second; so only that one's counts.
     */
    static Collection<RecentCheck> mayHaveCompleted(ScheduleInfo info) {
        Map<String, RecentCheck> byWorkflowId = new LinkedHashMap<>();
        recent(info.getRecentActionsList()).forEach(check -> byWorkflowId.putIfAbsent(check.workflowId(), check));
        return byWorkflowId.values().stream()
                .filter(check -> check.status() != RecentCheck.Status.FAILED)
                .toList();
    }

    /** What a check needs to know of the schedule that started it. */
    static Facts facts(DescribeScheduleResponse described, DataConverter converter) {
        Set<String> running = CheckStart.runIds(running(described.getInfo()));
        Set<String> ended = CheckStart.runIds(mayHaveCompleted(described.getInfo()));
        ended.removeAll(running);
        @Nullable String question = ScheduledTask.task(described.getSchedule(), converter)
                .map(Fingerprint::ofQuestion)
                .orElse(null);
        return new Facts(
                epoch(described.getMemo()), running, ended, described.getInfo().getActionCount(), question);
    }

    /** Whether it is complete, having told what another question asked for. */
    static boolean hasToldAnotherQuestion(boolean paused, String note, MonitoringTask task) {
        return isCompleted(paused, note)
                && !note.equals(MonitoringActivities.COMPLETED_NOTE + Fingerprint.ofQuestion(task));
    }

    /** Whether it has told what it was to tell once. */
    static boolean isCompleted(boolean paused, String note) {
        return paused && note.startsWith(MonitoringActivities.COMPLETED_NOTE);
    }

    /** What the schedule hands to each check; empty when it cannot be read. */
    static Optional<TaskConfig> config(NewWorkflowExecutionInfo action, DataConverter converter) {
        try {
            @Nullable TaskConfig config =
                    converter.fromPayloads(0, Optional.of(action.getInput()), TaskConfig.class, TaskConfig.class);
            return Optional.ofNullable(config);
        } catch (RuntimeException e) {
            // A retired key, say, of which a codec speaks with an exception of its own; the schedule is ours all the
            // same.
            return Optional.empty();
        }
    }

    static List<Instant> instants(List<Timestamp> times) {
        return times.stream().map(Described::instant).toList();
    }

    static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
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
}
