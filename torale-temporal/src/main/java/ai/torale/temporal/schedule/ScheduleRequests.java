package ai.torale.temporal.schedule;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
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
import io.temporal.api.workflowservice.v1.UpdateScheduleRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClientOptions;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** The schedule service's requests, each for one namespace and under the client's identity. */
final class ScheduleRequests {
    private static final int PAGE = 1_000;

    private final ScheduleCalls calls;
    private final WorkflowClientOptions client;
    private final ScheduleSettings settings;

    ScheduleRequests(ScheduleCalls calls, WorkflowClientOptions client, ScheduleSettings settings) {
        this.calls = calls;
        this.client = client;
        this.settings = settings;
    }

    /** The same requests, at a pace. */
    ScheduleRequests paced(Pace pace) {
        return new ScheduleRequests(calls.paced(pace), client, settings);
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

    /** The older scheduler drops an update with an outdated token in silence; the caller reads back. */
    void update(String taskId, Schedule schedule, ByteString conflictToken) {
        UpdateScheduleRequest request = UpdateScheduleRequest.newBuilder()
                .setNamespace(client.getNamespace())
                .setScheduleId(settings.scheduleId(taskId))
                .setSchedule(schedule)
                .setConflictToken(conflictToken)
                .setRequestId(UUID.randomUUID().toString())
                .setIdentity(client.getIdentity())
                .build();
        try {
            calls.write(taskId, stub -> stub.updateSchedule(request));
        } catch (TaskScheduleException e) {
            if (!e.code().equals(TaskScheduleException.CONCURRENT)) {
                throw e;
            }
        }
    }

    void patch(String taskId, SchedulePatch patch) {
        PatchScheduleRequest request = PatchScheduleRequest.newBuilder()
                .setNamespace(client.getNamespace())
                .setScheduleId(settings.scheduleId(taskId))
                .setPatch(patch)
                .setRequestId(UUID.randomUUID().toString())
                .setIdentity(client.getIdentity())
                .build();
        calls.write(taskId, stub -> stub.patchSchedule(request));
    }

    /**
     * Deletes one life of a task's schedule. A deletion knows no conflict token, so before it is repeated after a lost
     * answer, the server is asked whether that life is still there: the id may be somebody's new schedule by then.
     */
    void delete(String taskId, String epoch) {
        DeleteScheduleRequest request = DeleteScheduleRequest.newBuilder()
                .setNamespace(client.getNamespace())
                .setScheduleId(settings.scheduleId(taskId))
                .setIdentity(client.getIdentity())
                .build();
        AtomicBoolean repeated = new AtomicBoolean();
        try {
            calls.write(
                    taskId,
                    stub -> repeated.getAndSet(true) && !lives(stub, taskId, epoch)
                            ? DeleteScheduleResponse.getDefaultInstance()
                            : stub.deleteSchedule(request));
        } catch (TaskScheduleException e) {
            if (!e.code().equals(TaskScheduleException.NOT_FOUND)) {
                throw e;
            }
        }
    }

    ListSchedulesResponse list(ByteString pageToken) {
        ListSchedulesRequest request = ListSchedulesRequest.newBuilder()
                .setNamespace(client.getNamespace())
                .setMaximumPageSize(PAGE)
                .setNextPageToken(pageToken)
                .build();
        return calls.read("", stub -> stub.listSchedules(request));
    }

    DescribeNamespaceResponse namespace() {
        DescribeNamespaceRequest request = DescribeNamespaceRequest.newBuilder()
                .setNamespace(client.getNamespace())
                .build();
        return calls.read("", stub -> stub.describeNamespace(request));
    }

    private boolean lives(WorkflowServiceBlockingStub stub, String taskId, String epoch) {
        try {
            return Described.epoch(stub.describeSchedule(description(taskId)).getMemo())
                    .equals(epoch);
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private DescribeScheduleRequest description(String taskId) {
        return DescribeScheduleRequest.newBuilder()
                .setNamespace(client.getNamespace())
                .setScheduleId(settings.scheduleId(taskId))
                .build();
    }
}
