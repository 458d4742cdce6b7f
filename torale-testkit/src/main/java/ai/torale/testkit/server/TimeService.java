package ai.torale.testkit.server;

import com.google.protobuf.Message;
import io.grpc.stub.StreamObserver;
import io.temporal.api.testservice.v1.LockTimeSkippingRequest;
import io.temporal.api.testservice.v1.LockTimeSkippingResponse;
import io.temporal.api.testservice.v1.SleepRequest;
import io.temporal.api.testservice.v1.SleepResponse;
import io.temporal.api.testservice.v1.TestServiceGrpc;
import io.temporal.api.testservice.v1.UnlockTimeSkippingRequest;
import io.temporal.api.testservice.v1.UnlockTimeSkippingResponse;
import java.util.function.Supplier;

/** What the SDK's test environment and its clients ask of time, in place of the test server's own service. */
final class TimeService extends TestServiceGrpc.TestServiceImplBase {
    private final TimeKeeper keeper;
    private final Waits waits;

    TimeService(TimeKeeper keeper, Waits waits) {
        this.keeper = keeper;
        this.waits = waits;
    }

    @Override
    public void lockTimeSkipping(LockTimeSkippingRequest request, StreamObserver<LockTimeSkippingResponse> observer) {
        answer(observer, () -> {
            waits.lock(1);
            return LockTimeSkippingResponse.getDefaultInstance();
        });
    }

    @Override
    public void unlockTimeSkipping(
            UnlockTimeSkippingRequest request, StreamObserver<UnlockTimeSkippingResponse> observer) {
        answer(observer, () -> {
            waits.lock(-1);
            return UnlockTimeSkippingResponse.getDefaultInstance();
        });
    }

    @Override
    public void unlockTimeSkippingWithSleep(SleepRequest request, StreamObserver<SleepResponse> observer) {
        answer(observer, () -> {
            keeper.sleep(Times.duration(request.getDuration()));
            return SleepResponse.getDefaultInstance();
        });
    }

    static <T extends Message> void answer(StreamObserver<T> observer, Supplier<T> work) {
        T response;
        try {
            response = work.get();
        } catch (RuntimeException e) {
            observer.onError(Refusal.of(e));
            return;
        }
        observer.onNext(response);
        observer.onCompleted();
    }
}
