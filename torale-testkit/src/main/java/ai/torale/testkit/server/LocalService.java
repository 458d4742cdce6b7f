package ai.torale.testkit.server;

import com.google.protobuf.Message;
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
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseResponse;
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
import java.util.function.Supplier;

/** The calls that the test server does not know, or not well enough. */
final class LocalService extends WorkflowServiceGrpc.WorkflowServiceImplBase {
    private final ScheduleService schedules;
    private final Visibility visibility;
    private final ReverseHistories histories;
    private final TestServer server;
    private final Duration retention;

    LocalService(
            ScheduleService schedules,
            Visibility visibility,
            ReverseHistories histories,
            TestServer server,
            Duration retention) {
        this.schedules = schedules;
        this.visibility = visibility;
        this.histories = histories;
        this.server = server;
        this.retention = retention;
    }

    @Override
    public void createSchedule(CreateScheduleRequest request, StreamObserver<CreateScheduleResponse> observer) {
        answer(request.getNamespace(), observer, () -> schedules.create(request));
    }

    @Override
    public void describeSchedule(DescribeScheduleRequest request, StreamObserver<DescribeScheduleResponse> observer) {
        answer(request.getNamespace(), observer, () -> schedules.describe(request));
    }

    @Override
    public void updateSchedule(UpdateScheduleRequest request, StreamObserver<UpdateScheduleResponse> observer) {
        answer(request.getNamespace(), observer, () -> {
            schedules.update(request);
            return UpdateScheduleResponse.getDefaultInstance();
        });
    }

    @Override
    public void patchSchedule(PatchScheduleRequest request, StreamObserver<PatchScheduleResponse> observer) {
        answer(request.getNamespace(), observer, () -> {
            schedules.patch(request);
            return PatchScheduleResponse.getDefaultInstance();
        });
    }

    @Override
    public void deleteSchedule(DeleteScheduleRequest request, StreamObserver<DeleteScheduleResponse> observer) {
        answer(request.getNamespace(), observer, () -> {
            schedules.delete(request.getNamespace(), request.getScheduleId());
            return DeleteScheduleResponse.getDefaultInstance();
        });
    }

    @Override
    public void listSchedules(ListSchedulesRequest request, StreamObserver<ListSchedulesResponse> observer) {
        answer(request.getNamespace(), observer, () -> schedules.list(request));
    }

    @Override
    public void countSchedules(CountSchedulesRequest request, StreamObserver<CountSchedulesResponse> observer) {
        answer(request.getNamespace(), observer, () -> schedules.count(request));
    }

    @Override
    public void listScheduleMatchingTimes(
            ListScheduleMatchingTimesRequest request, StreamObserver<ListScheduleMatchingTimesResponse> observer) {
        answer(request.getNamespace(), observer, () -> schedules.matchingTimes(request));
    }

    @Override
    public void listWorkflowExecutions(
            ListWorkflowExecutionsRequest request, StreamObserver<ListWorkflowExecutionsResponse> observer) {
        answer(request.getNamespace(), observer, () -> visibility.list(request));
    }

    @Override
    public void countWorkflowExecutions(
            CountWorkflowExecutionsRequest request, StreamObserver<CountWorkflowExecutionsResponse> observer) {
        answer(request.getNamespace(), observer, () -> visibility.count(request));
    }

    @Override
    public void getWorkflowExecutionHistoryReverse(
            GetWorkflowExecutionHistoryReverseRequest request,
            StreamObserver<GetWorkflowExecutionHistoryReverseResponse> observer) {
        answer(request.getNamespace(), observer, () -> histories.page(request));
    }

    /** A client of another namespace would create what never runs: the environment's workers are in its own. */
    private <T extends Message> void answer(String namespace, StreamObserver<T> observer, Supplier<T> work) {
        TimeService.answer(observer, () -> {
            if (namespace.isEmpty()) {
                throw Refusal.invalid("Namespace is empty.");
            }
            if (!namespace.equals(server.namespace())) {
                throw Refusal.notFound("Namespace " + namespace + " is not found.");
            }
            return work.get();
        });
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
