package ai.torale.acceptance.testkit.parity;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.temporal.api.common.v1.Payload;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The fields of a message that are set, by path, at every depth. */
final class MessageFields {
    private final Map<String, String> fields = new LinkedHashMap<>();

    private MessageFields() {}

    static Map<String, String> of(Message message) {
        MessageFields walk = new MessageFields();
        walk.message("", message);
        return walk.fields;
    }

    private void message(String path, Message message) {
        Map<FieldDescriptor, Object> set = message.getAllFields();
        if (set.isEmpty() && !path.isEmpty()) {
            fields.put(path, "(empty)");
        }
        set.forEach(
                (field, value) -> field(path.isEmpty() ? field.getName() : path + "." + field.getName(), field, value));
    }

    private void field(String path, FieldDescriptor field, Object value) {
        if (field.isMapField()) {
            Map<String, Object> entries = new TreeMap<>();
            ((List<?>) value).forEach(entry -> {
                Message pair = (Message) entry;
                FieldDescriptor key = pair.getDescriptorForType().findFieldByName("key");
                FieldDescriptor mapped = pair.getDescriptorForType().findFieldByName("value");
                entries.put(pair.getField(key).toString(), pair.getField(mapped));
            });
            entries.forEach((key, mapped) -> value(path + "[" + key + "]", mapped));
        } else if (field.isRepeated()) {
            List<?> values = (List<?>) value;
            for (int i = 0; i < values.size(); i++) {
                value(path + "[" + i + "]", values.get(i));
            }
        } else {
            value(path, value);
        }
    }

    private void value(String path, Object value) {
        if (value instanceof Timestamp time) {
            fields.put(path, Timestamps.toString(time));
        } else if (value instanceof Duration duration) {
            fields.put(path, Durations.toString(duration));
        } else if (value instanceof Payload payload) {
            fields.put(path, payload(payload));
        } else if (value instanceof Message message) {
            message(path, message);
        } else if (value instanceof EnumValueDescriptor constant) {
            fields.put(path, constant.getName());
        } else if (value instanceof ByteString bytes) {
            fields.put(path, HexFormat.of().formatHex(bytes.toByteArray()));
        } else {
            fields.put(path, value.toString());
        }
    }

    private static String payload(Payload payload) {
        String metadata = new TreeMap<>(payload.getMetadataMap())
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue().toStringUtf8())
                        .collect(Collectors.joining(" "));
        return metadata + ": " + payload.getData().toStringUtf8();
    }
}
