package ai.torale.testkit.library.check;

import static ai.torale.search.SearchResult.notMet;
import static ai.torale.testkit.ToraleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Json;
import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import ai.torale.testkit.CheckStory;
import ai.torale.testkit.ToraleTest;
import ai.torale.testkit.ToraleTestEnvironment;
import ai.torale.testkit.library.Recorded;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JSON that a check of a task that the host keeps leaves in its history. */
@ToraleTest(providers = "shop")
class CheckPayloadsTest {
    private static final MonitoringTask TASK = MonitoringTask.builder("gpu", "@daily")
            .userId("u-7")
            .name("GPU")
            .searchQuery("the price of the card")
            .conditionDescription("below 500")
            .timeZone("Europe/Berlin")
            .notifyBehavior(NotifyBehavior.ONCE)
            .provider("shop")
            .channels("test")
            .attributes(Map.of("url", "https://shop.example/gpu"))
            .build();
    private static final String STATE = "{\"price\":549.10,\"sold\":12345678901234567890}";

    private volatile boolean gone;

    @BeforeEach
    void settings(ToraleTestEnvironment.Builder environment) {
        environment.torale(torale -> torale.taskSource(id -> Optional.of(TASK).filter(task -> !gone)));
    }

    @Test
    void numbers_stand_in_a_history_as_the_provider_wrote_them(ToraleTestEnvironment torale) {
        torale.search().always(notMet("549.10 €").withStateJson(STATE));
        torale.watch(TASK);

        torale.advance(Duration.ofDays(2));

        CheckStory second = torale.checks(TASK).get(1);
        assertThat(step(second, "execute_grounded_search").input()).contains("\"previous_state\":" + STATE);
        assertThat(step(second, "execute_grounded_search").output()).contains("\"current_state\":" + STATE);
        assertThat(step(second, "compare_states").input()).contains("\"state\":" + STATE);
        assertThat(Recorded.text(second.history()
                        .getLastEvent()
                        .getWorkflowExecutionCompletedEventAttributes()
                        .getResult()))
                .contains("\"state\":" + STATE);
    }

    @Test
    void a_task_that_the_host_keeps_is_asked_for_by_its_id(ToraleTestEnvironment torale) {
        torale.search().always(notMet("549.10 €"));
        torale.watch(TASK);

        torale.advance(Duration.ofDays(1));

        CheckStory check = torale.checks(TASK).get(0);
        String epoch = torale.schedule(TASK).orElseThrow().epoch();
        assertJson(Recorded.input(check.history()), """
                {"task_id":"gpu","epoch":"%s"}""".formatted(epoch));
        assertThat(step(check, "get_task").input()).isEqualTo("\"gpu\"");
        assertJson(step(check, "get_task").output(), """
                {"id":"gpu","user_id":"u-7","name":"GPU","search_query":"the price of the card",
                "condition_description":"below 500","schedule":"@daily","time_zone":"Europe/Berlin",
                "notify_behavior":"once","provider":"shop","channels":["test"],
                "attributes":{"url":"https://shop.example/gpu"}}""");
    }

    @Test
    void a_task_that_is_gone_is_answered_as_null(ToraleTestEnvironment torale) {
        torale.watch(TASK);
        gone = true;

        torale.advance(Duration.ofDays(1));

        CheckStory check = torale.checks(TASK).get(0);
        assertThat(check).hasOutcome("skipped").tookTheSteps("get_task", "compare_states");
        assertThat(check.history().getEvents())
                .filteredOn(HistoryEvent::hasActivityTaskCompletedEventAttributes)
                .first()
                .extracting(event -> event.getActivityTaskCompletedEventAttributes()
                        .getResult()
                        .getPayloads(0)
                        .getMetadataOrThrow("encoding")
                        .toStringUtf8())
                .isEqualTo("binary/null");
    }

    private static CheckStory.Step step(CheckStory check, String activityType) {
        return check.steps().stream()
                .filter(step -> step.activityType().equals(activityType))
                .findFirst()
                .orElseThrow();
    }

    private static void assertJson(String actual, String expected) {
        assertThat(Json.parse(actual).canonical())
                .isEqualTo(Json.parse(expected.replace('\n', ' ')).canonical());
    }
}
