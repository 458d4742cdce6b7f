package ai.torale.testkit.server;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.temporal.api.testservice.v1.TestServiceGrpc;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends the calls that the test server does not know, and those that let time pass, to the testkit's own services, and
 * lets the testkit look at the others.
 */
final class CallRouter implements ClientInterceptor {
    private static final Set<String> LOCAL = Stream.of(
                    WorkflowServiceGrpc.getCreateScheduleMethod(),
                    WorkflowServiceGrpc.getDescribeScheduleMethod(),
                    WorkflowServiceGrpc.getUpdateScheduleMethod(),
                    WorkflowServiceGrpc.getPatchScheduleMethod(),
                    WorkflowServiceGrpc.getDeleteScheduleMethod(),
                    WorkflowServiceGrpc.getListSchedulesMethod(),
                    WorkflowServiceGrpc.getCountSchedulesMethod(),
                    WorkflowServiceGrpc.getListScheduleMatchingTimesMethod(),
                    WorkflowServiceGrpc.getListWorkflowExecutionsMethod(),
                    WorkflowServiceGrpc.getCountWorkflowExecutionsMethod(),
                    WorkflowServiceGrpc.getGetWorkflowExecutionHistoryReverseMethod(),
                    WorkflowServiceGrpc.getDescribeNamespaceMethod(),
                    TestServiceGrpc.getLockTimeSkippingMethod(),
                    TestServiceGrpc.getUnlockTimeSkippingMethod(),
                    TestServiceGrpc.getUnlockTimeSkippingWithSleepMethod())
            .map(MethodDescriptor::getFullMethodName)
            .collect(Collectors.toUnmodifiableSet());

    private volatile @Nullable Channel local;
    private volatile @Nullable Taps taps;

    /** The environment exists only after this interceptor does. */
    void bind(Channel localChannel, Taps observers) {
        taps = observers;
        local = localChannel;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        Channel own = local;
        Taps observers = taps;
        if (own == null || observers == null) {
            return next.newCall(method, options);
        }
        if (LOCAL.contains(method.getFullMethodName())) {
            return own.newCall(method, options);
        }
        Tap tap = observers.of(method.getFullMethodName());
        ClientCall<Q, A> call = next.newCall(method, options);
        return tap == null ? call : new TappedCall<>(call, tap);
    }
}
