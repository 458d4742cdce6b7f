package ai.torale.acceptance.server;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the calls that a client makes, by the name of the method. */
public final class CallCounter implements ClientInterceptor {
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        counts.merge(String.valueOf(method.getBareMethodName()), 1, Integer::sum);
        return next.newCall(method, options);
    }

    /** The calls since the last reset, but for what every client asks when it connects. */
    public Map<String, Integer> counts() {
        Map<String, Integer> copy = new ConcurrentHashMap<>(counts);
        copy.remove("GetSystemInfo");
        return copy;
    }

    public void reset() {
        counts.clear();
    }
}
