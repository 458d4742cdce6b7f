package ai.torale.temporal.connection;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.Secret;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link TemporalConnection}; not safe for several threads. */
public final class TemporalConnectionBuilder {
    private final ConnectionSettings own = new ConnectionSettings();
    private final List<Problem> problems = new ArrayList<>();

    private @Nullable Map<String, String> environment;
    private boolean keyOverPlainText;
    private UnaryOperator<WorkflowServiceStubsOptions.Builder> stubs = UnaryOperator.identity();
    private UnaryOperator<WorkflowClientOptions.Builder> client = UnaryOperator.identity();

    TemporalConnectionBuilder() {}

    /** The server, as {@code host} or {@code host:port}. Default: {@code 127.0.0.1:7233}. */
    public TemporalConnectionBuilder address(String address) {
        own.address = Objects.requireNonNull(address, "address").strip();
        return this;
    }

    /** The namespace; in Temporal Cloud the full name, such as {@code shop.a1b2c}. Default: {@code default}. */
    public TemporalConnectionBuilder namespace(String namespace) {
        own.namespace = Objects.requireNonNull(namespace, "namespace").strip();
        return this;
    }

    TemporalConnectionBuilder cloud(String namespace) {
        if (!namespace.matches("[A-Za-z0-9-]+\\.[A-Za-z0-9]+")) {
            problems.add(new Problem(
                    "NAMESPACE", "namespace", namespace, "give the full name with the account, such as shop.a1b2c"));
        }
        return address(namespace + ".tmprl.cloud").namespace(namespace);
    }

    /** The API key that is sent with every call. Default: none. */
    public TemporalConnectionBuilder apiKey(Secret key) {
        Objects.requireNonNull(key, "key");
        CallHeaders.unfit(key).ifPresent(reason -> problems.add(new Problem("API_KEY", "apiKey", "****", reason)));
        return apiKey(() -> key);
    }

    /**
     * Asks for the API key at every call, so that a new key is used without a restart. It is asked by many threads and
     * should answer at once, from memory. Default: none.
     */
    public TemporalConnectionBuilder apiKey(Supplier<Secret> key) {
        own.key = Objects.requireNonNull(key, "key");
        return this;
    }

    /**
     * Whether the server speaks TLS. Default: it does as soon as there is a key, a certificate or a server name,
     * otherwise it does not.
     */
    public TemporalConnectionBuilder tls(boolean tls) {
        own.tls = tls;
        return this;
    }

    /** The certificates of the authorities to trust, a PEM file, read once. Default: those that Java trusts. */
    public TemporalConnectionBuilder trustedCertificates(Path file) {
        own.trusted = Pem.file(file);
        return this;
    }

    /**
     * What to show to a server that asks who calls (mTLS): PEM files with the certificate chain and with the unencrypted
     * PKCS#8 key. They are read again for every new connection, so that renewed files are used without a restart.
     * Default: none.
     */
    public TemporalConnectionBuilder clientCertificate(Path chain, Path key) {
        own.client = new ConnectionSettings.ClientFiles(Pem.file(chain), Pem.file(key));
        return this;
    }

    /** The name that the server's certificate must have, where it is not the address. Default: the address. */
    public TemporalConnectionBuilder serverName(String serverName) {
        own.serverName = serverName.strip();
        return this;
    }

    /** Sends the key without TLS to another machine, as behind a proxy that adds TLS. Default: refused. */
    public TemporalConnectionBuilder allowKeyOverPlainText() {
        keyOverPlainText = true;
        return this;
    }

    /** Takes what this builder is not told from the environment of this process. Default: it is not read. */
    public TemporalConnectionBuilder environment() {
        return environment(System.getenv());
    }

    /** Takes what this builder is not told from variables, by their names. Default: none are read. */
    public TemporalConnectionBuilder environment(Map<String, String> variables) {
        environment = Map.copyOf(variables);
        return this;
    }

    /**
     * Changes what the service stubs are made with: metrics, time limits, gRPC interceptors. Default: nothing is changed.
     *
     * @param change is given the options so far
     */
    public TemporalConnectionBuilder stubsOptions(UnaryOperator<WorkflowServiceStubsOptions.Builder> change) {
        stubs = Objects.requireNonNull(change, "change");
        return this;
    }

    /**
     * Changes what the client is made with: data converter, interceptors, context propagators, identity. Default: nothing
     * is changed.
     *
     * @param change is given the options so far
     */
    public TemporalConnectionBuilder clientOptions(UnaryOperator<WorkflowClientOptions.Builder> change) {
        client = Objects.requireNonNull(change, "change");
        return this;
    }

    /**
     * Checks everything and makes the connection; asks no server, which {@link TemporalConnection#verify()} does.
     *
     * @throws InvalidException naming every problem at once
     */
    public TemporalConnection build() {
        List<Problem> all = new ArrayList<>(problems);
        ConnectionSettings settings = environment == null ? own : own.or(EnvironmentSettings.read(environment, all));
        Optional<ServerAddress> address = address(settings, all);
        if (settings.namespaceOrDefault().isEmpty()) {
            all.add(new Problem("NAMESPACE", "namespace", "", "name the namespace"));
        }
        if (Boolean.FALSE.equals(own.tls) && own.saysHowToTrust()) {
            all.add(new Problem(
                    "TLS_OFF", "tls", "false", "certificates and the server's name need TLS; leave tls out"));
        }
        boolean leaks = settings.sendsKey()
                && !settings.speaksTls()
                && !address.map(ServerAddress::isLoopback).orElse(true);
        if (leaks && !keyOverPlainText) {
            all.add(new Problem(
                    "KEY_OVER_PLAIN_TEXT",
                    "tls",
                    "false",
                    "the API key would be readable on its way to " + address.orElseThrow()
                            + "; use TLS, or allowKeyOverPlainText()"));
        }
        SslContext tls = settings.speaksTls() ? TlsSettings.context(settings, all) : null;
        InvalidException.throwIfAny("this connection", all);
        return connection(settings, address.orElseThrow(), tls);
    }

    private TemporalConnection connection(
            ConnectionSettings settings, ServerAddress address, @Nullable SslContext tls) {
        WorkflowClientOptions clientOptions = client.apply(
                        WorkflowClientOptions.newBuilder().setNamespace(settings.namespaceOrDefault()))
                .build();
        WorkflowServiceStubsOptions.Builder options = WorkflowServiceStubsOptions.newBuilder()
                .setTarget(address.toString())
                .addGrpcClientInterceptor(
                        new CallHeaders(settings.key, clientOptions.getNamespace(), settings.headers));
        if (tls != null) {
            options.setSslContext(tls);
        }
        String serverName = settings.serverName;
        if (serverName != null) {
            options.setChannelInitializer(channel -> channel.overrideAuthority(serverName));
        }
        return new TemporalConnection(
                new Endpoint(address, tls != null, settings.sendsKey(), settings.client != null),
                stubs.apply(options).build(),
                clientOptions);
    }

    private static Optional<ServerAddress> address(ConnectionSettings settings, List<Problem> problems) {
        String written = settings.addressOrDefault();
        Optional<ServerAddress> address = ServerAddress.parse(written);
        if (address.isEmpty()) {
            String shown = written.contains("@") ? "****" : written;
            problems.add(new Problem(
                    "ADDRESS", "address", shown, "give host:port, such as temporal.example:7233, and nothing else"));
        }
        return address;
    }

    @Override
    public String toString() {
        return "TemporalConnectionBuilder[" + own.addressOrDefault() + ", namespace " + own.namespaceOrDefault()
                + ", key " + (own.key == null ? "none" : "****") + "]";
    }
}
