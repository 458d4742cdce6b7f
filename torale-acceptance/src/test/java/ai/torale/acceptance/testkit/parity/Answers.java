package ai.torale.acceptance.testkit.parity;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What one server answered to one behaviour, field by field. */
final class Answers {
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Plain plain;

    /**
     * Of a behaviour that began at a time.
     *
     * @param now the server's clock
     */
    Answers(Instant begin, Supplier<Instant> now) {
        this.plain = new Plain(begin, now);
    }

    /** Every field of an answer. */
    void note(String name, Message answer) {
        put(name, "answered");
        MessageFields.of(answer).forEach((path, value) -> put(name + "." + path, plain.text(path, value)));
    }

    /** An answer that is not a message of the server. */
    void value(String name, Object value) {
        put(
                name,
                value instanceof ByteString bytes
                        ? HexFormat.of().formatHex(bytes.toByteArray())
                        : plain.text(name, value.toString()));
    }

    /** The status and the words of a refusal, or every field of the answer. */
    void attempt(String name, Supplier<? extends Message> call) {
        try {
            note(name, call.get());
        } catch (StatusRuntimeException e) {
            put(name, "refused");
            put(name + ".status", e.getStatus().getCode().name());
            put(name + ".words", plain.text(name, String.valueOf(e.getStatus().getDescription())));
        }
    }

    Map<String, String> fields() {
        return fields;
    }

    private void put(String name, String value) {
        if (fields.put(name, value) != null) {
            throw new IllegalStateException("'" + name + "' is noted twice");
        }
    }
}
