package ai.torale.testkit.library.check;

import static ai.torale.search.SearchException.permanentFailure;
import static ai.torale.search.SearchException.rateLimited;
import static ai.torale.search.SearchException.transientFailure;
import static ai.torale.search.SearchResult.met;
import static ai.torale.search.SearchResult.notMet;
import static ai.torale.testkit.ToraleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.search.SearchException;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.workflow.CheckReport;
import ai.torale.temporal.workflow.MonitoringActivities;
import ai.torale.testkit.CheckStory;
import ai.torale.testkit.ToraleTest;
import ai.torale.testkit.ToraleTestEnvironment;
import ai.torale.testkit.library.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often a provider that fails is asked, and how a check ends that could not ask it. */
@ToraleTest
class CheckRetriesTest {
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "@daily").build();
    private static final SearchResult NOT_MET = notMet("549").withState(Map.of("price", 549));

    private final SearchException gone = permanentFailure("no such page");
    private final SearchException down = transientFailure("the shop is down");
    private final List<Instant> attempts = new CopyOnWriteArrayList<>();
    private ToraleTestEnvironment torale;

    @BeforeEach
    void watch(ToraleTestEnvironment environment) {
        torale = environment;
        torale.watch(TASK);
    }

    @Test
    void a_provider_that_fails_twice_is_asked_at_0_1_and_3_seconds() {
        failsNoting(down);
        failsNoting(down);
        answersNoting(NOT_MET);

        days(1);

        assertThat(outcomes()).containsExactly("changed");
        assertThat(attempts).hasSize(3);
        assertThat(pause(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(pause(2)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void a_provider_that_cannot_answer_is_asked_once() {
        torale.search().fails(gone);

        days(1);

        assertThat(check(0)).failedBecause("no such page").triedTheStep(MonitoringActivities.SEARCH, 1);
        assertThat(Recorded.failureDetail(check(0))).contains("\"code\":\"SEARCH_PERMANENT\"");
    }

    @Test
    void a_provider_that_asks_for_a_pause_of_100_seconds_gets_it() {
        failsNoting(rateLimited(Duration.ofSeconds(100), "too many questions"));
        answersNoting(NOT_MET);

        days(1);

        assertThat(outcomes()).containsExactly("changed");
        assertThat(pause(1)).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(102));
    }

    @Test
    void a_provider_that_asks_for_a_long_pause_ends_the_check_and_keeps_the_state() {
        torale.search().answers(NOT_MET).fails(rateLimited(Duration.ofSeconds(500), "come back later"));

        days(2);

        CheckReport report = check(1).report().orElseThrow();
        assertThat(report)
                .isEqualTo(new CheckReport(
                        "gpu",
                        check(1).runId(),
                        "rate_limited",
                        null,
                        false,
                        "come back later",
                        null,
                        check(0).report().orElseThrow().carried()));
        assertThat(report.carried()).isNotNull();
        assertThat(torale.search().requests()).hasSize(2);
    }

    @Test
    void a_first_check_that_was_put_off_is_followed_by_a_first_check_that_tells() {
        torale.search()
                .fails(rateLimited(Duration.ofSeconds(500), "come back later"))
                .answers(met("499"));

        days(2);

        assertThat(outcomes()).containsExactly("rate_limited", "notified");
    }

    @Test
    void three_failures_fail_the_check_which_says_why_and_since_when() {
        torale.search().fails(down).fails(down).fails(down);

        days(1);

        assertThat(Recorded.failure(check(0)).getApplicationFailureInfo().getType())
                .isEqualTo("CheckFailed");
        assertThat(Recorded.failure(check(0)).getMessage()).isEqualTo("check of task 'gpu' failed: the shop is down");
        assertThat(Recorded.failureDetail(check(0))).isEqualTo("""
                {"code":"SEARCH_TRANSIENT","in_a_row":1,"since":"2026-01-02T00:00:00Z"}""");
    }

    @Test
    void a_check_that_fails_changes_no_state_and_ends_no_row() {
        torale.search().answers(NOT_MET).fails(gone).answers(NOT_MET).fails(gone);

        days(4);

        assertThat(outcomes()).containsExactly("changed", "failed", "unchanged", "failed");
        assertThat(version(check(2))).isEqualTo(version(check(0)));
        assertThat(Recorded.failureDetail(check(3))).contains("\"in_a_row\":1");
    }

    private void days(int days) {
        torale.advance(Duration.ofDays(days));
    }

    private CheckStory check(int number) {
        return torale.checks(TASK).get(number);
    }

    private List<String> outcomes() {
        return torale.checks(TASK).stream().map(CheckStory::outcome).toList();
    }

    private void failsNoting(SearchException failure) {
        torale.search().answers(request -> {
            attempts.add(torale.now());
            throw failure;
        });
    }

    private void answersNoting(SearchResult result) {
        torale.search().answers(request -> {
            attempts.add(torale.now());
            return result;
        });
    }

    private Duration pause(int attempt) {
        return Duration.between(attempts.get(attempt - 1), attempts.get(attempt));
    }

    private static long version(CheckStory check) {
        return Objects.requireNonNull(check.report().orElseThrow().carried()).version();
    }
}
