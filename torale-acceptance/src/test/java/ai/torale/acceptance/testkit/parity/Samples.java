package ai.torale.acceptance.testkit.parity;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.CalendarSpec;
import io.temporal.api.schedule.v1.IntervalSpec;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleAction;
import io.temporal.api.schedule.v1.SchedulePolicies;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.Instant;
import java.util.Map;

/** What the behaviours put into their requests. */
final class Samples {
    /** Those of the namespace, on both servers. */
    static final Map<String, IndexedValueType> SEARCH_ATTRIBUTES = Map.of(
            "ParityWord", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
            "ParityNumber", IndexedValueType.INDEXED_VALUE_TYPE_INT,
            "ParityRatio", IndexedValueType.INDEXED_VALUE_TYPE_DOUBLE,
            "ParityFlag", IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
            "ParityTime", IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
            "ParityWords", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST);

    private Samples() {}

    /** Each hour of one day in 2020 and of one in 2090: nothing falls due, and all times are the same tomorrow. */
    static ScheduleSpec.Builder oncePast() {
        return ScheduleSpec.newBuilder()
                .addStructuredCalendar(StructuredCalendarSpec.newBuilder()
                        .addHour(range(0, 23))
                        .addDayOfMonth(range(1, 1))
                        .addMonth(range(1, 1))
                        .addDayOfWeek(range(0, 6))
                        .addSecond(range(0, 0))
                        .addMinute(range(0, 0))
                        .addYear(range(2020, 2020))
                        .addYear(range(2090, 2090)));
    }

    static Schedule.Builder schedule(String id, String queue, String order) {
        return Schedule.newBuilder().setSpec(oncePast()).setAction(action(id, queue, order));
    }

    static ScheduleAction.Builder action(String id, String queue, String order) {
        return ScheduleAction.newBuilder().setStartWorkflow(start(id, queue, order));
    }

    static NewWorkflowExecutionInfo.Builder start(String id, String queue, String order) {
        return NewWorkflowExecutionInfo.newBuilder()
                .setWorkflowId(id)
                .setWorkflowType(WorkflowType.newBuilder().setName(Errand.TYPE))
                .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                .setInput(Payloads.newBuilder().addPayloads(payload(order)));
    }

    static SchedulePolicies.Builder overlap(ScheduleOverlapPolicy policy) {
        return SchedulePolicies.newBuilder().setOverlapPolicy(policy);
    }

    static ScheduleSpec.Builder cron(String... texts) {
        ScheduleSpec.Builder spec = ScheduleSpec.newBuilder();
        for (String text : texts) {
            spec.addCronString(text);
        }
        return spec;
    }

    static ScheduleSpec.Builder every(long seconds, long phase) {
        return ScheduleSpec.newBuilder()
                .addInterval(IntervalSpec.newBuilder()
                        .setInterval(Durations.fromSeconds(seconds))
                        .setPhase(Durations.fromSeconds(phase)));
    }

    static ScheduleSpec.Builder calendar(CalendarSpec.Builder calendar) {
        return ScheduleSpec.newBuilder().addCalendar(calendar);
    }

    static Range range(int start, int end) {
        return Range.newBuilder().setStart(start).setEnd(end).build();
    }

    static Range range(int start, int end, int step) {
        return Range.newBuilder().setStart(start).setEnd(end).setStep(step).build();
    }

    static Timestamp time(String text) {
        Instant instant = Instant.parse(text);
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    static Payload payload(Object value) {
        return DefaultDataConverter.STANDARD_INSTANCE.toPayload(value).orElseThrow();
    }

    static Memo.Builder memo(String key, Object value) {
        return Memo.newBuilder().putFields(key, payload(value));
    }

    static SearchAttributes.Builder attribute(String name, Object value) {
        return SearchAttributes.newBuilder().putIndexedFields(name, payload(value));
    }
}
