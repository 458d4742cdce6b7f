package ai.torale.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.notify.DeliveryException;
import ai.torale.notify.Notification;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.ListedSchedule;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.testkit.RecordingNotifier;
import ai.torale.testkit.ScriptedSearch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The library itself on skipped time. */
class WatchedTaskTest {
    private final SkippedTimeServer server = SkippedTimeServer.builder()
            .startTime(Instant.parse("2024-04-01T00:00:00Z"))
            .start();
    private final ScriptedSearch search = new ScriptedSearch();
    private final RecordingNotifier notifier = new RecordingNotifier();
    private final Torale torale = Torale.builder(server.client())
            .searchProvider(search)
            .notifier("test", notifier)
            .clock(server.clock())
            .closeTimeout(Duration.ofSeconds(5))
            .build();

    @BeforeEach
    void start() {
        torale.start();
    }

    @AfterEach
    void close() {
        torale.close();
        server.close();
    }

    @Test
    void a_watched_task_is_checked_daily_and_tells_a_change_once() {
        search.answers(SearchResult.notMet("sold out"))
                .answers(SearchResult.met("in stock"))
                .answers(SearchResult.met("in stock"));
        torale.watch(task("0 9 * * *").build());

        server.advance(Duration.ofDays(3));

        assertThat(search.requests()).hasSize(3);
        assertThat(notifier.notifications()).extracting(Notification::answer).containsExactly("in stock");
    }

    @Test
    void a_once_task_falls_silent_and_is_paused() {
        search.answers(SearchResult.met("in stock"));
        torale.watch(task("0 9 * * *").notifyBehavior(NotifyBehavior.ONCE).build());

        server.advance(Duration.ofDays(4));

        assertThat(notifier.notifications()).hasSize(1);
        assertThat(torale.schedules().find("gpu").orElseThrow().paused()).isTrue();
    }

    @Test
    void a_notification_that_fails_for_long_is_delivered_beside_the_checks() {
        search.answers(SearchResult.met("in stock")).answers(SearchResult.met("in stock"));
        for (int i = 0; i < 5; i++) {
            notifier.fails(DeliveryException.transientFailure("the receiver is dark"));
        }
        torale.watch(task("0 9 * * *").build());

        server.advance(Duration.ofDays(2));

        assertThat(notifier.attempts()).hasSize(6);
        assertThat(notifier.notifications()).hasSize(1);
    }

    @Test
    void watching_again_writes_nothing() {
        MonitoringTask task = task("*/15 9-17 * * MON-FRI").build();
        torale.watch(task);
        Instant before = torale.schedules().find("gpu").orElseThrow().createdAt();

        torale.watch(task);

        assertThat(torale.schedules().find("gpu").orElseThrow().createdAt()).isEqualTo(before);
        assertThat(torale.schedules().update(task).name()).isEqualTo("UNCHANGED");
    }

    @Test
    void an_interval_is_watched_as_well() {
        search.answers(SearchResult.notMet("sold out")).answers(SearchResult.notMet("sold out"));
        torale.watch(task("@every 12h").build());

        server.advance(Duration.ofDays(1));

        assertThat(search.requests()).hasSize(2);
        assertThat(torale.schedules().find("gpu").orElseThrow().cron()).isEqualTo("@every 12h");
    }

    @Test
    void a_check_on_demand_is_started_and_a_second_one_in_the_same_second_too() {
        search.answers(SearchResult.notMet("sold out")).answers(SearchResult.notMet("sold out"));
        torale.watch(task("0 9 1 1 *").build());

        Triggered first = torale.checkNow("gpu");
        server.advance(Duration.ZERO);
        Triggered second = torale.checkNow("gpu");

        assertThat(List.of(first.status(), second.status())).containsOnly(Triggered.Status.STARTED);
    }

    @Test
    void a_listing_shows_what_is_watched_until_it_is_no_more() {
        torale.watch(task("0 9 * * *").build());
        List<String> watched =
                torale.schedules().list().map(ListedSchedule::cron).toList();

        torale.unwatch("gpu");

        assertThat(watched).containsExactly("0 9 * * *");
        assertThat(torale.schedules().list()).isEmpty();
    }

    private static MonitoringTask.Builder task(String cron) {
        return MonitoringTask.builder("gpu", cron).searchQuery("the price");
    }
}
