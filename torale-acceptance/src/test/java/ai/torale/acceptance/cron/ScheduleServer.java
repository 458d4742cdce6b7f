package ai.torale.acceptance.cron;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleAction;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.CreateScheduleRequest;
import io.temporal.api.workflowservice.v1.DeleteScheduleRequest;
import io.temporal.api.workflowservice.v1.ListScheduleMatchingTimesRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/** What a real server makes of cron expressions, asked through paused schedules. */
final class ScheduleServer implements AutoCloseable {
    private static final String NAMESPACE = "default";

    /** For each call; the stubs' own limit of 10 s wins over a longer deadline of a call. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final WorkflowServiceStubs stubs;

    ScheduleServer(String target) {
        stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(target)
                .setRpcTimeout(LIMIT)
                .build());
    }

    /** Whether the server takes the expression. */
    boolean accepts(String cron) {
        try {
            delete(create(cron, ""));
            return true;
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
                return false;
            }
            throw e;
        }
    }

    /** The id of a new paused schedule. */
    String create(String cron, ZoneId zone) {
        return create(cron, zone.getId());
    }

    private String create(String cron, String zone) {
        return create(ScheduleSpec.newBuilder()
                .addCronString(cron)
                .setTimezoneName(zone)
                .build());
    }

    /** The id of a new paused schedule. */
    String create(ScheduleSpec spec) {
        String id = "cron-" + UUID.randomUUID();
        calls().createSchedule(CreateScheduleRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setScheduleId(id)
                .setRequestId(id)
                .setSchedule(Schedule.newBuilder()
                        .setSpec(spec)
                        .setState(ScheduleState.newBuilder().setPaused(true))
                        .setAction(action(id)))
                .build());
        return id;
    }

    void delete(String id) {
        calls().deleteSchedule(DeleteScheduleRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setScheduleId(id)
                .build());
    }

    /** The fires after {@code from} up to and including {@code to}; the server cuts the list off after 1,000. */
    List<Instant> times(String id, Instant from, Instant to) {
        return calls()
                .listScheduleMatchingTimes(ListScheduleMatchingTimesRequest.newBuilder()
                        .setNamespace(NAMESPACE)
                        .setScheduleId(id)
                        .setStartTime(timestamp(from))
                        .setEndTime(timestamp(to))
                        .build())
                .getStartTimeList()
                .stream()
                .map(time -> Instant.ofEpochSecond(time.getSeconds(), time.getNanos()))
                .toList();
    }

    @Override
    public void close() {
        stubs.shutdownNow();
    }

    private WorkflowServiceGrpc.WorkflowServiceBlockingStub calls() {
        return stubs.blockingStub();
    }

    private static ScheduleAction.Builder action(String id) {
        return ScheduleAction.newBuilder()
                .setStartWorkflow(NewWorkflowExecutionInfo.newBuilder()
                        .setWorkflowId(id)
                        .setWorkflowType(WorkflowType.newBuilder().setName("never-started"))
                        .setTaskQueue(TaskQueue.newBuilder().setName("nobody")));
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
