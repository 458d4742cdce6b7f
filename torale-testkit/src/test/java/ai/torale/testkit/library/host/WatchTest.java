package ai.torale.testkit.library.host;

import static ai.torale.search.SearchException.permanentFailure;
import static ai.torale.testkit.ToraleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.torale.InvalidException;
import ai.torale.notify.Notification;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.ScheduledTask;
import ai.torale.temporal.schedule.Written;
import ai.torale.testkit.CheckStory;
import ai.torale.testkit.ToraleTest;
import ai.torale.testkit.ToraleTestEnvironment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@ToraleTest
class WatchTest {
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "@daily").searchQuery("the price").build();

    @Test
    void watching_creates_updates_or_does_nothing(ToraleTestEnvironment torale) {
        assertThat(torale.watch(TASK)).isEqualTo(Written.CREATED);
        assertThat(torale.watch(TASK)).isEqualTo(Written.UNCHANGED);
        assertThat(torale.watch(TASK.toBuilder().name("GPU").build())).isEqualTo(Written.UPDATED);
        assertThat(torale.schedule(TASK).flatMap(ScheduledTask::task).map(MonitoringTask::name))
                .contains("GPU");
    }

    @Test
    void watching_does_not_resume_what_somebody_paused(ToraleTestEnvironment torale) {
        torale.watch(TASK);
        torale.torale().pause("gpu", "the shop is closed");

        torale.watch(TASK.toBuilder().searchQuery("another price").build());

        assertThat(torale.schedule(TASK).orElseThrow()).isPaused();
        torale.torale().resume("gpu");
        assertThat(torale.schedule(TASK).orElseThrow()).isActive();
    }

    @Test
    void a_task_for_a_channel_or_provider_that_this_host_lacks_is_refused(ToraleTestEnvironment torale) {
        MonitoringTask task =
                TASK.toBuilder().channels("fax").provider("oracle").build();

        assertThatThrownBy(() -> torale.watch(task))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("CHANNEL_UNKNOWN")
                .hasMessageContaining("PROVIDER_UNKNOWN");
        assertThat(torale.schedule(task)).isEmpty();
    }

    @Test
    void unwatching_removes_the_schedule_and_what_was_known(ToraleTestEnvironment torale) {
        torale.search().always(price(499));
        torale.watch(TASK);
        torale.advance(A_DAY);

        assertThat(torale.torale().unwatch("gpu")).isTrue();
        assertThat(torale.torale().unwatch("gpu")).isFalse();
        torale.watch(TASK);
        torale.advance(A_DAY);

        assertThat(torale.checks(TASK)).extracting(CheckStory::outcome).containsExactly("notified", "notified");
        assertThat(torale.notifications())
                .hasSize(2)
                .extracting(Notification::key)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_failed_check_is_run_again_by_a_check_now(ToraleTestEnvironment torale) {
        torale.search().fails(permanentFailure("the page is gone")).answers(price(499));
        torale.watch(TASK);
        torale.advance(A_DAY);

        String runId = torale.torale().checkNow("gpu").runId().orElseThrow();
        torale.advance(Duration.ZERO);

        assertThat(torale.checks(TASK)).extracting(CheckStory::outcome).containsExactly("failed", "notified");
        assertThat(torale.checks(TASK))
                .extracting(CheckStory::runId)
                .endsWith(runId)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_preview_decides_against_what_is_known_and_leaves_no_trace(ToraleTestEnvironment torale) {
        torale.search().answers(price(549)).answers(price(499)).answers(price(549));
        torale.watch(TASK);
        torale.advance(A_DAY);

        assertThat(torale.torale().preview(TASK)).satisfies(other -> {
            assertThat(other.firstCheck()).isFalse();
            assertThat(other.changeSummary()).contains("549").contains("499");
            assertThat(other.notification().map(Notification::version)).contains(2L);
        });

        assertThat(torale.schedule(TASK).orElseThrow().recent()).hasSize(1);
        assertThat(torale.notifier().attempts()).hasSize(1);
        torale.advance(A_DAY);
        assertThat(torale.checks(TASK)).extracting(CheckStory::outcome).containsExactly("notified", "unchanged");
    }

    @Test
    void a_preview_of_a_task_that_nobody_watches_is_a_first_check(ToraleTestEnvironment torale) {
        torale.search().answers(price(499));

        assertThat(torale.torale().preview(TASK).firstCheck()).isTrue();
        assertThat(torale.schedule(TASK)).isEmpty();
    }

    @Test
    void a_once_task_tells_once_and_stays_silent_until_it_asks_something_else(ToraleTestEnvironment torale) {
        torale.search().answers(price(499)).answers(price(449)).answers(price(399));
        torale.watch(once("the price"));
        torale.advance(A_DAY);
        assertThat(torale.schedule(TASK).orElseThrow()).isCompleted();
        assertThat(torale.watch(once("the price"))).isEqualTo(Written.UNCHANGED);
        assertThat(torale.schedule(TASK).orElseThrow()).isCompleted();
        torale.torale().checkNow("gpu");
        torale.advance(A_DAY);

        assertThat(torale.watch(once("the stock"))).isEqualTo(Written.UPDATED);

        assertThat(torale.schedule(TASK).orElseThrow()).isActive();
        torale.advance(A_DAY);
        assertThat(torale.checks(TASK))
                .extracting(CheckStory::outcome)
                .containsExactly("notified", "changed", "notified");
    }

    @Test
    void a_once_task_that_the_host_keeps_goes_on_with_another_question() {
        MonitoringTask[] kept = {once("the price")};
        try (ToraleTestEnvironment torale = ToraleTestEnvironment.builder()
                .torale(builder -> builder.taskSource(id -> Optional.of(kept[0])))
                .start()) {
            torale.search().answers(price(499));
            torale.watch(kept[0]);
            torale.advance(A_DAY);
            torale.watch(kept[0]);
            assertThat(torale.schedule(TASK).orElseThrow()).isCompleted();

            kept[0] = once("the stock");
            torale.watch(kept[0]);

            assertThat(torale.schedule(TASK).orElseThrow()).isActive();
        }
    }

    @Test
    void two_scopes_in_one_namespace_do_not_meet() {
        try (ToraleTestEnvironment staging = ToraleTestEnvironment.builder()
                .torale(builder -> builder.scope("staging"))
                .start()) {
            Torale production =
                    Torale.builder(staging.client()).scope("production").build();
            staging.search().answers(price(499));

            staging.watch(TASK);
            staging.advance(A_DAY);

            assertThat(production.find("gpu")).isEmpty();
            assertThat(production.unwatch("gpu")).isFalse();
            assertThat(staging.schedule(TASK).orElseThrow().scheduleId()).isEqualTo("staging.task-gpu");
            assertThat(staging.checks(TASK).get(0).workflowId()).startsWith("staging.task-gpu-");
        }
    }

    private static MonitoringTask once(String query) {
        return TASK.toBuilder()
                .notifyBehavior(NotifyBehavior.ONCE)
                .searchQuery(query)
                .build();
    }

    private static SearchResult price(int price) {
        return SearchResult.met("it costs " + price).withState(Map.of("price", price));
    }
}
