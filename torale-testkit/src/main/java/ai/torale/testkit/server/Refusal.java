package ai.torale.testkit.server;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Failures with the status that the real server answers. */
final class Refusal {
    private Refusal() {}

    static StatusRuntimeException invalid(String message) {
        return Status.INVALID_ARGUMENT.withDescription(message).asRuntimeException();
    }

    static StatusRuntimeException notFound(String message) {
        return Status.NOT_FOUND.withDescription(message).asRuntimeException();
    }

    /** Never UNKNOWN, nor another status that the SDK repeats for a minute. */
    static StatusRuntimeException of(RuntimeException failure) {
        if (failure instanceof StatusRuntimeException status) {
            return status;
        }
        if (failure instanceof SkippedTimeException) {
            return Status.FAILED_PRECONDITION
                    .withDescription(failure.getMessage())
                    .withCause(failure)
                    .asRuntimeException();
        }
        return Status.FAILED_PRECONDITION
                .withDescription("the testkit's server failed: " + failure)
                .withCause(failure)
                .asRuntimeException();
    }
}
