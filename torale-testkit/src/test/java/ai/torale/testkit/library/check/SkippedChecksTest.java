package ai.torale.testkit.library.check;

import static ai.torale.search.SearchResult.met;
import static ai.torale.search.SearchResult.unknown;
import static ai.torale.testkit.ToraleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.task.MonitoringTask;
import ai.torale.temporal.workflow.TaskFields;
import ai.torale.testkit.CheckStory;
import ai.torale.testkit.ToraleTest;
import ai.torale.testkit.ToraleTestEnvironment;
import ai.torale.testkit.library.Recorded;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a check that has nothing to ask, and of the one after it. */
@ToraleTest
class SkippedChecksTest {
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "@daily").build();
    private static final Duration A_DAY = Duration.ofDays(1);

    private volatile boolean kept = true;
    private volatile boolean down;
    private volatile @Nullable String status;

    @BeforeEach
    void settings(ToraleTestEnvironment.Builder environment) {
        environment.torale(torale -> torale.taskSource(this::find)
                .activities(library -> new WrappedActivities(library) {
                    @Override
                    public @Nullable TaskFields getTask(String id) {
                        String theirs = status;
                        return theirs == null ? super.getTask(id) : withStatus(theirs);
                    }
                }));
    }

    @Test
    void a_task_that_the_host_no_longer_has_is_skipped_without_a_search(ToraleTestEnvironment torale) {
        torale.watch(TASK);
        kept = false;

        torale.advance(A_DAY);

        assertThat(torale.checks(TASK).get(0)).hasOutcome("skipped").tookTheSteps("get_task", "compare_states");
        assertThat(torale.search().requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"paused", "a status of a newer version"})
    void a_task_that_is_not_active_is_skipped_without_a_search(String inactive, ToraleTestEnvironment torale) {
        torale.watch(TASK);
        status = inactive;

        torale.advance(A_DAY);

        assertThat(torale.checks(TASK).get(0)).hasOutcome("skipped").tookTheSteps("get_task", "compare_states");
        assertThat(torale.search().requests()).isEmpty();
    }

    @Test
    void a_task_that_is_active_in_so_many_words_is_checked(ToraleTestEnvironment torale) {
        torale.search().answers(met("499"));
        torale.watch(TASK);
        status = "active";

        torale.advance(A_DAY);

        assertThat(torale.checks(TASK).get(0)).notified();
    }

    @Test
    void a_skipped_check_hands_on_the_state_it_received(ToraleTestEnvironment torale) {
        torale.search().answers(met("499"));
        torale.watch(TASK);
        torale.advance(A_DAY);
        kept = false;

        torale.advance(A_DAY);

        CheckStory before = torale.checks(TASK).get(0);
        CheckStory skipped = torale.checks(TASK).get(1);
        assertThat(skipped).hasOutcome("skipped");
        assertThat(skipped.report().orElseThrow().carried())
                .isEqualTo(before.report().orElseThrow().carried())
                .isNotNull();
    }

    @Test
    void a_first_check_that_was_skipped_is_followed_by_a_first_check_that_tells(ToraleTestEnvironment torale) {
        torale.search().answers(met("499"));
        torale.watch(TASK);
        kept = false;
        torale.advance(A_DAY);
        kept = true;

        torale.advance(A_DAY);

        assertThat(torale.checks(TASK)).extracting(CheckStory::outcome).containsExactly("skipped", "notified");
    }

    @Test
    void a_first_check_that_was_inconclusive_is_followed_by_a_first_check_that_tells(ToraleTestEnvironment torale) {
        torale.search().answers(unknown("no price on the page")).answers(met("499"));
        torale.watch(TASK);

        torale.advance(Duration.ofDays(2));

        assertThat(torale.checks(TASK)).extracting(CheckStory::outcome).containsExactly("inconclusive", "notified");
    }

    @Test
    void a_first_check_that_failed_is_followed_by_a_first_check_that_tells(ToraleTestEnvironment torale) {
        torale.search().answers(met("499"));
        torale.watch(TASK);
        down = true;
        torale.advance(A_DAY);
        down = false;

        torale.advance(A_DAY);

        CheckStory failed = torale.checks(TASK).get(0);
        assertThat(failed).hasOutcome("failed").triedTheStep("get_task", 3);
        assertThat(Recorded.failure(failed).getApplicationFailureInfo().getType())
                .isEqualTo("CheckFailed");
        assertThat(torale.checks(TASK).get(1)).notified();
    }

    private Optional<MonitoringTask> find(String id) {
        if (down) {
            throw new IllegalStateException("the host's database is down");
        }
        return Optional.of(TASK).filter(task -> kept && Objects.equals(task.id(), id));
    }

    private static TaskFields withStatus(String status) {
        return new TaskFields(TASK.id(), null, null, "q", null, "@daily", null, null, null, null, null, status);
    }
}
