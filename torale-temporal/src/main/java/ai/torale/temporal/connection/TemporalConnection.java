package ai.torale.temporal.connection;

import ai.torale.InvalidException;
import ai.torale.Secret;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A connection to a Temporal server, and the client on it that {@code Torale.builder} takes.
 *
 * <p>It connects when it is first used and again whenever it has to. It owns what it makes: close it after the Torale
 * that uses it. Safe for many threads. The key appears in no log, message or {@code toString}.
 */
public final class TemporalConnection implements AutoCloseable {
    private static final long CLOSE_SECONDS = 1;

    private final Endpoint endpoint;
    private final WorkflowServiceStubsOptions options;
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;

    TemporalConnection(Endpoint endpoint, WorkflowServiceStubsOptions options, WorkflowClientOptions clientOptions) {
        this.endpoint = endpoint;
        this.options = options;
        this.stubs = WorkflowServiceStubs.newServiceStubs(options);
        this.client = WorkflowClient.newInstance(stubs, clientOptions);
    }

    /** Starts with a local server: {@code 127.0.0.1:7233}, namespace {@code default}, plain text. */
    public static TemporalConnectionBuilder builder() {
        return new TemporalConnectionBuilder();
    }

    /**
     * Temporal Cloud at the namespace's own address, with an API key.
     *
     * @param namespace the full name, such as {@code shop.a1b2c}
     * @throws InvalidException naming every problem at once
     */
    public static TemporalConnection cloud(String namespace, Secret apiKey) {
        return cloud(namespace).apiKey(apiKey).build();
    }

    /**
     * Temporal Cloud at the namespace's own address, with an API key that is asked for at every call.
     *
     * @param namespace the full name, such as {@code shop.a1b2c}
     * @throws InvalidException naming every problem at once
     */
    public static TemporalConnection cloud(String namespace, Supplier<Secret> apiKey) {
        return cloud(namespace).apiKey(apiKey).build();
    }

    /**
     * A server of one's own, in plain text, namespace {@code default}.
     *
     * @param address {@code host} or {@code host:port}
     * @throws InvalidException when it is no address
     */
    public static TemporalConnection selfHosted(String address) {
        return builder().address(address).build();
    }

    /**
     * What Temporal's standard environment variables, its configuration file or {@code TEMPORAL_HOST} say; a local server
     * when they say nothing.
     *
     * @throws InvalidException naming every problem at once
     */
    public static TemporalConnection fromEnvironment() {
        return builder().environment().build();
    }

    private static TemporalConnectionBuilder cloud(String namespace) {
        return builder().cloud(namespace.strip());
    }

    /** The client, usable until this connection is closed. */
    public WorkflowClient client() {
        return client;
    }

    /** The server, as {@code host:port}. */
    public String address() {
        return endpoint.address().toString();
    }

    /**
     * Asks the server for the namespace, over a new connection, and returns when all is well; answers within 10 seconds.
     *
     * @throws ConnectionException saying which of address, TLS, key and namespace is wrong, and what to do
     */
    public void verify() {
        new ConnectionCheck(endpoint, options, client.getOptions().getNamespace()).run();
    }

    /** Ends the connection; calls that still wait are given up after a second. Closing again does nothing. */
    @Override
    public void close() {
        stubs.shutdown();
        if (!stubs.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            stubs.shutdownNow();
        }
    }

    @Override
    public String toString() {
        return "TemporalConnection[" + endpoint + ", namespace "
                + client.getOptions().getNamespace() + "]";
    }
}
