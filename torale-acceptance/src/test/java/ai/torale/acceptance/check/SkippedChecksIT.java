package ai.torale.acceptance.check;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.ToraleBuilder;
import ai.torale.temporal.workflow.CheckReport;
import ai.torale.temporal.workflow.MonitoringActivities;
import ai.torale.temporal.workflow.TaskFields;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a check that has nothing to ask, and of the one after it. */
@RealServer
class SkippedChecksIT {
    @Test
    void a_task_that_the_host_no_longer_has_is_skipped_without_a_search(Stage stage) {
        MonitoringTask task = stage.task("gone").build();
        Torale torale = stage.start(stage.torale().taskSource(id -> Optional.empty()));
        torale.watch(task);

        CheckReport report = stage.check(torale, task);

        assertThat(report.outcome()).isEqualTo("skipped");
        assertThat(stage.search().requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"paused", "a status of a newer version"})
    void a_task_that_is_not_active_is_skipped_without_a_search(String status, Stage stage) {
        MonitoringTask task = stage.task("inactive").build();
        Torale torale = stage.start(answering(stage, task, status));
        torale.watch(task);

        CheckReport report = stage.check(torale, task);

        assertThat(report.outcome()).isEqualTo("skipped");
        assertThat(stage.search().requests()).isEmpty();
    }

    @Test
    void a_task_that_is_active_in_so_many_words_is_checked(Stage stage) {
        MonitoringTask task = stage.task("active").build();
        Torale torale = stage.start(answering(stage, task, "active"));
        torale.watch(task);
        stage.search().answers(SearchResult.met("499"));

        CheckReport report = stage.check(torale, task);

        assertThat(report.outcome()).isEqualTo("notified");
    }

    @Test
    void a_skipped_check_hands_on_the_state_it_received(Stage stage) {
        MonitoringTask task = stage.task("seasonal").build();
        AtomicBoolean active = new AtomicBoolean(true);
        Torale torale =
                stage.start(stage.torale().taskSource(id -> Optional.of(task).filter(any -> active.get())));
        torale.watch(task);
        stage.search().answers(SearchResult.met("499"));
        CheckReport before = stage.check(torale, task);
        active.set(false);

        CheckReport skipped = stage.check(torale, task);

        assertThat(skipped.outcome()).isEqualTo("skipped");
        assertThat(skipped.carried()).isEqualTo(before.carried()).isNotNull();
    }

    @Test
    void a_first_check_that_was_skipped_is_followed_by_a_first_check_that_tells(Stage stage) {
        MonitoringTask task = stage.task("late").build();
        AtomicBoolean active = new AtomicBoolean(false);
        Torale torale =
                stage.start(stage.torale().taskSource(id -> Optional.of(task).filter(any -> active.get())));
        torale.watch(task);
        stage.search().answers(SearchResult.met("499"));
        CheckReport skipped = stage.check(torale, task);
        active.set(true);

        CheckReport first = stage.check(torale, task);

        assertThat(skipped.outcome()).isEqualTo("skipped");
        assertThat(first.outcome()).isEqualTo("notified");
    }

    @Test
    void a_first_check_that_was_inconclusive_is_followed_by_a_first_check_that_tells(Stage stage) {
        MonitoringTask task = stage.task("foggy").build();
        Torale torale = stage.start();
        torale.watch(task);
        stage.search().answers(SearchResult.unknown("no price on the page")).answers(SearchResult.met("499"));
        CheckReport inconclusive = stage.check(torale, task);

        CheckReport first = stage.check(torale, task);

        assertThat(inconclusive.outcome()).isEqualTo("inconclusive");
        assertThat(first.outcome()).isEqualTo("notified");
    }

    @Test
    void a_first_check_that_failed_is_followed_by_a_first_check_that_tells(Stage stage) {
        MonitoringTask task = stage.task("broken").build();
        AtomicBoolean readable = new AtomicBoolean(false);
        Torale torale = stage.start(stage.torale().taskSource(id -> {
            if (!readable.get()) {
                throw new IllegalStateException("the host's database is down");
            }
            return Optional.of(task);
        }));
        torale.watch(task);
        stage.search().answers(SearchResult.met("499"));
        CheckHistory failed = Ended.of(stage, stage.trigger(torale, task));
        readable.set(true);

        CheckReport first = stage.check(torale, task);

        assertThat(failed.failure().getApplicationFailureInfo().getType()).isEqualTo("CheckFailed");
        assertThat(first.outcome()).isEqualTo("notified");
    }

    private static ToraleBuilder answering(Stage stage, MonitoringTask task, String status) {
        return stage.torale().taskSource(id -> Optional.of(task)).activities(library -> withStatus(library, status));
    }

    private static MonitoringActivities withStatus(MonitoringActivities library, String status) {
        return new WrappedActivities(library) {
            @Override
            public TaskFields getTask(String taskId) {
                return new TaskFields(taskId, null, null, "q", null, "@daily", null, null, null, null, null, status);
            }
        };
    }
}
