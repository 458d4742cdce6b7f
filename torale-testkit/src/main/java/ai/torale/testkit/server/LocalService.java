package ai.torale.testkit.server;

import io.grpc.stub.StreamObserver;
import io.temporal.api.workflowservice.v1.CountSchedulesRequest;
import io.temporal.api.workflowservice.v1.CountSchedulesResponse;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.CreateScheduleRequest;
import io.temporal.api.workflowservice.v1.CreateScheduleResponse;
import io.temporal.api.workflowservice.v1.DeleteScheduleRequest;
import io.temporal.api.workflowservice.v1.DeleteScheduleResponse;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.api.workflowservice.v1.ListScheduleMatchingTimesRequest;
import io.temporal.api.workflowservice.v1.ListScheduleMatchingTimesResponse;
import io.temporal.api.workflowservice.v1.ListSchedulesRequest;
import io.temporal.api.workflowservice.v1.ListSchedulesResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.PatchScheduleRequest;
import io.temporal.api.workflowservice.v1.PatchScheduleResponse;
import io.temporal.api.workflowservice.v1.UpdateScheduleRequest;
import io.temporal.api.workflowservice.v1.UpdateScheduleResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.time.Duration;

/** The calls that the test server does not know, or not well enough. */
final class LocalService extends WorkflowServiceGrpc.WorkflowServiceImplBase {
    private final ScheduleService schedules;
    private final Visibility visibility;
    private final TestServer server;
    private final Duration retention;

    LocalService(ScheduleService schedules, Visibility visibility, TestServer server, Duration retention) {
        this.schedules = schedules;
        this.visibility = visibility;
        this.server = server;
        this.retention = retention;
    }

    @Override
    public void createSchedule(CreateScheduleRequest request, StreamObserver<CreateScheduleResponse> observer) {
        TimeService.answer(observer, () -> schedules.create(request));
    }

    @Override
    public void describeSchedule(DescribeScheduleRequest request, StreamObserver<DescribeScheduleResponse> observer) {
        TimeService.answer(observer, () -> schedules.describe(request));
    }

    @Override
    public void updateSchedule(UpdateScheduleRequest request, StreamObserver<UpdateScheduleResponse> observer) {
        TimeService.answer(observer, () -> {
            schedules.update(request);
            return UpdateScheduleResponse.getDefaultInstance();
        });
    }

    @Override
    public void patchSchedule(PatchScheduleRequest request, StreamObserver<PatchScheduleResponse> observer) {
        TimeService.answer(observer, () -> {
            schedules.patch(request);
            return PatchScheduleResponse.getDefaultInstance();
        });
    }

    @Override
    public void deleteSchedule(DeleteScheduleRequest request, StreamObserver<DeleteScheduleResponse> observer) {
        TimeService.answer(observer, () -> {
            schedules.delete(request.getNamespace(), request.getScheduleId());
            return DeleteScheduleResponse.getDefaultInstance();
        });
    }

    @Override
    public void listSchedules(ListSchedulesRequest request, StreamObserver<ListSchedulesResponse> observer) {
        TimeService.answer(observer, () -> schedules.list(request));
    }

    @Override
    public void countSchedules(CountSchedulesRequest request, StreamObserver<CountSchedulesResponse> observer) {
        TimeService.answer(observer, () -> schedules.count(request));
    }

    @Override
    public void listScheduleMatchingTimes(
            ListScheduleMatchingTimesRequest request, StreamObserver<ListScheduleMatchingTimesResponse> observer) {
        TimeService.answer(observer, () -> schedules.matchingTimes(request));
    }

    @Override
    public void listWorkflowExecutions(
            ListWorkflowExecutionsRequest request, StreamObserver<ListWorkflowExecutionsResponse> observer) {
        TimeService.answer(observer, () -> visibility.list(request));
    }

    @Override
    public void countWorkflowExecutions(
            CountWorkflowExecutionsRequest request, StreamObserver<CountWorkflowExecutionsResponse> observer) {
        TimeService.answer(observer, () -> visibility.count(request));
    }

    @Override
    public void describeNamespace(
            DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> observer) {
        TimeService.answer(observer, () -> {
            DescribeNamespaceResponse.Builder namespace = server.namespace(request).toBuilder();
            namespace.getConfigBuilder().setWorkflowExecutionRetentionTtl(Times.duration(retention));
            // It says that it does, and then warns that it does not.
            namespace.getNamespaceInfoBuilder().getCapabilitiesBuilder().setWorkerHeartbeats(false);
            return namespace.build();
        });
    }
}
