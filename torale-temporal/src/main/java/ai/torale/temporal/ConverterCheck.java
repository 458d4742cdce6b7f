package ai.torale.temporal;

import ai.torale.Json;
import ai.torale.Problem;
import ai.torale.temporal.workflow.CarriedState;
import ai.torale.temporal.workflow.CheckReport;
import ai.torale.temporal.workflow.TaskConfig;
import ai.torale.temporal.workflow.TaskFields;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that the host's data converter writes the JSON that is promised to workers in other languages, and that
 * stored schedules and states hold.
 */
final class ConverterCheck {
    private static final TaskConfig CONFIG = new TaskConfig(
            "a",
            "e",
            new TaskFields("a", "", "A", "q", "", "@daily", "UTC", "once", null, List.of("c"), Map.of("k", "v"), null));
    private static final String CONFIG_JSON = """
            {"task_id":"a","epoch":"e","task":{"id":"a","user_id":"","name":"A","search_query":"q",
             "condition_description":"","schedule":"@daily","time_zone":"UTC","notify_behavior":"once",
             "channels":["c"],"attributes":{"k":"v"}}}""";
    private static final CheckReport REPORT = new CheckReport(
            "a",
            "r",
            "unchanged",
            null,
            false,
            null,
            null,
            new CarriedState(
                    1, "e", 2, "q", "f", true, "{\"n\":[1]}", "2024-01-15T09:00:05Z", null, Map.of("x", "\"y\"")));
    private static final String REPORT_JSON = """
            {"task_id":"a","check_id":"r","outcome":"unchanged","condition_met":null,"has_changed":false,
             "change_summary":null,"key":null,"carried":{"v":1,"epoch":"e","version":2,"question":"q",
             "fingerprint":"f","condition_met":true,"state":{"n":[1]},"checked_at":"2024-01-15T09:00:05Z","x":"y"}}""";

    private ConverterCheck() {}

    /** The problem with a converter whose JSON differs; empty when it is the promised one. */
    static Optional<Problem> problem(DataConverter converter) {
        return same(converter, CONFIG, TaskConfig.class, CONFIG_JSON)
                        && same(converter, REPORT, CheckReport.class, REPORT_JSON)
                ? Optional.empty()
                : Optional.of(new Problem(
                        "DATA_CONVERTER",
                        "workflowClient",
                        converter.getClass().getName(),
                        "use a data converter with Temporal's default JSON (a codec around it is welcome): this one"
                                + " writes other JSON than workers in other languages read"));
    }

    private static <T> boolean same(DataConverter converter, T value, Class<T> type, String json) {
        try {
            Payload payload = converter.toPayload(value).orElseThrow();
            @Nullable Object written = converter.fromPayload(payload, Map.class, Map.class);
            @Nullable T read = converter.fromPayload(payload, type, type);
            return written != null && Json.of(written).equals(Json.parse(json)) && value.equals(read);
        } catch (RuntimeException e) {
            // A converter or codec may throw anything; whatever it is, this one does not do what is needed.
            return false;
        }
    }
}
