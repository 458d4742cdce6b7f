package ai.torale.testkit.server;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleInfo;
import io.temporal.api.schedule.v1.ScheduleListEntry;
import io.temporal.api.schedule.v1.ScheduleListInfo;
import io.temporal.api.workflowservice.v1.CountSchedulesRequest;
import io.temporal.api.workflowservice.v1.CountSchedulesResponse;
import io.temporal.api.workflowservice.v1.CreateScheduleRequest;
import io.temporal.api.workflowservice.v1.CreateScheduleResponse;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.api.workflowservice.v1.ListScheduleMatchingTimesRequest;
import io.temporal.api.workflowservice.v1.ListScheduleMatchingTimesResponse;
import io.temporal.api.workflowservice.v1.ListSchedulesRequest;
import io.temporal.api.workflowservice.v1.ListSchedulesResponse;
import io.temporal.api.workflowservice.v1.PatchScheduleRequest;
import io.temporal.api.workflowservice.v1.UpdateScheduleRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The schedule calls, with the answers and refusals of the workflow-backed scheduler. */
final class ScheduleService {
    private static final int FUTURE_TIMES = 10;
    private static final int LISTED_TIMES = 5;
    private static final int MOST_MATCHING_TIMES = 1_000;
    private static final int LISTED_SPECS = 10;

    private final Schedules schedules;
    private final Runs runs;
    private final ScheduleChecks checks;
    private final long jitterSeed;
    private final Map<Schedules.Key, String> requestIds = new HashMap<>();

    ScheduleService(Schedules schedules, Runs runs, Attributes attributes, long jitterSeed) {
        this.schedules = schedules;
        this.runs = runs;
        this.checks = new ScheduleChecks(attributes);
        this.jitterSeed = jitterSeed;
    }

    synchronized CreateScheduleResponse create(CreateScheduleRequest request) {
        checks.scheduleId(request.getScheduleId());
        if (request.getRequestId().isEmpty()) {
            throw Refusal.invalid("RequestId is not set on request.");
        }
        checks.requestId(request.getRequestId());
        Schedule schedule = checks.accepted(request.getSchedule());
        SearchAttributes searchAttributes = checks.accepted(request.getSearchAttributes());
        Schedules.Key key = new Schedules.Key(request.getNamespace(), request.getScheduleId());
        boolean added = schedules.add(key, now -> {
            ScheduleFacts facts = new ScheduleFacts(
                    key.namespace(), key.id(), jitterSeed, schedule, request.getMemo(), searchAttributes, now);
            Scheduler scheduler = new Scheduler(facts, runs, now);
            scheduler.patch(now, request.getInitialPatch());
            return scheduler;
        });
        if (!added && !request.getRequestId().equals(requestIds.get(key))) {
            throw Status.ALREADY_EXISTS
                    .withDescription("Workflow execution is already running. WorkflowId: temporal-sys-scheduler:"
                            + key.id() + ", RunId: "
                            + UUID.nameUUIDFromBytes(key.toString().getBytes(StandardCharsets.UTF_8)) + ".")
                    .asRuntimeException();
        }
        requestIds.put(key, request.getRequestId());
        return CreateScheduleResponse.newBuilder().setConflictToken(token(1)).build();
    }

    DescribeScheduleResponse describe(DescribeScheduleRequest request) {
        if (schedules.hasEnded(key(request.getNamespace(), request.getScheduleId()))) {
            throw Refusal.notFound("schedule not found");
        }
        return schedules.with(key(request.getNamespace(), request.getScheduleId()), (scheduler, now) -> {
            ScheduleFacts facts = scheduler.facts();
            List<WorkflowExecution> open = scheduler.open();
            ScheduleInfo.Builder info = facts.info()
                    .addAllRunningWorkflows(open)
                    .setBufferSize(scheduler.bufferSize())
                    .addAllFutureActionTimes(scheduler.futureTimes(FUTURE_TIMES).stream()
                            .map(Times::timestamp)
                            .toList());
            DescribeScheduleResponse.Builder response = DescribeScheduleResponse.newBuilder()
                    .setSchedule(facts.schedule())
                    .setInfo(info)
                    .setConflictToken(token(facts.token()));
            if (facts.memo().getFieldsCount() > 0) {
                response.setMemo(facts.memo());
            }
            if (facts.searchAttributes().getIndexedFieldsCount() > 0) {
                response.setSearchAttributes(facts.searchAttributes());
            }
            if (open.size() < facts.running().size()) {
                scheduler.refresh(now);
            }
            return response.build();
        });
    }

    /** A token that does not match is dropped in silence, as the workflow-backed scheduler does it. */
    boolean update(UpdateScheduleRequest request) {
        checks.requestId(request.getRequestId());
        Schedule schedule = checks.accepted(request.getSchedule());
        SearchAttributes searchAttributes = checks.accepted(request.getSearchAttributes());
        long token = request.getConflictToken().size() < Long.BYTES
                ? 0
                : request.getConflictToken().asReadOnlyByteBuffer().getLong();
        return schedules.with(key(request.getNamespace(), request.getScheduleId()), (scheduler, now) -> {
            if (scheduler.facts().conflictsWith(token)) {
                return false;
            }
            scheduler.update(now, schedule);
            if (request.hasSearchAttributes()) {
                scheduler.facts().searchAttributes(searchAttributes);
            }
            return true;
        });
    }

    boolean patch(PatchScheduleRequest request) {
        checks.requestId(request.getRequestId());
        checks.note(request.getPatch().getPause());
        checks.note(request.getPatch().getUnpause());
        return schedules.with(key(request.getNamespace(), request.getScheduleId()), (scheduler, now) -> {
            scheduler.patch(now, request.getPatch());
            return true;
        });
    }

    void delete(String namespace, String id) {
        schedules.remove(key(namespace, id));
    }

    ListScheduleMatchingTimesResponse matchingTimes(ListScheduleMatchingTimesRequest request) {
        if (!request.hasStartTime() || !request.hasEndTime()) {
            throw Refusal.invalid("missing or invalid query");
        }
        Instant from = Times.instant(request.getStartTime());
        Instant to = Times.instant(request.getEndTime());
        return schedules.with(
                key(request.getNamespace(), request.getScheduleId()),
                (scheduler, now) -> ListScheduleMatchingTimesResponse.newBuilder()
                        .addAllStartTime(scheduler.matchingTimes(from, to, MOST_MATCHING_TIMES).stream()
                                .map(Times::timestamp)
                                .toList())
                        .build());
    }

    ListSchedulesResponse list(ListSchedulesRequest request) {
        return schedules.withAll(request.getNamespace(), all -> {
            List<Scheduler> matching = matching(all, request.getQuery());
            Page page = Page.of(matching.size(), request.getMaximumPageSize(), request.getNextPageToken());
            return ListSchedulesResponse.newBuilder()
                    .addAllSchedules(matching.subList(page.from(), page.to()).stream()
                            .map(ScheduleService::entry)
                            .toList())
                    .setNextPageToken(page.nextToken())
                    .build();
        });
    }

    CountSchedulesResponse count(CountSchedulesRequest request) {
        return schedules.withAll(
                request.getNamespace(),
                all -> CountSchedulesResponse.newBuilder()
                        .setCount(matching(all, request.getQuery()).size())
                        .build());
    }

    private List<Scheduler> matching(List<Scheduler> all, String text) {
        Query.Parsed query = Query.parse(text, checks::fieldType);
        if (query.grouped() || query.negated()) {
            throw Refusal.invalid("invalid query: unable to convert filter expression: operation is not supported: '"
                    + (query.negated() ? "not" : "group by") + "' expression");
        }
        return all.stream()
                .filter(scheduler -> query.condition().matches(field -> value(scheduler.facts(), field)))
                .sorted(Comparator.comparing((Scheduler scheduler) ->
                                Times.instant(scheduler.facts().info().getCreateTime()))
                        .reversed())
                .toList();
    }

    private static @Nullable Object value(ScheduleFacts facts, String field) {
        return switch (field) {
            case "ScheduleId" -> facts.id();
            case "TemporalSchedulePaused" -> facts.isPaused();
            default -> RunRow.attribute(field, facts.searchAttributes().getIndexedFieldsMap());
        };
    }

    private static ScheduleListEntry entry(Scheduler scheduler) {
        ScheduleFacts facts = scheduler.facts();
        Schedule schedule = facts.schedule();
        ScheduleListEntry.Builder entry = ScheduleListEntry.newBuilder()
                .setScheduleId(facts.id())
                .setInfo(ScheduleListInfo.newBuilder()
                        .setSpec(SpecForm.shortened(schedule.getSpec(), LISTED_SPECS))
                        .setWorkflowType(facts.action().getWorkflowType())
                        .setNotes(schedule.getState().getNotes())
                        .setPaused(facts.isPaused())
                        .addAllRecentActions(scheduler.recent(LISTED_TIMES))
                        .addAllFutureActionTimes(scheduler.futureTimes(LISTED_TIMES).stream()
                                .map(Times::timestamp)
                                .toList()));
        if (facts.memo().getFieldsCount() > 0) {
            entry.setMemo(facts.memo());
        }
        if (facts.searchAttributes().getIndexedFieldsCount() > 0) {
            entry.setSearchAttributes(facts.searchAttributes());
        }
        return entry.build();
    }

    private static Schedules.Key key(String namespace, String id) {
        return new Schedules.Key(namespace, id);
    }

    private static ByteString token(long number) {
        return ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
    }
}
