package ai.torale.temporal.schedule;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.workflowservice.v1.CreateScheduleRequest;
import io.temporal.api.workflowservice.v1.DeleteScheduleRequest;
import io.temporal.api.workflowservice.v1.DeleteScheduleResponse;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.api.workflowservice.v1.ListSchedulesRequest;
import io.temporal.api.workflowservice.v1.ListSchedulesResponse;
import io.temporal.api.workflowservice.v1.PatchScheduleRequest;
import io.temporal.api.workflowservice.v1.PatchScheduleResponse;
import io.temporal.api.workflowservice.v1.UpdateScheduleRequest;
import io.temporal.api.workflowservice.v1.UpdateScheduleResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClientOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The schedule service's requests, each for one namespace and under the client's identity.
 *
 * <p>Somebody else may have deleted, created or edited a schedule by the time that a request is repeated after a lost
 * answer; so the server is asked first whether the repetition is still needed, and whose schedule it is.
 */
final class ScheduleRequests {
    private final ScheduleCalls calls;
    private final WorkflowClientOptions client;
    private final ScheduleSettings settings;

    ScheduleRequests(ScheduleCalls calls, WorkflowClientOptions client, ScheduleSettings settings) {
        this.calls = calls;
        this.client = client;
        this.settings = settings;
    }

    /** The requests from here on, which end within a shorter time. */
    ScheduleRequests within(Duration limit) {
        return new ScheduleRequests(calls.within(limit), client, settings);
    }

    /** Waits a little; false when there is no time for another request. */
    boolean pause(String taskId, Duration pause) {
        calls.pause(taskId, pause);
        return calls.hasTime();
    }

    /** The schedule that this library made for a task. */
    DescribeScheduleResponse own(String taskId) {
        return owned(taskId, describe(taskId).orElseThrow(() -> TaskScheduleException.notFound(taskId)));
    }

    DescribeScheduleResponse owned(String taskId, DescribeScheduleResponse described) {
        if (Described.isOwn(described.getMemo())) {
            return described;
        }
        throw new TaskScheduleException(
                TaskScheduleException.FOREIGN,
                taskId,
                "schedule '" + settings.scheduleId(taskId)
                        + "' was not made by this library (or its memo cannot be read); use another task id or scope",
                false);
    }

    Optional<DescribeScheduleResponse> describe(String taskId) {
        try {
            return Optional.of(calls.read(taskId, stub -> stub.describeSchedule(description(taskId))));
        } catch (TaskScheduleException e) {
            if (e.code().equals(TaskScheduleException.NOT_FOUND)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Fails with {@code SCHEDULE_CONFLICT} when there is one. */
    void create(String taskId, String requestId, Schedule schedule, Memo memo) {
        CreateScheduleRequest request = CreateScheduleRequest.newBuilder()
                .setNamespace(client.getNamespace())
                .setScheduleId(settings.scheduleId(taskId))
                .setSchedule(schedule)
                .setMemo(memo)
                .setRequestId(requestId)
                .setIdentity(client.getIdentity())
                .build();
        calls.write(taskId, stub -> stub.createSchedule(request));
    }

    /**
     * Replaces what was described. The older scheduler drops an update with an outdated token in silence; the caller
     * reads back. Its tokens are numbers that begin anew with each schedule.
     */
    void update(String taskId, Schedule schedule, DescribeScheduleResponse replaced) {
        UpdateScheduleRequest request = UpdateScheduleRequest.newBuilder()
                .setNamespace(client.getNamespace())
                .setScheduleId(settings.scheduleId(taskId))
                .setSchedule(schedule)
                .setConflictToken(replaced.getConflictToken())
                .setRequestId(UUID.randomUUID().toString())
                .setIdentity(client.getIdentity())
                .build();
        try {
            write(
                    taskId,
                    now -> isSameLife(owned(taskId, now), Described.epoch(replaced.getMemo()))
                            && now.getConflictToken().equals(replaced.getConflictToken()),
                    UpdateScheduleResponse.getDefaultInstance(),
                    stub -> stub.updateSchedule(request));
        } catch (TaskScheduleException e) {
            if (!e.code().equals(TaskScheduleException.CONCURRENT)) {
                throw e;
            }
        }
    }

    /** A patch knows no conflict token: it is repeated while it is needed, but never on somebody else's schedule. */
    void patch(String taskId, SchedulePatch patch, Predicate<DescribeScheduleResponse> needed) {
        PatchScheduleRequest request = PatchScheduleRequest.newBuilder()
                .setNamespace(client.getNamespace())
                .setScheduleId(settings.scheduleId(taskId))
                .setPatch(patch)
                .setRequestId(UUID.randomUUID().toString())
                .setIdentity(client.getIdentity())
                .build();
        write(
                taskId,
                now -> needed.test(owned(taskId, now)),
                PatchScheduleResponse.getDefaultInstance(),
                stub -> stub.patchSchedule(request));
    }

    /** Ends the pause that was described; one that somebody else begins meanwhile, with another note, stays. */
    void resume(String taskId, DescribeScheduleResponse paused) {
        patch(
                taskId,
                SchedulePatch.newBuilder().setUnpause(Described.RESUMED).build(),
                now -> now.getSchedule().getState().equals(paused.getSchedule().getState()));
    }

    /** Deletes one life of a task's schedule; a deletion knows no conflict token. */
    void delete(String taskId, String epoch) {
        DeleteScheduleRequest request = DeleteScheduleRequest.newBuilder()
                .setNamespace(client.getNamespace())
                .setScheduleId(settings.scheduleId(taskId))
                .setIdentity(client.getIdentity())
                .build();
        try {
            write(
                    taskId,
                    now -> isSameLife(now, epoch),
                    DeleteScheduleResponse.getDefaultInstance(),
                    stub -> stub.deleteSchedule(request));
        } catch (TaskScheduleException e) {
            if (!e.code().equals(TaskScheduleException.NOT_FOUND)) {
                throw e;
            }
        }
    }

    Paged.Page<ListedSchedule> list(ByteString pageToken, int size) {
        ListSchedulesRequest request = ListSchedulesRequest.newBuilder()
                .setNamespace(client.getNamespace())
                .setMaximumPageSize(size)
                .setNextPageToken(pageToken)
                .build();
        ListSchedulesResponse answer = calls.read("", stub -> stub.listSchedules(request));
        return new Paged.Page<>(
                answer.getSchedulesList().stream()
                        .map(entry -> new ListedSchedule(entry, settings.taskId(entry.getScheduleId())))
                        .toList(),
                answer.getNextPageToken());
    }

    DescribeNamespaceResponse namespace() {
        DescribeNamespaceRequest request = DescribeNamespaceRequest.newBuilder()
                .setNamespace(client.getNamespace())
                .build();
        return calls.read("", stub -> stub.describeNamespace(request));
    }

    private <T> T write(
            String taskId,
            Predicate<DescribeScheduleResponse> needed,
            T done,
            Function<WorkflowServiceBlockingStub, T> call) {
        AtomicBoolean repeated = new AtomicBoolean();
        return calls.write(
                taskId,
                stub -> repeated.getAndSet(true) && !needed.test(stub.describeSchedule(description(taskId)))
                        ? done
                        : call.apply(stub));
    }

    private static boolean isSameLife(DescribeScheduleResponse described, String epoch) {
        return Described.epoch(described.getMemo()).equals(epoch);
    }

    private DescribeScheduleRequest description(String taskId) {
        return DescribeScheduleRequest.newBuilder()
                .setNamespace(client.getNamespace())
                .setScheduleId(settings.scheduleId(taskId))
                .build();
    }
}
