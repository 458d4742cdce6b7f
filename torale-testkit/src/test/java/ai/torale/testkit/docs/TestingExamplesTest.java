package ai.torale.testkit.docs;

import static ai.torale.search.SearchResult.met;
import static ai.torale.search.SearchResult.notMet;
import static ai.torale.testkit.ToraleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.notify.DeliveryException;
import ai.torale.notify.Notification;
import ai.torale.search.SearchException;
import ai.torale.search.SearchResult;
import ai.torale.state.StateStore;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.workflow.MonitoringActivities;
import ai.torale.testkit.CheckStory;
import ai.torale.testkit.Faults;
import ai.torale.testkit.Histories;
import ai.torale.testkit.RecordingNotifier;
import ai.torale.testkit.ScriptedSearch;
import ai.torale.testkit.SettableClock;
import ai.torale.testkit.ToraleTest;
import ai.torale.testkit.ToraleTestEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/testing.md. */
@ToraleTest
class TestingExamplesTest {
    // tag::time
    @Test
    @ToraleTest(startTime = "2026-03-28T00:00:00Z")
    void nine_in_paris_stays_nine_when_the_clocks_go_forward(ToraleTestEnvironment torale) {
        MonitoringTask task = MonitoringTask.builder("gpu", "0 9 * * *")
                .timeZone(ZoneId.of("Europe/Paris"))
                .build();
        torale.search().always(notMet("sold out"));
        torale.watch(task);

        torale.advanceTo(Instant.parse("2026-03-30T00:00:00Z"));

        assertThat(torale.checks(task))
                .extracting(CheckStory::scheduledAt)
                .containsExactly(Instant.parse("2026-03-28T08:00:00Z"), Instant.parse("2026-03-29T07:00:00Z"));
    }
    // end::time

    // tag::story
    @Test
    void a_shop_that_is_down_for_a_moment_is_asked_again(ToraleTestEnvironment torale) {
        MonitoringTask task = MonitoringTask.builder("gpu", "@daily").build();
        torale.search()
                .fails(SearchException.transientFailure("the shop is down"))
                .answers(met("in stock"));
        torale.watch(task);

        torale.advance(Duration.ofDays(1));

        CheckStory check = torale.checks(task).get(0);
        assertThat(check).notified().wasScheduledAt("2026-01-02T00:00:00Z").triedTheStep("execute_grounded_search", 2);
        assertThat(torale.notifications().get(0)).says("in stock").comesFrom(check);
        assertThat(torale.schedule(task).orElseThrow()).isActive().firesNextAt("2026-01-03T00:00:00Z");
    }
    // end::story

    // tag::fakes
    @Test
    void each_task_has_a_script_of_its_own(ToraleTestEnvironment torale, ScriptedSearch search) {
        search.of("gpu")
                .answers(notMet("549"))
                .fails(SearchException.permanentFailure("gone"))
                .answers(met("499"));
        search.of("cpu").always(request -> met("asked at " + request.scheduledAt()));
        torale.watch(MonitoringTask.builder("gpu", "@daily").build());
        torale.watch(MonitoringTask.builder("cpu", "@weekly").build());

        torale.advance(Duration.ofDays(3));

        assertThat(torale.notifications()).extracting(Notification::answer).contains("499");
    }

    @Test
    void a_receiver_that_is_dark_for_a_moment_is_told_later(ToraleTestEnvironment torale, RecordingNotifier notifier) {
        torale.search().answers(met("in stock"));
        torale.watch(MonitoringTask.builder("gpu", "@daily").build());
        torale.advanceTo(Instant.parse("2026-01-01T23:59:59Z"));
        notifier.darkFor(Duration.ofSeconds(3));

        torale.advance(Duration.ofHours(1));

        assertThat(notifier.notifications()).hasSize(1);
        assertThat(notifier.attempts())
                .hasSize(3)
                .containsOnly(notifier.notifications().get(0));
    }
    // end::fakes

    // tag::channels
    @Test
    @ToraleTest(channels = {"mail", "chat"})
    void a_chat_that_is_closed_does_not_keep_the_mail(ToraleTestEnvironment torale) {
        torale.search().answers(met("in stock"));
        torale.watch(MonitoringTask.builder("gpu", "@daily").build());
        torale.notifier("chat").fails(DeliveryException.permanentFailure("the room is closed"));

        torale.advance(Duration.ofDays(1));

        assertThat(torale.notifier("mail").notifications()).hasSize(1);
        assertThat(torale.notifier("mail").attempts()).hasSize(1);
        assertThat(torale.notifier("chat").attempts()).hasSize(2);
    }
    // end::channels

    @Test
    void host_code_outside_of_checks_has_a_clock_to_set() {
        // tag::clock
        SettableClock clock = SettableClock.at("2026-03-01T08:59:00Z");
        clock.advance(Duration.ofMinutes(2));
        // end::clock

        assertThat(clock.instant()).isEqualTo("2026-03-01T09:01:00Z");
    }

    // tag::faults
    @Test
    void a_crash_between_compare_and_send_neither_loses_nor_repeats(ToraleTestEnvironment torale, Faults faults) {
        torale.search().answers(met("in stock"));
        torale.watch(MonitoringTask.builder("gpu", "0 9 1 * *").build());
        faults.crashAfter(MonitoringActivities.COMPARE).crashBefore(MonitoringActivities.SEND);

        torale.advance(Duration.ofDays(1));

        assertThat(torale.notifications()).hasSize(1);
    }

    @Test
    void a_lost_acknowledgement_repeats_a_notification_under_its_key(ToraleTestEnvironment torale, Faults faults) {
        torale.search().answers(met("in stock"));
        torale.watch(MonitoringTask.builder("gpu", "0 9 1 * *").build());
        faults.loseAnswer(MonitoringActivities.SEND);

        torale.advance(Duration.ofDays(1));

        assertThat(torale.notifications()).extracting(Notification::key).hasSize(2);
        assertThat(torale.notifications())
                .extracting(Notification::key)
                .containsOnly(torale.notifications().get(0).key());
    }

    @Test
    void after_a_day_without_the_provider_checks_go_on_where_they_were(ToraleTestEnvironment torale, Faults faults) {
        MonitoringTask task = MonitoringTask.builder("gpu", "0 */6 * * *").build();
        torale.search().always(met("in stock"));
        torale.watch(task);
        torale.advance(Duration.ofHours(7));
        faults.outage(MonitoringActivities.SEARCH, Duration.ofDays(1));

        torale.advance(Duration.ofDays(2));

        assertThat(torale.checks(task))
                .extracting(CheckStory::outcome)
                .containsExactly(
                        "notified",
                        "failed",
                        "failed",
                        "failed",
                        "failed",
                        "unchanged",
                        "unchanged",
                        "unchanged",
                        "unchanged");
    }
    // end::faults

    @Test
    void work_that_is_done_twice_does_no_harm(ToraleTestEnvironment torale, Faults faults) {
        MonitoringTask task = MonitoringTask.builder("gpu", "0 9 1 * *").build();
        torale.search().answers(met("in stock")).answers(met("in stock"));
        torale.watch(task);
        // tag::twice
        faults.everyActivityTwice();
        // end::twice

        torale.advance(Duration.ofDays(1));

        assertThat(torale.checks(task).get(0)).notified();
        assertThat(torale.notifications())
                .hasSize(2)
                .containsOnly(torale.notifications().get(0));
    }

    @Test
    void a_recorded_check_is_replayed(ToraleTestEnvironment torale, @TempDir Path temporary) {
        MonitoringTask task = MonitoringTask.builder("gpu", "@daily").build();
        torale.search().answers(met("in stock"));
        torale.watch(task);
        torale.advance(Duration.ofDays(1));
        Path folder = temporary;

        // tag::replay
        Histories.in(folder).record("notified", torale.checks(task).get(0));
        Histories.in(folder).replay();
        // end::replay

        assertThat(folder.resolve("notified.json")).isNotEmptyFile();
    }

    /** With parts of the host's own. */
    @Nested
    class WithAStore {
        // tag::builder
        private final StateStore store = StateStore.inMemory();

        @BeforeEach
        void settings(ToraleTestEnvironment.Builder environment) {
            environment.channels("mail", "chat").torale(torale -> torale.stateStore(store));
        }
        // end::builder

        @Test
        void each_channel_is_told_and_the_store_knows(ToraleTestEnvironment torale) {
            torale.search().answers(SearchResult.met("499").withState(Map.of("price", 499)));
            torale.watch(MonitoringTask.builder("gpu", "@daily").build());

            torale.advance(Duration.ofDays(1));

            assertThat(torale.notifications()).hasSize(2);
            assertThat(store.find("gpu")).isPresent();
        }
    }
}
