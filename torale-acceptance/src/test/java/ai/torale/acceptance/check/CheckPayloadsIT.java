package ai.torale.acceptance.check;

import static ai.torale.acceptance.wire.Wire.canonical;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchResult;
import ai.torale.search.Source;
import ai.torale.state.Fingerprint;
import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.workflow.CheckReport;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The JSON that a check leaves in its history, letter for letter: only ids and planned times are put in. */
@RealServer
class CheckPayloadsIT {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final String CARRIED_BEFORE = """
            {"v":1,"epoch":"<epoch>","version":1,"question":"v1:d7ae4ac928f4ffbd3b1312a6c86c1ac57f713c2dc63f5a8bd86ffd41b5654f09",
             "fingerprint":"v1:0bb75b6bd207f62b68faa38cd939ab1c69e546523894d22c217304d4a137bd67",
             "condition_met":false,"state":{"price":549.10,"sold":12345678901234567890},
             "checked_at":"2026-03-01T12:00:00Z"}""";
    private static final String CARRIED_AFTER = """
            {"v":1,"epoch":"<epoch>","version":2,"question":"v1:d7ae4ac928f4ffbd3b1312a6c86c1ac57f713c2dc63f5a8bd86ffd41b5654f09",
             "fingerprint":"v1:847c077e7fd600618952438ca386d2bd352bdc2351a5498ad0eedc8a6e510440",
             "condition_met":true,"state":{"price":499,"sold":12345678901234567890},
             "checked_at":"2026-03-01T12:00:00Z","notified_at":"2026-03-01T12:00:00Z"}""";
    private static final String TASK_MEMBERS = """
            "id":"<task>","user_id":"u-7","name":"GPU","search_query":"the price of the card",
            "condition_description":"below 500","schedule":"0 0 1 1 *","time_zone":"Europe/Berlin",
            "notify_behavior":"once","provider":"shop","channels":["test"],
            "attributes":{"url":"https://shop.example/gpu"}""";
    private static final String RESULT = """
            {"condition_met":true,"answer":"499 €","reasoning":"read from the page",
             "sources":[{"url":"https://shop.example/gpu","title":"Shop"}],
             "current_state":{"price":499,"sold":12345678901234567890}}""";
    private static final String NOTIFICATION = """
            {"key":"<key>","version":2,
             "task":{"id":"<task>","name":"GPU","search_query":"the price of the card",
                     "condition_description":"below 500"},
             "execution":{"id":"<check>","condition_met":true,
                          "change_summary":"price: 549.10 → 499; the condition is now met",
                          "completed_at":"2026-03-01T12:00:00Z","version":2},
             "result":{"answer":"499 €","grounding_sources":[{"url":"https://shop.example/gpu","title":"Shop"}]}}""";

    @Test
    void every_payload_of_a_check_that_tells_is_the_promised_json(Stage stage) {
        MonitoringTask task = task(stage);
        Torale torale = stage.start(
                stage.torale().searchProvider("shop", stage.search()).clock(InstantSource.fixed(NOW)));
        torale.watch(task);
        stage.search().answers(before()).answers(after());
        stage.check(torale, task);

        Triggered triggered = stage.trigger(torale, task);

        CheckReport report = stage.report(triggered);
        CheckHistory history = CheckHistory.of(stage, triggered);
        Literal literal = new Literal(task, report, history);
        literal.is(history.input(), """
                {"task_id":"<task>","epoch":"<epoch>","task":{%s}}""".formatted(TASK_MEMBERS));
        literal.is(history.input("execute_grounded_search"), """
                {%s,"check":{"check_id":"<check>","scheduled_at":"<planned>",
                 "previous_state":{"price":549.10,"sold":12345678901234567890},
                 "last_checked_at":"2026-03-01T12:00:00Z"}}""".formatted(TASK_MEMBERS));
        literal.is(history.output("execute_grounded_search"), RESULT);
        literal.is(history.input("compare_states"), """
                {"task":{%s},"epoch":"<epoch>","check_id":"<check>","scheduled_at":"<planned>",
                 "result":%s,"carried":%s}""".formatted(TASK_MEMBERS, RESULT, CARRIED_BEFORE));
        literal.is(history.output("compare_states"), """
                {"outcome":"notified","has_changed":true,"first_check":false,
                 "change_summary":"price: 549.10 → 499; the condition is now met",
                 "carried":%s,"notification":%s,"channels":["test"]}""".formatted(CARRIED_AFTER, NOTIFICATION));
        literal.is(history.input("send_notification"), """
                {"epoch":"<epoch>","channel":"test","notification":%s}""".formatted(NOTIFICATION));
        literal.is(history.output("send_notification"), """
                {"key":"<key>","channel":"test","delivered_at":"2026-03-01T12:00:00Z"}""");
        literal.is(history.input("complete_task"), """
                {"task_id":"<task>","epoch":"<epoch>","key":"<key>","question":"%s"}""".formatted(Fingerprint.ofQuestion(task)));
        assertThat(history.hasOutput("complete_task")).isFalse();
        literal.is(history.report(), """
                {"task_id":"<task>","check_id":"<check>","outcome":"notified","condition_met":true,
                 "has_changed":true,"change_summary":"price: 549.10 → 499; the condition is now met",
                 "key":"<key>","carried":%s}""".formatted(CARRIED_AFTER));
    }

    private static MonitoringTask task(Stage stage) {
        return stage.task("gpu")
                .userId("u-7")
                .name("GPU")
                .searchQuery("the price of the card")
                .conditionDescription("below 500")
                .timeZone("Europe/Berlin")
                .notifyBehavior(NotifyBehavior.ONCE)
                .provider("shop")
                .channels(List.of("test"))
                .attributes(Map.of("url", "https://shop.example/gpu"))
                .build();
    }

    private static SearchResult before() {
        return SearchResult.notMet("549.10 €").withStateJson("{\"price\":549.10,\"sold\":12345678901234567890}");
    }

    private static SearchResult after() {
        return SearchResult.met("499 €")
                .withReasoning("read from the page")
                .withSources(List.of(new Source("https://shop.example/gpu", "Shop")))
                .withStateJson("{\"price\":499,\"sold\":12345678901234567890}");
    }

    /** Compares with literal JSON in which the names of what differs from run to run stand for its values. */
    private record Literal(MonitoringTask task, CheckReport report, CheckHistory history) {
        void is(String actual, String expected) {
            String json = expected.replace("<task>", task.id())
                    .replace("<check>", history.started().getFirstExecutionRunId())
                    .replace("<planned>", history.scheduledAt().toString())
                    .replace(
                            "<epoch>",
                            Objects.requireNonNullElse(
                                    Objects.requireNonNull(report.carried()).epoch(), ""))
                    .replace("<key>", Objects.requireNonNullElse(report.key(), ""))
                    .replace('\n', ' ');
            assertThat(canonical(actual)).isEqualTo(canonical(json));
        }
    }
}
