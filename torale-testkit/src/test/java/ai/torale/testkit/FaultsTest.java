package ai.torale.testkit;

import static ai.torale.search.SearchResult.met;
import static ai.torale.testkit.ToraleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.task.MonitoringTask;
import ai.torale.temporal.workflow.MonitoringActivities;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@ToraleTest
class FaultsTest {
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "0 9 1 * *").build();

    @Test
    void a_crash_before_a_step_loses_the_attempt_and_nothing_else(ToraleTestEnvironment torale, Faults faults) {
        watched(torale);
        faults.crashBefore(MonitoringActivities.SEND);

        torale.advance(Duration.ofDays(1));

        assertThat(torale.notifications()).hasSize(1);
        assertThat(torale.checks(TASK).get(0)).notified().triedTheStep(MonitoringActivities.SEND, 2);
    }

    @Test
    void a_crash_after_a_step_has_the_work_done_again(ToraleTestEnvironment torale, Faults faults) {
        watched(torale);
        faults.crashAfter(MonitoringActivities.SEND);

        torale.advance(Duration.ofDays(1));

        assertThat(torale.notifications())
                .hasSize(2)
                .containsOnly(torale.notifications().get(0));
    }

    @Test
    void a_check_goes_on_from_its_history_after_a_crash_before_a_step(ToraleTestEnvironment torale, Faults faults) {
        watched(torale);
        faults.crashBefore(MonitoringActivities.SEND);

        torale.advance(Duration.ofDays(1));

        assertThat(torale.beginnings(torale.checks(TASK).get(0))).isGreaterThan(1);
    }

    @Test
    void a_check_goes_on_from_its_history_after_a_crash_after_a_step(ToraleTestEnvironment torale, Faults faults) {
        watched(torale);
        faults.crashAfter(MonitoringActivities.SEARCH);

        torale.advance(Duration.ofDays(1));

        assertThat(torale.beginnings(torale.checks(TASK).get(0))).isGreaterThan(1);
    }

    @Test
    void a_worker_that_has_not_crashed_remembers(ToraleTestEnvironment torale, Faults faults) {
        watched(torale);
        faults.loseAnswer(MonitoringActivities.SEND);

        torale.advance(Duration.ofDays(1));

        assertThat(torale.beginnings(torale.checks(TASK).get(0))).isEqualTo(1);
    }

    @Test
    void a_worker_that_forgets_goes_on_from_the_history_after_each_step() {
        try (ToraleTestEnvironment torale =
                ToraleTestEnvironment.builder().replaysEveryStep().start()) {
            watched(torale);
            torale.faults().crashAfter(MonitoringActivities.COMPARE).crashBefore(MonitoringActivities.SEND);

            torale.advance(Duration.ofDays(1));

            CheckStory check = torale.checks(TASK).get(0);
            assertThat(check).notified();
            assertThat(torale.notifications()).hasSize(1);
            assertThat(torale.beginnings(check))
                    .as("at the start, and after the search, the comparison and the notification")
                    .isEqualTo(4);
        }
    }

    @Test
    void a_lost_answer_has_the_work_done_again(ToraleTestEnvironment torale, Faults faults) {
        watched(torale);
        faults.loseAnswer(MonitoringActivities.SEND);

        torale.advance(Duration.ofDays(1));

        assertThat(torale.notifications())
                .hasSize(2)
                .containsOnly(torale.notifications().get(0));
        assertThat(torale.checks(TASK).get(0)).notified().triedTheStep(MonitoringActivities.SEND, 2);
    }

    @Test
    void a_fault_strikes_once(ToraleTestEnvironment torale, Faults faults) {
        watched(torale);
        faults.loseAnswer(MonitoringActivities.SEARCH).loseAnswer(MonitoringActivities.SEARCH);

        torale.advance(Duration.ofDays(1));

        assertThat(torale.checks(TASK).get(0)).notified().triedTheStep(MonitoringActivities.SEARCH, 3);
    }

    @Test
    void an_outage_ends_in_virtual_time(ToraleTestEnvironment torale, Faults faults) {
        MonitoringTask daily = MonitoringTask.builder("cpu", "@daily").build();
        torale.search().always(met("in stock"));
        torale.watch(daily);
        faults.outage(MonitoringActivities.SEARCH, Duration.ofHours(30));

        torale.advance(Duration.ofDays(2));

        assertThat(torale.checks(daily)).extracting(CheckStory::outcome).containsExactly("failed", "notified");
    }

    @Test
    void an_outage_of_a_step_that_is_neither_search_nor_delivery_has_a_type_of_its_own(
            ToraleTestEnvironment torale, Faults faults) {
        watched(torale);
        torale.advanceTo(Instant.parse("2026-01-01T08:59:59Z"));
        faults.outage(MonitoringActivities.COMPARE, Duration.ofSeconds(2));

        torale.advance(Duration.ofDays(1));

        assertThat(torale.checks(TASK).get(0))
                .notified()
                .asString()
                .contains("OUTAGE: compare_states has an outage until ");
    }

    @Test
    void an_outage_in_which_nothing_was_tried_fails_the_test(ToraleTestEnvironment torale) {
        Faults faults = Faults.of(torale.client(), torale.clock());

        faults.outage(MonitoringActivities.SEND, Duration.ofDays(1));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(faults::verify)
                .withMessageEndingWith("for no attempt was made: [outage(send_notification)]");
    }

    @Test
    void work_that_was_never_done_twice_fails_the_test(ToraleTestEnvironment torale) {
        Faults faults = Faults.of(torale.client(), torale.clock());

        faults.everyActivityTwice();

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(faults::verify)
                .withMessageEndingWith("for no attempt was made: [everyActivityTwice()]");
    }

    private static void watched(ToraleTestEnvironment torale) {
        torale.search().always(met("in stock"));
        torale.watch(TASK);
    }
}
