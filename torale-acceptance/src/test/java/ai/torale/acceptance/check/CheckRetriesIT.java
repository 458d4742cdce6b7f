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
import org.junit.jupiter.api.Test;

/** The pauses between attempts, and the failure that the scheduler hands on. */
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
