package ai.torale.acceptance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.temporal.workflow.CarriedState;
import ai.torale.temporal.workflow.CheckFailure;
import ai.torale.temporal.workflow.CheckReport;
import ai.torale.temporal.workflow.CompareInput;
import ai.torale.temporal.workflow.CompareOutput;
import ai.torale.temporal.workflow.CompleteInput;
import ai.torale.temporal.workflow.NotificationFields;
import ai.torale.temporal.workflow.Receipt;
import ai.torale.temporal.workflow.SearchInput;
import ai.torale.temporal.workflow.SearchOutput;
import ai.torale.temporal.workflow.SendInput;
import ai.torale.temporal.workflow.TaskConfig;
import ai.torale.temporal.workflow.TaskFields;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record that stands in a history, against the JSON that workers in other languages read and write. */
class WireFormatTest {
    private static final TaskFields TASK = new TaskFields(
            "gpu-price",
            "u-7",
            "GPU",
            "the price of the card",
            "below 500",
            "*/5 * * * *",
            "Europe/Berlin",
            "track_state",
            "shop",
            List.of("webhook"),
            Map.of("url", "https://shop.example/gpu"),
            null);
    private static final String TASK_MEMBERS = """
            "id":"gpu-price","user_id":"u-7","name":"GPU","search_query":"the price of the card",
            "condition_description":"below 500","schedule":"*/5 * * * *","time_zone":"Europe/Berlin",
            "notify_behavior":"track_state","provider":"shop","channels":["webhook"],
            "attributes":{"url":"https://shop.example/gpu"}""";
    private static final String TASK_JSON = "{" + TASK_MEMBERS + "}";

    private static final CarriedState CARRIED = new CarriedState(
            1,
            "e1",
            3,
            "v1:aa",
            "v1:bb",
            true,
            "{\"price\":499.10}",
            "2024-01-15T09:00:05Z",
            "2024-01-14T09:00:05Z",
            Map.of("policy", "{\"dwell\":1.50}"));
    private static final String CARRIED_JSON = """
            {"v":1,"epoch":"e1","version":3,"question":"v1:aa","fingerprint":"v1:bb","condition_met":true,
             "state":{"price":499.10},"checked_at":"2024-01-15T09:00:05Z","notified_at":"2024-01-14T09:00:05Z",
             "policy":{"dwell":1.50}}""";

    private static final SearchOutput RESULT = new SearchOutput(
            true,
            "499.10 €",
            "read from the page",
            List.of(new SearchOutput.SourceFields("https://shop.example/gpu", "Shop")),
            "{\"price\":499.10}");
    private static final String RESULT_JSON = """
            {"condition_met":true,"answer":"499.10 €","reasoning":"read from the page",
             "sources":[{"url":"https://shop.example/gpu","title":"Shop"}],"current_state":{"price":499.10}}""";

    private static final NotificationFields NOTIFICATION = new NotificationFields(
            "47cd7a7b2bab3ae17d1ad0ba3ee8b9de",
            3,
            new NotificationFields.Task("gpu-price", "GPU", "the price of the card", "below 500"),
            new NotificationFields.Execution("run-1", true, "price: 549 → 499.10", "2024-01-15T09:00:05Z", 3),
            new NotificationFields.Result(
                    "499.10 €", List.of(new SearchOutput.SourceFields("https://shop.example/gpu", "Shop"))));
    private static final String NOTIFICATION_JSON = """
            {"key":"47cd7a7b2bab3ae17d1ad0ba3ee8b9de","version":3,
             "task":{"id":"gpu-price","name":"GPU","search_query":"the price of the card",
                     "condition_description":"below 500"},
             "execution":{"id":"run-1","condition_met":true,"change_summary":"price: 549 → 499.10",
                          "completed_at":"2024-01-15T09:00:05Z","version":3},
             "result":{"answer":"499.10 €",
                       "grounding_sources":[{"url":"https://shop.example/gpu","title":"Shop"}]}}""";

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void a_record_is_written_as_its_literal_json(String name, Object record, String json) {
        String written = Wire.written(record);

        assertThat(Wire.canonical(written)).isEqualTo(Wire.canonical(json));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void the_literal_json_is_read_as_its_record(String name, Object record, String json) {
        Object read = Wire.read(Wire.canonical(json), record.getClass());

        assertThat(Wire.canonical(Wire.written(read))).isEqualTo(Wire.canonical(json));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void a_record_that_was_written_is_read_as_its_equal(String name, Object record, String json) {
        Object read = Wire.read(Wire.written(record), record.getClass());

        assertThat(read).isEqualTo(record);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void a_field_of_a_newer_version_is_no_obstacle(String name, Object record, String json) {
        String newer = json.replaceAll("(?<!\"attributes\":)\\{(?=\")", "{\"newer\":{\"deep\":[1]},");

        Object read = Wire.read(newer, record.getClass());

        assertThat(read).isInstanceOf(record.getClass());
    }

    private static Stream<Arguments> examples() {
        return Stream.concat(questions(), answers());
    }

    private static Stream<Arguments> questions() {
        return Stream.of(
                example(new TaskConfig("gpu-price", "e1", TASK), """
                        {"task_id":"gpu-price","epoch":"e1","task":%s}""".formatted(TASK_JSON)),
                example(new TaskConfig("gpu-price", "e1", null), """
                        {"task_id":"gpu-price","epoch":"e1"}"""),
                example(TASK, TASK_JSON),
                example(CARRIED, CARRIED_JSON),
                example(searchInput(), """
                        {%s,"check":{"check_id":"run-1","scheduled_at":"2024-01-15T09:00:00Z",
                         "previous_state":{"price":549},"last_checked_at":"2024-01-15T08:55:05Z"}}""".formatted(TASK_MEMBERS)),
                example(RESULT, RESULT_JSON),
                example(new SearchOutput(null, "", "no price on the page", List.of(), null), """
                        {"condition_met":null,"answer":"","reasoning":"no price on the page","sources":[],
                         "current_state":null}"""),
                example(new CompareInput(TASK, "e1", "run-1", "2024-01-15T09:00:00Z", RESULT, CARRIED), """
                        {"task":%s,"epoch":"e1","check_id":"run-1","scheduled_at":"2024-01-15T09:00:00Z",
                         "result":%s,"carried":%s}""".formatted(
                                TASK_JSON, RESULT_JSON, CARRIED_JSON)));
    }

    private static Stream<Arguments> answers() {
        return Stream.of(
                example(
                        new CompareOutput(
                                "notified",
                                true,
                                false,
                                "price: 549 → 499.10",
                                CARRIED,
                                NOTIFICATION,
                                List.of("webhook")),
                        """
                        {"outcome":"notified","has_changed":true,"first_check":false,
                         "change_summary":"price: 549 → 499.10","carried":%s,"notification":%s,
                         "channels":["webhook"]}""".formatted(CARRIED_JSON, NOTIFICATION_JSON)),
                example(new CompareOutput("inconclusive", false, false, "no price", null, null, List.of()), """
                        {"outcome":"inconclusive","has_changed":false,"first_check":false,
                         "change_summary":"no price","carried":null,"notification":null,"channels":[]}"""),
                example(new SendInput("e1", "webhook", NOTIFICATION), """
                        {"epoch":"e1","channel":"webhook","notification":%s}""".formatted(NOTIFICATION_JSON)),
                example(new Receipt("47cd", "webhook", "2024-01-15T09:00:06Z"), """
                        {"key":"47cd","channel":"webhook","delivered_at":"2024-01-15T09:00:06Z"}"""),
                example(new CompleteInput("gpu-price", "e1", "47cd", "v1:015a"), """
                        {"task_id":"gpu-price","epoch":"e1","key":"47cd","question":"v1:015a"}"""),
                example(new CheckFailure("SEARCH_TRANSIENT", 2, "2024-01-15T09:00:00Z"), """
                        {"code":"SEARCH_TRANSIENT","in_a_row":2,"since":"2024-01-15T09:00:00Z"}"""),
                example(
                        new CheckReport("gpu-price", "run-1", "notified", true, true, "549 → 499", "47cd", CARRIED),
                        """
                        {"task_id":"gpu-price","check_id":"run-1","outcome":"notified","condition_met":true,
                         "has_changed":true,"change_summary":"549 → 499","key":"47cd","carried":%s}""".formatted(CARRIED_JSON)));
    }

    private static SearchInput searchInput() {
        return new SearchInput(
                TASK.id(),
                TASK.userId(),
                TASK.name(),
                TASK.searchQuery(),
                TASK.conditionDescription(),
                TASK.schedule(),
                TASK.timeZone(),
                TASK.notifyBehavior(),
                TASK.provider(),
                TASK.channels(),
                TASK.attributes(),
                new SearchInput.Check("run-1", "2024-01-15T09:00:00Z", "{\"price\":549}", "2024-01-15T08:55:05Z"));
    }

    private static Arguments example(Object record, String json) {
        return Arguments.of(record.getClass().getSimpleName(), record, json.replace('\n', ' '));
    }
}
