package ai.torale.testkit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.MethodDescriptor;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import java.util.function.BooleanSupplier;

/**
 * Keeps from the server that a worker remembers workflows, while it shall forget: each step then goes to any worker, with
 * the whole history.
 *
 * <p>The SDK has no setting for it: a cache of size 0 counts as the default one.
 */
final class Forgetfulness implements ClientInterceptor {
    private volatile BooleanSupplier forgets = () -> false;

    /** From now on it forgets while this is so. */
    void forgetsWhile(BooleanSupplier condition) {
        forgets = condition;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            @SuppressWarnings("unchecked") // the same type again
            public void sendMessage(Q message) {
                super.sendMessage(
                        message instanceof RespondWorkflowTaskCompletedRequest request && forgets.getAsBoolean()
                                ? (Q) request.toBuilder()
                                        .clearStickyAttributes()
                                        .build()
                                : message);
            }
        };
    }
}
