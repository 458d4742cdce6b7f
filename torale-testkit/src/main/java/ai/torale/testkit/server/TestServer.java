package ai.torale.testkit.server;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.Empty;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.HistoryEventFilterType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.testservice.v1.LockTimeSkippingRequest;
import io.temporal.api.testservice.v1.SleepRequest;
import io.temporal.api.testservice.v1.SleepResponse;
import io.temporal.api.testservice.v1.TestServiceGrpc;
import io.temporal.api.testservice.v1.UnlockTimeSkippingRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.RequestCancelWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.TerminateWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** Temporal's test server without the host's interceptors and the testkit's own: what the engine itself asks of it. */
final class TestServer {
    private final TestWorkflowEnvironment environment;
    private final WorkflowServiceGrpc.WorkflowServiceBlockingStub workflows;
    private final TestServiceGrpc.TestServiceBlockingStub time;
    private final TestServiceGrpc.TestServiceFutureStub sleeper;
    private final Set<String> attributes = ConcurrentHashMap.newKeySet();

    TestServer(TestWorkflowEnvironment environment) {
        this.environment = environment;
        Channel channel = environment.getWorkflowServiceStubs().getRawChannel();
        this.workflows = WorkflowServiceGrpc.newBlockingStub(channel);
        this.time = TestServiceGrpc.newBlockingStub(channel);
        this.sleeper = TestServiceGrpc.newFutureStub(channel);
    }

    /** The virtual time, in whole milliseconds. */
    Instant now() {
        return own(() ->
                Times.instant(time.getCurrentTime(Empty.getDefaultInstance()).getTime()));
    }

    /** No time is skipped until as many calls of {@link #letTime} as of this one have been made. */
    void holdTime() {
        own(() -> time.lockTimeSkipping(LockTimeSkippingRequest.getDefaultInstance()));
    }

    void letTime() {
        own(() -> time.unlockTimeSkipping(UnlockTimeSkippingRequest.getDefaultInstance()));
    }

    /** Lets go of one hold, and takes it again when so much virtual time has passed. */
    ListenableFuture<SleepResponse> sleep(Duration duration) {
        return own(() -> sleeper.unlockTimeSkippingWithSleep(
                SleepRequest.newBuilder().setDuration(Times.duration(duration)).build()));
    }

    /** Runs something at a virtual time, never early; no time is skipped while it runs. */
    void at(Instant when, Instant now, Runnable work) {
        Duration delay = Duration.between(now, when);
        environment.registerDelayedCallback(delay.isNegative() ? Duration.ZERO : delay, work);
    }

    String start(StartWorkflowExecutionRequest request) {
        return own(() -> workflows.startWorkflowExecution(request).getRunId());
    }

    /** The run, or the last one of its workflow id when the run id is empty. */
    DescribeWorkflowExecutionResponse describe(String namespace, WorkflowExecution execution) {
        DescribeWorkflowExecutionRequest request = DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(namespace)
                .setExecution(execution)
                .build();
        return own(() -> workflows.describeWorkflowExecution(request));
    }

    List<HistoryEvent> history(String namespace, WorkflowExecution execution) {
        return history(namespace, execution, HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT);
    }

    /** Of a closed run. */
    HistoryEvent closeEvent(String namespace, WorkflowExecution execution) {
        List<HistoryEvent> events =
                history(namespace, execution, HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT);
        return events.get(events.size() - 1);
    }

    void cancel(String namespace, WorkflowExecution execution, String identity) {
        RequestCancelWorkflowExecutionRequest request = RequestCancelWorkflowExecutionRequest.newBuilder()
                .setNamespace(namespace)
                .setWorkflowExecution(execution)
                .setIdentity(identity)
                .setReason("cancelled by schedule overlap policy")
                .build();
        own(() -> workflows.requestCancelWorkflowExecution(request));
    }

    void terminate(String namespace, WorkflowExecution execution, String identity) {
        TerminateWorkflowExecutionRequest request = TerminateWorkflowExecutionRequest.newBuilder()
                .setNamespace(namespace)
                .setWorkflowExecution(execution)
                .setIdentity(identity)
                .setReason("terminated by schedule overlap policy")
                .build();
        own(() -> workflows.terminateWorkflowExecution(request));
    }

    /** The one namespace in which anything runs. */
    String namespace() {
        return environment.getNamespace();
    }

    DescribeNamespaceResponse namespace(DescribeNamespaceRequest request) {
        return own(() -> workflows.describeNamespace(request));
    }

    /** Whether there is a custom search attribute of this name; the test server lists none, but refuses a second one. */
    boolean hasSearchAttribute(String name) {
        if (attributes.contains(name)) {
            return true;
        }
        AddSearchAttributesRequest request = AddSearchAttributesRequest.newBuilder()
                .setNamespace(environment.getNamespace())
                .putSearchAttributes(name, IndexedValueType.INDEXED_VALUE_TYPE_UNSPECIFIED)
                .build();
        try {
            own(() -> environment.getOperatorServiceStubs().blockingStub().addSearchAttributes(request));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.ALREADY_EXISTS) {
                attributes.add(name);
                return true;
            }
        }
        return false;
    }

    boolean isClosed() {
        return environment.isShutdown();
    }

    private List<HistoryEvent> history(String namespace, WorkflowExecution execution, HistoryEventFilterType filter) {
        GetWorkflowExecutionHistoryRequest request = GetWorkflowExecutionHistoryRequest.newBuilder()
                .setNamespace(namespace)
                .setExecution(execution)
                .setHistoryEventFilterType(filter)
                .build();
        return own(() ->
                workflows.getWorkflowExecutionHistory(request).getHistory().getEventsList());
    }

    /** Not under the deadline, cancellation or interceptors of the call of the host that led here. */
    private static <T> T own(Callable<T> call) {
        try {
            return Context.ROOT.call(call);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
