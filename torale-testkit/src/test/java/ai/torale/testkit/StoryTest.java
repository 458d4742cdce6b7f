package ai.torale.testkit;

import static ai.torale.search.SearchResult.met;
import static ai.torale.search.SearchResult.notMet;
import static ai.torale.testkit.ToraleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.search.SearchException;
import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import ai.torale.temporal.workflow.MonitoringActivities;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@ToraleTest
class StoryTest {
    private static final MonitoringTask TASK = MonitoringTask.builder("gpu", "@daily")
            .notifyBehavior(NotifyBehavior.ONCE)
            .build();

    private ToraleTestEnvironment torale;

    @BeforeEach
    void watch(ToraleTestEnvironment environment) {
        torale = environment;
        torale.watch(TASK);
    }

    @Test
    void a_check_that_told_is_described_in_sentences() {
        torale.search().answers(met("in stock"));

        torale.advance(Duration.ofDays(1));

        CheckStory check = torale.checks(TASK).get(0);
        assertThat(check)
                .notified()
                .foundTheConditionMet()
                .wasScheduledAt("2026-01-02T00:00:00Z")
                .tookTheSteps("execute_grounded_search", "compare_states", "send_notification", "complete_task")
                .triedTheStep(MonitoringActivities.SEARCH, 1);
        assertThat(torale.notifications().get(0))
                .says("in stock")
                .tellsOf("gpu")
                .comesFrom(check);
        assertThat(torale.schedule(TASK).orElseThrow()).isCompleted().firesBy("@daily");
    }

    @Test
    void a_check_that_failed_says_why() {
        torale.search().fails(SearchException.permanentFailure("the page is gone"));

        torale.advance(Duration.ofDays(1));

        assertThat(torale.checks(TASK).get(0)).failedBecause("the page is gone");
    }

    @Test
    @Timeout(30)
    void a_pause_that_a_provider_asks_for_is_skipped() {
        torale.search()
                .fails(SearchException.rateLimited(Duration.ofSeconds(100), "come back later"))
                .answers(met("in stock"));

        torale.advance(Duration.ofDays(1));

        assertThat(torale.checks(TASK).get(0)).notified().triedTheStep(MonitoringActivities.SEARCH, 2);
    }

    @Test
    void the_story_has_time_input_outcome_and_error_of_each_step() {
        torale.search()
                .fails(SearchException.transientFailure("the shop is down"))
                .answers(notMet("sold out"));

        torale.advance(Duration.ofDays(1));

        assertThat(torale.checks(TASK).get(0).toString())
                .startsWith("check of task 'gpu' at 2026-01-02T00:00:00Z: changed [task-gpu-2026-01-02T00:00:00Z, run ")
                .containsPattern("\n  00:00:0\\d\\.\\d{3}  execute_grounded_search, 2 attempts\n")
                .contains("\n      in      {\"id\":\"gpu\"")
                .contains("\n      out     {\"condition_met\":false,\"answer\":\"sold out\"")
                .contains("\n      error   SEARCH_TRANSIENT: the shop is down\n");
    }

    @Test
    void an_assertion_on_a_check_tells_its_story_when_it_fails() {
        torale.search().answers(notMet("sold out"));

        torale.advance(Duration.ofDays(1));

        assertThat(failure(() -> assertThat(torale.checks(TASK).get(0)).notified()))
                .contains("Expected the check's outcome to be", "notified", "but it was", "changed")
                .contains("\"answer\":\"sold out\"");
    }

    @Test
    void an_assertion_on_a_notification_tells_the_story_of_its_check_when_it_fails() {
        torale.search().answers(met("in stock"));

        torale.advance(Duration.ofDays(1));

        assertThat(failure(() -> assertThat(torale.notifications().get(0)).says("sold out")))
                .contains("Expected the notification's answer to be", "sold out", "in stock")
                .contains("check of task 'gpu' at 2026-01-02T00:00:00Z: notified");
    }

    @Test
    void an_assertion_on_a_schedule_tells_the_stories_of_its_task_when_it_fails() {
        torale.search().answers(notMet("sold out"));

        torale.advance(Duration.ofDays(1));

        assertThat(failure(() -> assertThat(torale.schedule(TASK).orElseThrow()).isPaused()))
                .contains("Expected the state of the schedule of task 'gpu' to be", "paused", "active")
                .contains("check of task 'gpu' at 2026-01-02T00:00:00Z: changed");
    }

    private static String failure(ThrowingCallable assertion) {
        return assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(assertion)
                .actual()
                .getMessage();
    }
}
