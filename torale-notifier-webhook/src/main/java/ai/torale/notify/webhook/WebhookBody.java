package ai.torale.notify.webhook;

import ai.torale.notify.Notification;
import ai.torale.search.Source;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The bytes of a webhook: a function of the notification alone.
 *
 * <p>Every attempt, on every machine, writes the same bytes; a receiver compares and stores them.
 */
final class WebhookBody {
    static final String EVENT_TYPE = "task.condition_met";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private WebhookBody() {}

    /** Compact JSON in UTF-8; half a surrogate pair, which UTF-8 cannot hold, becomes a question mark. */
    static byte[] of(Notification notification) {
        ObjectNode body = NODES.objectNode()
                .put("id", notification.key())
                .put("event_type", EVENT_TYPE)
                .put("created_at", notification.comparedAt().getEpochSecond())
                .put("object", "event")
                .put("api_version", "v1");
        body.putObject("data")
                .<ObjectNode>set("task", task(notification))
                .<ObjectNode>set("execution", execution(notification))
                .<ObjectNode>set("result", result(notification));
        try {
            return MAPPER.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }

    private static ObjectNode task(Notification notification) {
        return NODES.objectNode()
                .put("id", notification.taskId())
                .put("name", notification.taskName())
                .put("search_query", notification.searchQuery())
                .put("condition_description", notification.conditionDescription());
    }

    private static ObjectNode execution(Notification notification) {
        return NODES.objectNode()
                .put("id", notification.checkId())
                .put("condition_met", true)
                .put("change_summary", notification.changeSummary())
                .put("completed_at", notification.comparedAt().toString())
                .put("version", notification.version());
    }

    private static ObjectNode result(Notification notification) {
        return NODES.objectNode()
                .put("answer", notification.answer())
                .<ObjectNode>set("grounding_sources", sources(notification.sources()));
    }

    private static ArrayNode sources(List<Source> sources) {
        ArrayNode array = NODES.arrayNode();
        sources.forEach(source -> array.addObject().put("url", source.url()).put("title", source.title()));
        return array;
    }
}
