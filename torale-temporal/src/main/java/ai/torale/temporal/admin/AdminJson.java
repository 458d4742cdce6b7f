package ai.torale.temporal.admin;

import ai.torale.temporal.admin.TemporalAdmin.Schedule;
import ai.torale.temporal.admin.TemporalAdmin.Workflow;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The admin's JSON. Its names are wire format. */
final class AdminJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private AdminJson() {}

    static String workflows(List<Workflow> rows, boolean more) {
        ArrayNode array = NODES.arrayNode();
        for (Workflow row : rows) {
            array.addObject()
                    .put("workflow_id", row.workflowId())
                    .put("run_id", row.runId())
                    .put("workflow_type", row.workflowType())
                    .put("status", row.status().name())
                    .put("start_time", row.startTime().toString())
                    .put("close_time", text(row.closeTime()))
                    .put("execution_time", text(row.executionTime()))
                    .put("ui_url", text(row.uiUrl()))
                    .put("task_id", text(row.taskId()));
        }
        return answer("workflows", array, more);
    }

    static String schedules(List<Schedule> rows, boolean more) {
        ArrayNode array = NODES.arrayNode();
        for (Schedule row : rows) {
            array.addObject()
                    .put("schedule_id", row.scheduleId())
                    .put("spec", row.spec())
                    .put("paused", row.paused())
                    .put("next_run", text(row.nextRun()))
                    .put("recent_actions", row.recentActions())
                    .put("created_at", text(row.createdAt()))
                    .put("task_id", text(row.taskId()))
                    .put("time_zone", row.timeZone())
                    .put("note", row.note())
                    .put("ui_url", text(row.uiUrl()));
        }
        return answer("schedules", array, more);
    }

    static String error(String id, String code) {
        ObjectNode error = NODES.objectNode();
        error.putObject("error").put("id", id).put("code", code);
        return escaped(error.toString());
    }

    private static String answer(String name, ArrayNode rows, boolean more) {
        ObjectNode answer = NODES.objectNode();
        answer.set(name, rows);
        answer.put("total", rows.size()).put("more", more);
        return escaped(answer.toString());
    }

    private static @Nullable String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }

    /** In JSON these stand within texts only; so a page that is careless with them shows text, and no element. */
    private static String escaped(String json) {
        return json.replace("&", "\\u0026")
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }
}
