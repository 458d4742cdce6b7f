package ai.torale.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.torale.search.SearchException;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AdvanceTest {
    @Test
    void a_check_that_is_tried_again_is_waited_for_and_no_later_one() {
        try (ToraleTestEnvironment torale = ToraleTestEnvironment.start()) {
            Instant end = torale.now().plusSeconds(10);
            torale.search().always(request -> {
                throw SearchException.transientFailure("the shop is down");
            });
            torale.watch(MonitoringTask.builder("gpu", "@every 1s").build());

            torale.advanceTo(end);

            assertThat(torale.checks("gpu"))
                    .filteredOn(check -> !check.scheduledAt().isAfter(end))
                    .extracting(CheckStory::outcome)
                    .hasSize(3) // a check that is tried for three seconds leaves the next ones out
                    .containsOnly("failed");
            assertThat(torale.now()).isBefore(end.plus(Duration.ofMinutes(1)));
        }
    }

    @Test
    void settings_of_the_in_process_server_are_the_environments_too() {
        try (ToraleTestEnvironment torale = ToraleTestEnvironment.builder()
                .skippedTime(server -> server.scheduledRunsLimit(3))
                .start()) {
            torale.search().always(SearchResult.notMet("549"));
            torale.watch(MonitoringTask.builder("gpu", "@daily").build());

            assertThat(catchThrowable(() -> torale.advance(Duration.ofDays(5))))
                    .hasMessageContaining("schedule 'task-gpu' was woken 3 times");
        }
    }
}
