package ai.torale.temporal.connection;

import ai.torale.Secret;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is sent with every call: the bearer token of the moment, the namespace, and the environment's own headers. */
final class CallHeaders implements ClientInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> NAMESPACE =
            Metadata.Key.of("temporal-namespace", Metadata.ASCII_STRING_MARSHALLER);

    private final @Nullable Supplier<Secret> key;
    private final String namespace;
    private final Metadata others;

    CallHeaders(@Nullable Supplier<Secret> key, String namespace, Metadata others) {
        this.key = key;
        this.namespace = namespace;
        this.others = others;
    }

    /** What makes a key unfit for a header; gRPC would log the bytes of one that it cannot send. */
    static Optional<String> unfit(Secret key) {
        return key.reveal().strip().chars().allMatch(character -> character > ' ' && character <= '~')
                ? Optional.empty()
                : Optional.of("it holds blanks, line ends or characters beyond ASCII; hand in the key alone");
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                headers.merge(others);
                if (!headers.containsKey(NAMESPACE)) {
                    headers.put(NAMESPACE, namespace);
                }
                if (key == null) {
                    super.start(listener, headers);
                    return;
                }
                String token = token(key);
                headers.discardAll(AUTHORIZATION);
                headers.put(AUTHORIZATION, "Bearer " + token);
                super.start(new Unquoting<>(listener, token), headers);
            }
        };
    }

    /** A server's answer may quote the key; the SDK would log it. */
    private static final class Unquoting<A> extends SimpleForwardingClientCallListener<A> {
        private final String token;

        Unquoting(ClientCall.Listener<A> listener, String token) {
            super(listener);
            this.token = token;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            String said = status.getDescription();
            if (said == null || !said.contains(token)) {
                super.onClose(status, trailers);
                return;
            }
            super.onClose(status.withDescription(said.replace(token, "****")), new Metadata());
        }
    }

    @Override
    public String toString() {
        return "CallHeaders[namespace " + namespace + ", key " + (key == null ? "none" : "****") + "]";
    }

    /** The host's exception is not passed on: it may quote the key. */
    private static String token(Supplier<Secret> key) {
        @Nullable Secret secret;
        try {
            secret = key.get();
        } catch (RuntimeException e) {
            throw unavailable("its supplier failed with " + e.getClass().getName());
        }
        if (secret == null) {
            throw unavailable("its supplier returned null");
        }
        unfit(secret).ifPresent(reason -> {
            throw unavailable(reason);
        });
        return secret.reveal().strip();
    }

    private static ConnectionException unavailable(String reason) {
        return new ConnectionException(
                ConnectionException.KEY_UNAVAILABLE, "the call was not sent, there is no API key for it: " + reason);
    }
}
