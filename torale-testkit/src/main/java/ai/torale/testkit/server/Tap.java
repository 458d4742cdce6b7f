package ai.torale.testkit.server;

import io.grpc.Status;
import java.util.function.Consumer;

/** Looks at one call as it passes. */
interface Tap {
    /**
     * Before the request goes out.
     *
     * @param fail ends the call with a reason
     */
    default void request(Object request, Consumer<String> fail) {}

    /** The answer as the caller is to see it. */
    default Object answer(Object answer) {
        return answer;
    }

    /** When the call is over, before the caller learns of it. */
    default void end(Status status) {}
}
