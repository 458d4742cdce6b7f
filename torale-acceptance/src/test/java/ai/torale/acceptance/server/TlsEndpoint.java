package ai.torale.acceptance.server;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** TLS in front of the dev server, as Temporal Cloud has it: it notes who calls, and turns callers away. */
public final class TlsEndpoint implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION = header("authorization");
    private static final Metadata.Key<String> NAMESPACE = header("temporal-namespace");

    private final ManagedChannel behind;
    private final Server server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Function<Call, Status> gate = call -> Status.OK;

    /** What one call brought along; empty is what it did not. */
    public record Call(String method, List<String> authorization, List<String> namespace) {}

    private TlsEndpoint(DevServer dev, SslContextBuilder tls) {
        behind = ManagedChannelBuilder.forTarget(dev.target()).usePlaintext().build();
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .sslContext(GrpcSslContexts.configure(tls).build())
                    .fallbackHandlerRegistry(new Forwarding())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that asks no client for a certificate. */
    public static TlsEndpoint start(DevServer dev, Certificate own) {
        return new TlsEndpoint(dev, forServer(own));
    }

    /** One that lets in only clients with this certificate. */
    public static TlsEndpoint startForClient(DevServer dev, Certificate own, Certificate client) {
        return new TlsEndpoint(
                dev, forServer(own).trustManager(client.chain().toFile()).clientAuth(ClientAuth.REQUIRE));
    }

    /** How calls are answered from now on: OK lets them through. */
    public void gate(Function<Call, Status> gate) {
        this.gate = gate;
    }

    public String address() {
        return "127.0.0.1:" + server.getPort();
    }

    /** Every call so far. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void close() {
        server.shutdownNow();
        behind.shutdownNow();
    }

    private static SslContextBuilder forServer(Certificate own) {
        return SslContextBuilder.forServer(own.chain().toFile(), own.key().toFile());
    }

    private static Metadata.Key<String> header(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    private static List<String> values(Metadata headers, Metadata.Key<String> key) {
        List<String> values = new ArrayList<>();
        Optional.ofNullable(headers.getAll(key)).ifPresent(all -> all.forEach(values::add));
        return List.copyOf(values);
    }

    /** Any method, as bytes. */
    private final class Forwarding extends HandlerRegistry {
        @Override
        public @Nullable ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
            MethodDescriptor<byte[], byte[]> method = MethodDescriptor.<byte[], byte[]>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNKNOWN)
                    .setFullMethodName(name)
                    .setRequestMarshaller(new Bytes())
                    .setResponseMarshaller(new Bytes())
                    .build();
            return ServerMethodDefinition.create(method, (caller, headers) -> forward(method, caller, headers));
        }

        private ServerCall.Listener<byte[]> forward(
                MethodDescriptor<byte[], byte[]> method, ServerCall<byte[], byte[]> caller, Metadata headers) {
            Call call =
                    new Call(method.getBareMethodName(), values(headers, AUTHORIZATION), values(headers, NAMESPACE));
            calls.add(call);
            Status status = gate.apply(call);
            if (!status.isOk()) {
                caller.close(status, new Metadata());
                return new ServerCall.Listener<>() {};
            }
            ClientCall<byte[], byte[]> next = behind.newCall(method, CallOptions.DEFAULT);
            next.start(new Answering(caller), headers);
            next.request(2);
            caller.request(2);
            return new Asking(next);
        }
    }

    private static final class Asking extends ServerCall.Listener<byte[]> {
        private final ClientCall<byte[], byte[]> next;

        Asking(ClientCall<byte[], byte[]> next) {
            this.next = next;
        }

        @Override
        public void onMessage(byte[] message) {
            next.sendMessage(message);
        }

        @Override
        public void onHalfClose() {
            next.halfClose();
        }

        @Override
        public void onCancel() {
            next.cancel("the caller has gone", null);
        }
    }

    private static final class Answering extends ClientCall.Listener<byte[]> {
        private final ServerCall<byte[], byte[]> caller;

        Answering(ServerCall<byte[], byte[]> caller) {
            this.caller = caller;
        }

        @Override
        public void onHeaders(Metadata headers) {
            caller.sendHeaders(headers);
        }

        @Override
        public void onMessage(byte[] message) {
            caller.sendMessage(message);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            caller.close(status, trailers);
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
