package ai.torale.acceptance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchException;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.workflow.CheckReport;
import io.temporal.client.WorkflowFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How often a provider that fails is asked, and how a check ends that could not ask it. */
@RealServer
class CheckRetriesIT {
    private static final SearchResult NOT_MET = SearchResult.notMet("549").withState(Map.of("price", 549));

    private final List<Instant> attempts = new ArrayList<>();

    @Test
    void a_provider_that_fails_twice_is_asked_at_0_1_and_3_seconds(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = watched(stage, torale);
        fails(stage, SearchException.transientFailure("the shop is down"));
        fails(stage, SearchException.transientFailure("the shop is down"));
        answers(stage, NOT_MET);

        CheckReport report = stage.check(torale, task);

        assertThat(report.outcome()).isEqualTo("changed");
        assertThat(attempts).hasSize(3);
        assertThat(pause(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(pause(2)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void a_provider_that_cannot_answer_is_asked_once(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = watched(stage, torale);
        fails(stage, SearchException.permanentFailure("no such page"));

        CheckHistory history = failed(stage, torale, task);

        assertThat(attempts).hasSize(1);
        assertThat(history.failureDetail()).contains("\"code\":\"SEARCH_PERMANENT\"");
    }

    @Test
    void a_provider_that_asks_for_a_pause_of_2_seconds_gets_it(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = watched(stage, torale);
        fails(stage, SearchException.rateLimited(Duration.ofSeconds(2), "too many questions"));
        answers(stage, NOT_MET);

        CheckReport report = stage.check(torale, task);

        assertThat(report.outcome()).isEqualTo("changed");
        assertThat(pause(1)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void a_provider_that_asks_for_a_long_pause_ends_the_check_and_keeps_the_state(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = watched(stage, torale);
        answers(stage, NOT_MET);
        fails(stage, SearchException.rateLimited(Duration.ofSeconds(500), "come back later"));
        CheckReport before = stage.check(torale, task);

        CheckReport report = stage.check(torale, task);

        assertThat(attempts).hasSize(2);
        assertThat(report)
                .isEqualTo(new CheckReport(
                        task.id(),
                        report.checkId(),
                        "rate_limited",
                        null,
                        false,
                        "come back later",
                        null,
                        before.carried()));
    }

    @Test
    void a_first_check_that_was_put_off_is_followed_by_a_first_check_that_tells(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = watched(stage, torale);
        fails(stage, SearchException.rateLimited(Duration.ofSeconds(500), "come back later"));
        answers(stage, SearchResult.met("499"));
        stage.check(torale, task);

        CheckReport report = stage.check(torale, task);

        assertThat(report.outcome()).isEqualTo("notified");
    }

    @Test
    void three_failures_fail_the_check_which_says_why_and_since_when(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = watched(stage, torale);
        for (int i = 0; i < 3; i++) {
            fails(stage, SearchException.transientFailure("the shop is down"));
        }

        CheckHistory history = failed(stage, torale, task);

        assertThat(history.failure().getApplicationFailureInfo().getType()).isEqualTo("CheckFailed");
        assertThat(history.failure().getMessage())
                .isEqualTo("check of task '" + task.id() + "' failed: the shop is down");
        assertThat(history.failureDetail()).isEqualTo("""
                        {"code":"SEARCH_TRANSIENT","in_a_row":1,"since":"%s"}""".formatted(history.scheduledAt()));
    }

    @Test
    void a_check_that_fails_after_another_counts_on_from_it(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = watched(stage, torale);
        fails(stage, SearchException.permanentFailure("no such page"));
        fails(stage, SearchException.permanentFailure("no such page"));
        CheckHistory first = failed(stage, torale, task);

        CheckHistory second = failed(stage, torale, task);

        assertThat(second.failureDetail()).isEqualTo("""
                        {"code":"SEARCH_PERMANENT","in_a_row":2,"since":"%s"}""".formatted(first.scheduledAt()));
    }

    @Test
    void a_check_that_fails_changes_no_state_and_ends_no_row(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = watched(stage, torale);
        answers(stage, NOT_MET);
        fails(stage, SearchException.permanentFailure("no such page"));
        answers(stage, NOT_MET);
        fails(stage, SearchException.permanentFailure("no such page"));
        CheckReport before = stage.check(torale, task);
        failed(stage, torale, task);

        CheckReport after = stage.check(torale, task);
        CheckHistory failedAgain = failed(stage, torale, task);

        assertThat(after.outcome()).isEqualTo("unchanged");
        assertThat(Objects.requireNonNull(after.carried()).version())
                .isEqualTo(Objects.requireNonNull(before.carried()).version());
        assertThat(failedAgain.failureDetail()).contains("\"in_a_row\":1");
    }

    private static MonitoringTask watched(Stage stage, Torale torale) {
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        return task;
    }

    private void fails(Stage stage, SearchException failure) {
        stage.search().answers(request -> {
            attempts.add(Instant.now());
            throw failure;
        });
    }

    private void answers(Stage stage, SearchResult result) {
        stage.search().answers(request -> {
            attempts.add(Instant.now());
            return result;
        });
    }

    private Duration pause(int attempt) {
        return Duration.between(attempts.get(attempt - 1), attempts.get(attempt));
    }

    private static CheckHistory failed(Stage stage, Torale torale, MonitoringTask task) {
        Triggered triggered = stage.trigger(torale, task);
        WorkflowFailedException failure =
                catchThrowableOfType(WorkflowFailedException.class, () -> stage.report(triggered));
        assertThat(failure).as("the failure of the check").isNotNull();
        return CheckHistory.of(stage, triggered);
    }
}
