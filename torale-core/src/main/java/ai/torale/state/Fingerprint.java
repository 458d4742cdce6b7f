package ai.torale.state;

import ai.torale.Json;
import ai.torale.task.MonitoringTask;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The hash by which two states, or two questions, are told apart.
 *
 * <p>Format {@code v1:} and 64 hex digits of SHA-256 over the {@linkplain Json#canonical() canonical text}. It is
 * stored for months; a new algorithm gets a new prefix.
 */
public final class Fingerprint {
    private static final String METADATA = "_metadata";

    private Fingerprint() {}

    /**
     * The fingerprint of a structured state. The member {@code _metadata} does not count, at the top level of an object
     * or of each object in a top-level array.
     */
    public static String of(Json state) {
        return hash(withoutMetadata(state));
    }

    /** The fingerprint of what a task asks: query, condition, provider and attributes. */
    public static String ofQuestion(MonitoringTask task) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("search_query", task.searchQuery());
        question.put("condition_description", task.conditionDescription());
        task.provider().ifPresent(provider -> question.put("provider", provider));
        question.put("attributes", task.attributes());
        return hash(Json.of(question));
    }

    /**
     * The key of a notification: the first 32 hex digits of SHA-256 over task id, epoch, version and fingerprint, each
     * on a line of its own.
     */
    public static String key(String taskId, String epoch, long version, String fingerprint) {
        return sha256(taskId + '\n' + epoch + '\n' + version + '\n' + fingerprint)
                .substring(0, 32);
    }

    private static String hash(Json json) {
        return "v1:" + sha256(json.canonical());
    }

    private static Json withoutMetadata(Json state) {
        if (state.value() instanceof List<?> items) {
            List<@Nullable Object> kept = new ArrayList<>();
            items.forEach(item -> kept.add(item instanceof Map<?, ?> map ? withoutMetadata(map) : item));
            return Json.of(kept);
        }
        return state.value() instanceof Map<?, ?> map ? Json.of(withoutMetadata(map)) : state;
    }

    private static Map<?, ?> withoutMetadata(Map<?, ?> map) {
        Map<Object, Object> kept = new LinkedHashMap<>(map);
        kept.remove(METADATA);
        return kept;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
