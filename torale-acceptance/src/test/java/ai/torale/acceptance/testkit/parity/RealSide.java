package ai.torale.acceptance.testkit.parity;

import ai.torale.acceptance.server.DevServer;
import ai.torale.acceptance.server.Eventually;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The dev server, shared by all behaviours. */
final class RealSide implements Side {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final WorkflowClient client;
    private final String queue;
    private final WorkerFactory workers;

    RealSide(DevServer server, String queue) {
        this.client = server.client();
        this.queue = queue;
        addSearchAttributes(server.target());
        this.workers = WorkerFactory.newInstance(client);
        Worker worker = workers.newWorker(queue);
        worker.registerWorkflowImplementationTypes(Errand.ErrandImpl.class);
        workers.start();
    }

    @Override
    public WorkflowClient client() {
        return client;
    }

    @Override
    public String queue() {
        return queue;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public <T> T until(Supplier<T> answer, Predicate<T> expected) {
        return Eventually.eventually(LIMIT, answer, expected);
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }

    private static void addSearchAttributes(String target) {
        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(
                OperatorServiceStubsOptions.newBuilder().setTarget(target).validateAndBuildWithDefaults());
        try {
            operator.blockingStub()
                    .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                            .setNamespace(Corner.NAMESPACE)
                            .putAllSearchAttributes(Samples.SEARCH_ATTRIBUTES)
                            .build());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                throw e;
            }
        } finally {
            operator.shutdownNow();
        }
    }
}
