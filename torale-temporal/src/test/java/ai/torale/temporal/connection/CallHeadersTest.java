package ai.torale.temporal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Secret;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller gets to see of a server's answer that quotes the key. */
class CallHeadersTest {
    private static final String CANARY = "canary-key-5f1c";
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
    private static final Metadata.Key<String> WARNING = Metadata.Key.of("warning", Metadata.ASCII_STRING_MARSHALLER);

    private final CallHeaders keyed = new CallHeaders(() -> Secret.of(CANARY), "shop", new Metadata());

    private record Closed(Status status, Metadata trailers) {}

    @Test
    void trailers_that_quote_the_key_are_dropped_also_where_the_description_does_not() {
        Metadata binary = new Metadata();
        binary.put(DETAILS, ("\n\u0012" + CANARY).getBytes(StandardCharsets.UTF_8));
        Metadata text = new Metadata();
        text.put(WARNING, "denied: Bearer " + CANARY);

        assertThat(answered(keyed, "denied", binary).trailers().keys()).isEmpty();
        assertThat(answered(keyed, "denied", text).trailers().keys()).isEmpty();
    }

    @Test
    void what_does_not_quote_the_key_comes_through() {
        Metadata trailers = new Metadata();
        trailers.put(DETAILS, "details".getBytes(StandardCharsets.UTF_8));

        Closed closed = answered(keyed, "denied", trailers);

        assertThat(closed.status().getDescription()).isEqualTo("denied");
        assertThat(closed.trailers().get(DETAILS)).isEqualTo("details".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer " + CANARY, CANARY})
    void a_key_that_is_sent_as_a_header_of_the_environment_is_not_shown_either(String authorization) {
        Metadata others = new Metadata();
        others.put(CallHeaders.AUTHORIZATION, authorization);
        CallHeaders headers = new CallHeaders(null, "shop", others);

        Closed closed = answered(headers, "denied: " + authorization, new Metadata());

        assertThat(closed.status().getDescription()).startsWith("denied: ").doesNotContain(CANARY);
        assertThat(headers).hasToString("CallHeaders[namespace shop, key ****]");
    }

    private static Closed answered(CallHeaders headers, String description, Metadata trailers) {
        Status status = Status.PERMISSION_DENIED.withDescription(description);
        AtomicReference<@Nullable Closed> seen = new AtomicReference<>();
        headers.interceptCall(
                        WorkflowServiceGrpc.getDescribeNamespaceMethod(),
                        CallOptions.DEFAULT,
                        new Answering(status, trailers))
                .start(
                        new ClientCall.Listener<>() {
                            @Override
                            public void onClose(Status closed, Metadata with) {
                                seen.set(new Closed(closed, with));
                            }
                        },
                        new Metadata());
        return seen.get();
    }

    /** A server that answers every call in the same way. */
    private static final class Answering extends Channel {
        private final Status status;
        private final Metadata trailers;

        Answering(Status status, Metadata trailers) {
            this.status = status;
            this.trailers = trailers;
        }

        @Override
        public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
            return new ClientCall<>() {
                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    listener.onClose(status, trailers);
                }

                @Override
                public void request(int messages) {}

                @Override
                public void cancel(@Nullable String message, @Nullable Throwable cause) {}

                @Override
                public void halfClose() {}

                @Override
                public void sendMessage(Q message) {}
            };
        }

        @Override
        public String authority() {
            return "nobody";
        }
    }
}
