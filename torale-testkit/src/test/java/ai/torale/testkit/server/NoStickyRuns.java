package ai.torale.testkit.server;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.MethodDescriptor;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;

/**
 * Keeps workers from asking for their own runs again: each workflow task comes with the whole history and is replayed.
 * The SDK has no setting for that; a cache size of 0 means the default.
 */
final class NoStickyRuns implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void sendMessage(Q message) {
                super.sendMessage(unstuck(message));
            }
        };
    }

    @SuppressWarnings("unchecked") // the same type goes out as comes in
    private static <Q> Q unstuck(Q message) {
        return message instanceof RespondWorkflowTaskCompletedRequest completed
                ? (Q) completed.toBuilder().clearStickyAttributes().build()
                : message;
    }
}
