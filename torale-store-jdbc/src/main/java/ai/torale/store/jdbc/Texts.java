package ai.torale.store.jdbc;

import ai.torale.notify.Notification;
import ai.torale.search.Source;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What is kept as JSON in one column. Fields are only ever added; older rows lack them. */
final class Texts {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Texts() {}

    static String of(Notification notification) {
        ObjectNode json = MAPPER.createObjectNode()
                .put("task_name", notification.taskName())
                .put("search_query", notification.searchQuery())
                .put("condition_description", notification.conditionDescription())
                .put("check_id", notification.checkId())
                .put("change_summary", notification.changeSummary())
                .put("compared_at", notification.comparedAt().toString())
                .put("answer", notification.answer());
        ArrayNode sources = json.putArray("sources");
        for (Source source : notification.sources()) {
            sources.addObject().put("url", source.url()).put("title", source.title());
        }
        return written(json);
    }

    static Notification notification(String taskId, String key, long version, String text) {
        JsonNode json = read(text);
        List<Source> sources = new ArrayList<>();
        for (JsonNode source : json.path("sources")) {
            sources.add(
                    new Source(source.path("url").asText(), source.path("title").asText()));
        }
        return Notification.builder(key, version, taskId)
                .taskName(json.path("task_name").asText())
                .searchQuery(json.path("search_query").asText())
                .conditionDescription(json.path("condition_description").asText())
                .checkId(json.path("check_id").asText())
                .changeSummary(json.path("change_summary").asText())
                .comparedAt(Instant.parse(json.path("compared_at").asText("1970-01-01T00:00:00Z")))
                .answer(json.path("answer").asText())
                .sources(sources)
                .build();
    }

    static String of(Collection<String> values) {
        ArrayNode json = MAPPER.createArrayNode();
        values.forEach(json::add);
        return written(json);
    }

    static List<String> list(String text) {
        List<String> values = new ArrayList<>();
        read(text).forEach(value -> values.add(value.asText()));
        return values;
    }

    /** Half of a character, as a careless cut leaves it, becomes a question mark here as it does in every encoding. */
    private static String written(JsonNode json) {
        try {
            return new String(MAPPER.writeValueAsString(json).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }

    private static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("broken JSON in column", e);
        }
    }
}
