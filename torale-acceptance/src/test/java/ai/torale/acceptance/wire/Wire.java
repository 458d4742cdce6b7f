package ai.torale.acceptance.wire;

import ai.torale.Json;
import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.Objects;

/** Wire records through Temporal's default data converter. */
public final class Wire {
    private static final DataConverter CONVERTER = DefaultDataConverter.newDefaultInstance();

    private Wire() {}

    /** The text that a value becomes. */
    public static String written(Object value) {
        return CONVERTER.toPayload(value).orElseThrow().getData().toStringUtf8();
    }

    /** The value that a text becomes. */
    public static <T> T read(String json, Class<T> type) {
        Payload payload = Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
                .setData(ByteString.copyFromUtf8(json))
                .build();
        return Objects.requireNonNull(CONVERTER.fromPayload(payload, type, type));
    }

    /** What a text says, whatever the order of keys: two texts are compared so that a difference can be read. */
    public static String canonical(String json) {
        return Json.parse(json).canonical();
    }
}
