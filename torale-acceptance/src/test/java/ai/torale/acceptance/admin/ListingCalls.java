package ai.torale.acceptance.admin;

import ai.torale.acceptance.server.Stage;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A client that notes which calls it makes. */
final class ListingCalls implements ClientInterceptor, AutoCloseable {
    private final List<String> made = Collections.synchronizedList(new ArrayList<>());
    private final WorkflowServiceStubs stubs;

    ListingCalls(Stage stage) {
        stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(stage.server().target())
                .setGrpcClientInterceptors(List.of(this))
                .build());
    }

    WorkflowClient client() {
        return WorkflowClient.newInstance(stubs);
    }

    /** The calls since the last time; how the SDK greets a server does not count. */
    List<String> made() {
        List<String> calls = List.copyOf(made);
        made.clear();
        return calls.stream().filter(call -> !call.equals("GetSystemInfo")).toList();
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        made.add(String.valueOf(method.getBareMethodName()));
        return next.newCall(method, options);
    }

    @Override
    public void close() {
        stubs.shutdownNow();
    }
}
