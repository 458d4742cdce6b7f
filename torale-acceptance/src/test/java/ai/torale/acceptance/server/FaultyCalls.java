package ai.torale.acceptance.server;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An interceptor for a host's stubs, by which chosen calls go wrong in chosen ways; all others are let through. */
public final class FaultyCalls implements ClientInterceptor {
    /** As a number of times: for ever. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    private final Map<String, Fault> faults = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Map<String, Runnable> before = new ConcurrentHashMap<>();
    private volatile Runnable meanwhile = () -> {};

    private enum Kind {
        LOST,
        REFUSED,
        SWALLOWED,
        THROWN
    }

    private record Fault(Kind kind, AtomicInteger times, Status status, Supplier<RuntimeException> exception) {
        boolean strikes() {
            return times.getAndUpdate(left -> left == ALWAYS ? left : Math.max(0, left - 1)) > 0;
        }
    }

    /** The server does what it is asked for, and the answer is lost: the caller sees {@code UNAVAILABLE}. */
    public void losesAnswers(String method, int times) {
        fault(method, Kind.LOST, times, Status.UNAVAILABLE.withDescription("connection reset"));
    }

    /** The call is answered with this status, and the server is not asked. */
    public void refuses(String method, int times, Status status) {
        fault(method, Kind.REFUSED, times, status);
    }

    /** The call is answered as if all were well, and the server is not asked. */
    public void swallows(String method, int times) {
        fault(method, Kind.SWALLOWED, times, Status.OK);
    }

    /** The interceptor itself fails. */
    public void fails(String method, int times, Supplier<RuntimeException> exception) {
        faults.put(method, new Fault(Kind.THROWN, new AtomicInteger(times), Status.OK, exception));
    }

    /** What somebody does between the work that the server did and the loss of its answer. */
    public void meanwhile(Runnable somebody) {
        meanwhile = somebody;
    }

    /** What happens just before the next call of a method is made. */
    public void before(String method, Runnable something) {
        before.put(method, something);
    }

    /** No call goes wrong any more. */
    public void heal() {
        faults.clear();
        before.clear();
    }

    /** How often a method was called. */
    public int calls(String method) {
        return calls.getOrDefault(method, new AtomicInteger()).get();
    }

    /** Whether the server was asked to write a schedule. */
    public boolean wrote() {
        return Stream.of("CreateSchedule", "UpdateSchedule", "PatchSchedule", "DeleteSchedule")
                .anyMatch(method -> calls(method) > 0);
    }

    private void fault(String method, Kind kind, int times, Status status) {
        faults.put(method, new Fault(kind, new AtomicInteger(times), status, IllegalStateException::new));
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        String name = String.valueOf(method.getBareMethodName());
        calls.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
        Optional.ofNullable(before.remove(name)).ifPresent(Runnable::run);
        Fault fault = faults.get(name);
        if (fault == null || !fault.strikes()) {
            return next.newCall(method, options);
        }
        return switch (fault.kind()) {
            case THROWN -> throw fault.exception().get();
            case LOST -> new LosingCall<>(next.newCall(method, options), fault.status(), meanwhile);
            case REFUSED -> new AnsweredCall<>(fault.status(), Optional.empty());
            case SWALLOWED ->
                new AnsweredCall<>(Status.OK, Optional.of(method.parseResponse(InputStream.nullInputStream())));
        };
    }

    /** Makes the call, and loses its answer. */
    private static final class LosingCall<Q, A> extends SimpleForwardingClientCall<Q, A> {
        private final Status status;
        private final Runnable meanwhile;

        LosingCall(ClientCall<Q, A> call, Status status, Runnable meanwhile) {
            super(call);
            this.status = status;
            this.meanwhile = meanwhile;
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            super.start(
                    new SimpleForwardingClientCallListener<A>(listener) {
                        @Override
                        public void onMessage(A message) {
                            // lost
                        }

                        @Override
                        public void onClose(Status outcome, Metadata trailers) {
                            meanwhile.run();
                            super.onClose(outcome.isOk() ? status : outcome, new Metadata());
                        }
                    },
                    headers);
        }
    }

    /** Answers without making the call. */
    private static final class AnsweredCall<Q, A> extends ClientCall<Q, A> {
        private final Status status;
        private final Optional<A> answer;
        private @Nullable Listener<A> listener;

        AnsweredCall(Status status, Optional<A> answer) {
            this.status = status;
            this.answer = answer;
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            this.listener = listener;
        }

        @Override
        public void request(int messages) {
            // the answer comes when the question is complete
        }

        @Override
        public void cancel(@Nullable String message, @Nullable Throwable cause) {
            // there is nothing to cancel
        }

        @Override
        public void halfClose() {
            Listener<A> waiting = Objects.requireNonNull(listener);
            waiting.onHeaders(new Metadata());
            answer.ifPresent(waiting::onMessage);
            waiting.onClose(status, new Metadata());
        }

        @Override
        public void sendMessage(Q message) {
            // nobody reads it
        }
    }
}
