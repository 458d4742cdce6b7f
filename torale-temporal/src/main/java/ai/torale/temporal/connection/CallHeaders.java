package ai.torale.temporal.connection;

import ai.torale.Secret;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors.CheckedForwardingClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What is sent with every call: the bearer token of the moment, the namespace, and the environment's own headers. */
final class CallHeaders implements ClientInterceptor {
    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> NAMESPACE =
            Metadata.Key.of("temporal-namespace", Metadata.ASCII_STRING_MARSHALLER);

    /** A worker that ends says so first; what it cannot say is answered as failed, as an exception would let it run on. */
    private static final String FAREWELL =
            WorkflowServiceGrpc.getShutdownWorkerMethod().getFullMethodName();

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
        ClientCall<Q, A> call = next.newCall(method, options);
        if (method.getFullMethodName().equals(FAREWELL)) {
            return new CheckedForwardingClientCall<>(call) {
                @Override
                protected void checkedStart(Listener<A> listener, Metadata headers) {
                    begin(delegate(), listener, headers);
                }
            };
        }
        return new SimpleForwardingClientCall<>(call) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                begin(delegate(), listener, headers);
            }
        };
    }

    private <Q, A> void begin(ClientCall<Q, A> call, ClientCall.Listener<A> listener, Metadata headers) {
        headers.merge(others);
        if (!headers.containsKey(NAMESPACE)) {
            headers.put(NAMESPACE, namespace);
        }
        if (key != null) {
            String token = token(key);
            headers.discardAll(AUTHORIZATION);
            headers.put(AUTHORIZATION, "Bearer " + token);
        }
        List<String> secrets = secrets(headers);
        call.start(secrets.isEmpty() ? listener : new Unquoting<>(listener, secrets), headers);
    }

    /** The credentials without their scheme, in whichever way they got there. */
    private static List<String> secrets(Metadata headers) {
        @Nullable Iterable<String> credentials = headers.getAll(AUTHORIZATION);
        return credentials == null
                ? List.of()
                : StreamSupport.stream(credentials.spliterator(), false)
                        .map(String::strip)
                        .map(text -> text.substring(text.lastIndexOf(' ') + 1))
                        .filter(text -> !text.isEmpty())
                        .toList();
    }

    /** A server's answer may quote the key; the SDK would log it. */
    private static final class Unquoting<A> extends SimpleForwardingClientCallListener<A> {
        private final List<String> secrets;

        Unquoting(ClientCall.Listener<A> listener, List<String> secrets) {
            super(listener);
            this.secrets = secrets;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            @Nullable String said = status.getDescription();
            boolean quoted = said != null && isQuotedIn(said);
            super.onClose(
                    quoted ? status.withDescription(unquoted(said)) : status,
                    quoted || trailers.keys().stream().anyMatch(name -> isQuotedIn(trailers, name))
                            ? new Metadata()
                            : trailers);
        }

        private boolean isQuotedIn(Metadata trailers, String name) {
            return name.endsWith(Metadata.BINARY_HEADER_SUFFIX)
                    ? isQuotedIn(trailers, Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER), Unquoting::text)
                    : isQuotedIn(trailers, Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), text -> text);
        }

        private <T> boolean isQuotedIn(Metadata trailers, Metadata.Key<T> key, Function<T, String> text) {
            @Nullable Iterable<T> values = trailers.getAll(key);
            return values != null
                    && StreamSupport.stream(values.spliterator(), false)
                            .map(text)
                            .anyMatch(this::isQuotedIn);
        }

        private boolean isQuotedIn(String text) {
            return secrets.stream().anyMatch(text::contains);
        }

        private String unquoted(String text) {
            return secrets.stream().reduce(text, (rest, secret) -> rest.replace(secret, "****"));
        }

        private static String text(byte[] bytes) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public String toString() {
        return "CallHeaders[namespace " + namespace + ", key "
                + (key == null && !others.containsKey(AUTHORIZATION) ? "none" : "****") + "]";
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
