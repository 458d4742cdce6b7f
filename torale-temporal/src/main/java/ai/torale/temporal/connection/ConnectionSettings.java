package ai.torale.temporal.connection;

import ai.torale.Secret;
import io.grpc.Metadata;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was said about a connection; null is what was not said. */
final class ConnectionSettings {
    static final String DEFAULT_ADDRESS = "127.0.0.1:" + ServerAddress.DEFAULT_PORT;
    static final String DEFAULT_NAMESPACE = "default";

    @Nullable String address;

    @Nullable String namespace;

    @Nullable Supplier<Secret> key;

    @Nullable Boolean tls;

    @Nullable Pem trusted;

    @Nullable ClientFiles client;

    @Nullable String serverName;

    boolean trustsAnyServer;
    Metadata headers = new Metadata();

    /** A certificate chain and its key belong together, also when settings are merged. */
    record ClientFiles(Pem chain, Pem key) {}

    /** These, and what they leave open from others. */
    ConnectionSettings or(ConnectionSettings others) {
        ConnectionSettings merged = new ConnectionSettings();
        merged.address = first(address, others.address);
        merged.namespace = first(namespace, others.namespace);
        merged.key = first(key, others.key);
        merged.tls = first(tls, others.tls);
        merged.trusted = first(trusted, others.trusted);
        merged.client = first(client, others.client);
        merged.serverName = first(serverName, others.serverName);
        merged.trustsAnyServer = trustsAnyServer || (trusted == null && others.trustsAnyServer);
        merged.headers.merge(others.headers);
        merged.headers.merge(headers);
        return merged;
    }

    /** Whether a key is sent, also as a header that says what the key would say. */
    boolean sendsKey() {
        return key != null || headers.containsKey(CallHeaders.AUTHORIZATION);
    }

    boolean speaksTls() {
        return Optional.ofNullable(tls).orElse(key != null || saysHowToTrust());
    }

    boolean saysHowToTrust() {
        return trusted != null || client != null || serverName != null || trustsAnyServer;
    }

    String addressOrDefault() {
        return Optional.ofNullable(address).orElse(DEFAULT_ADDRESS);
    }

    String namespaceOrDefault() {
        return Optional.ofNullable(namespace).orElse(DEFAULT_NAMESPACE);
    }

    private static <T> @Nullable T first(@Nullable T own, @Nullable T other) {
        return own == null ? other : own;
    }
}
