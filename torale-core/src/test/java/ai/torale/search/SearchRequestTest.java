package ai.torale.search;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Json;
import ai.torale.task.MonitoringTask;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchRequestTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    private final MonitoringTask task =
            MonitoringTask.builder("gpu-price", "0 9 * * *").build();

    @Test
    void a_first_check_knows_nothing_from_before() {
        SearchRequest request = SearchRequest.of(task, NINE, NINE.plusSeconds(54));

        assertThat(request.task()).isEqualTo(task);
        assertThat(request.scheduledAt()).isEqualTo(NINE);
        assertThat(request.deadline()).isEqualTo(NINE.plusSeconds(54));
        assertThat(request.previousState()).isEmpty();
        assertThat(request.lastCheckedAt()).isEmpty();
    }

    @Test
    void a_later_check_knows_the_last_state_and_when_it_was_made() {
        SearchRequest request = SearchRequest.of(task, NINE, NINE.plusSeconds(54))
                .withPrevious(Json.parse("{\"price\":499}"), NINE.minusSeconds(300));

        assertThat(request.previousState()).contains(Json.parse("{\"price\":499}"));
        assertThat(request.lastCheckedAt()).contains(NINE.minusSeconds(300));
    }

    @Test
    void a_provider_finds_no_problem_with_a_task_unless_it_says_so() {
        SearchProvider provider = request -> SearchResult.met("in stock");

        assertThat(provider.problems(task)).isEqualTo(List.of());
    }
}
