package ai.torale.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.notify.DeliveryException;
import ai.torale.notify.Notification;
import ai.torale.search.SearchException;
import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class FakesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");

    private final ScriptedSearch search = new ScriptedSearch();
    private final SettableClock clock = SettableClock.at(NOW);
    private final RecordingNotifier notifier = new RecordingNotifier(clock);

    @Test
    void answers_and_failures_come_in_turn() {
        search.answers(SearchResult.met("549"))
                .fails(SearchException.transientFailure("down"))
                .answers(request -> SearchResult.met(request.task().id()));

        assertThat(search.search(request("gpu")).answer()).isEqualTo("549");
        assertThatExceptionOfType(SearchException.class)
                .isThrownBy(() -> search.search(request("gpu")))
                .withMessage("down");
        assertThat(search.search(request("gpu")).answer()).isEqualTo("gpu");
    }

    @Test
    void a_task_with_a_script_of_its_own_takes_no_line_of_the_others() {
        search.answers(SearchResult.met("for anyone"));
        search.of("gpu").answers(SearchResult.met("for gpu"));

        assertThat(search.search(request("gpu")).answer()).isEqualTo("for gpu");
        assertThat(search.search(request("cpu")).answer()).isEqualTo("for anyone");
        assertThat(search.requests()).hasSize(2);
        assertThat(search.of("gpu").requests()).hasSize(1);
    }

    @Test
    void what_is_said_always_follows_the_last_line() {
        search.answers(SearchResult.notMet("549")).always(SearchResult.met("499"));

        assertThat(search.search(request("gpu")).answer()).isEqualTo("549");
        assertThat(search.search(request("gpu")).answer()).isEqualTo("499");
        assertThat(search.search(request("gpu")).answer()).isEqualTo("499");
    }

    @Test
    void an_unexpected_call_fails_the_test_with_what_was_expected() {
        search.answers(SearchResult.met("499"));
        search.search(request("gpu"));

        assertThatExceptionOfType(SearchException.class).isThrownBy(() -> search.search(request("cpu")));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(search::verify)
                .withMessage("""
                call 2 for all tasks, for task 'cpu' at 2026-03-01T09:00:00Z is not in the script for all tasks: \
                expected 1 call; the last were:
                  call 1 for all tasks, for task 'gpu' at 2026-03-01T09:00:00Z: met '499'
                add answers(...), fails(...) or always(...), or watch less""");
    }

    @Test
    void a_script_that_is_not_used_up_is_no_failure() {
        search.answers(SearchResult.met("499"));

        assertThatCode(search::verify).doesNotThrowAnyException();
        assertThat(search.remaining()).isEqualTo(1);
    }

    @Test
    void a_late_answer_is_given_up_when_its_thread_is_interrupted() {
        search.answersAfter(Duration.ofMinutes(1), SearchResult.met("late"));
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(SearchException.class).isThrownBy(() -> search.search(request("gpu")));

        assertThat(Thread.interrupted()).as("the interrupt is still set").isTrue();
    }

    @Test
    void a_late_answer_comes() {
        search.answersAfter(Duration.ofMillis(1), SearchResult.met("late"));

        assertThat(search.search(request("gpu")).answer()).isEqualTo("late");
    }

    @Test
    void a_notifier_is_dark_until_its_clock_has_moved_on() {
        notifier.darkFor(Duration.ofDays(1));

        assertThatExceptionOfType(DeliveryException.class).isThrownBy(() -> notifier.send(notification("499")));
        clock.advance(Duration.ofDays(1));
        notifier.send(notification("499"));

        assertThat(notifier.attempts()).hasSize(2);
        assertThat(notifier.notifications()).containsExactly(notification("499"));
    }

    @Test
    void a_key_that_comes_with_two_contents_fails_the_test() {
        notifier.send(notification("499"));
        notifier.send(notification("449"));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(notifier::verify)
                .withMessageContaining("key k1 of task 'gpu' came with two contents: '499' and '449'");
    }

    @Test
    void a_slow_notifier_gives_up_when_its_thread_is_interrupted() {
        notifier.slowBy(Duration.ofMinutes(1));
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(DeliveryException.class).isThrownBy(() -> notifier.send(notification("499")));

        assertThat(Thread.interrupted()).as("the interrupt is still set").isTrue();
        assertThat(notifier.notifications()).isEmpty();
    }

    @Test
    void a_clock_stands_still_until_it_is_set() {
        clock.set(NOW.plusSeconds(1));
        clock.advance(Duration.ofHours(1));

        assertThat(clock.instant()).isEqualTo("2026-03-01T10:00:01Z");
        assertThat(clock.withZone(ZoneOffset.UTC).instant()).isEqualTo(clock.instant());
    }

    private static SearchRequest request(String taskId) {
        return SearchRequest.of(MonitoringTask.builder(taskId, "@hourly").build(), NOW, NOW.plusSeconds(54));
    }

    private static Notification notification(String answer) {
        return Notification.builder("k1", 1, "gpu").answer(answer).build();
    }
}
