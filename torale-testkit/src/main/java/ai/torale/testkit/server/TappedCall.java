package ai.torale.testkit.server;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicReference;

/** A call that a tap looks at. */
final class TappedCall<Q, A> extends ForwardingClientCall.SimpleForwardingClientCall<Q, A> {
    private final Tap tap;
    private final AtomicReference<String> failure = new AtomicReference<>();

    TappedCall(ClientCall<Q, A> call, Tap tap) {
        super(call);
        this.tap = tap;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
        super.start(new TappedListener(listener), headers);
    }

    @Override
    public void sendMessage(Q request) {
        tap.request(request, this::fail);
        super.sendMessage(request);
    }

    private void fail(String reason) {
        if (failure.compareAndSet(null, reason)) {
            cancel(reason, null);
        }
    }

    private final class TappedListener extends ForwardingClientCallListener.SimpleForwardingClientCallListener<A> {
        TappedListener(Listener<A> listener) {
            super(listener);
        }

        @Override
        @SuppressWarnings("unchecked") // a tap answers with the type that it was given
        public void onMessage(A answer) {
            super.onMessage((A) tap.answer(answer));
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            tap.end(status);
            String reason = failure.get();
            super.onClose(
                    reason == null || status.isOk() ? status : Status.FAILED_PRECONDITION.withDescription(reason),
                    trailers);
        }
    }
}
