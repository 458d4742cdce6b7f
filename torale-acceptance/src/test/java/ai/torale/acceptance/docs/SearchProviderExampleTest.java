package ai.torale.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.Problem;
import ai.torale.search.SearchException;
import ai.torale.search.SearchProvider;
import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The search provider of docs/writing-a-search-provider.md. */
class SearchProviderExampleTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** A client of a warehouse. */
    interface Warehouse {
        OptionalInt stock(String article, Duration limit) throws BusyException;
    }

    static final class BusyException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    // tag::provider
    /** Says whether an article is in stock: attribute {@code article}. */
    static final class StockSearch implements SearchProvider {
        private final Warehouse warehouse;

        StockSearch(Warehouse warehouse) {
            this.warehouse = warehouse;
        }

        @Override
        public List<Problem> problems(MonitoringTask task) {
            return task.attributes().containsKey("article")
                    ? List.of()
                    : List.of(new Problem("ARTICLE_MISSING", "attributes", "article", "name the article to watch"));
        }

        @Override
        public SearchResult search(SearchRequest request) {
            String article = request.task().attributes().get("article");
            try {
                OptionalInt stock = warehouse.stock(article, Duration.between(Instant.now(), request.deadline()));
                if (stock.isEmpty()) {
                    return SearchResult.unknown("the warehouse is counting");
                }
                boolean met = stock.getAsInt() > 0;
                SearchResult result = met
                        ? SearchResult.met(article + ": " + stock.getAsInt() + " in stock")
                        : SearchResult.notMet(article + " is sold out");
                return result.withState(Map.of("in_stock", met)); // only what is worth telling
            } catch (BusyException e) {
                throw SearchException.rateLimited(Duration.ofSeconds(30), "the warehouse is busy");
            }
        }
    }
    // end::provider

    @Test
    void it_says_what_is_in_stock() {
        SearchResult result = new StockSearch((article, limit) -> OptionalInt.of(3)).search(request());

        assertThat(result.answer()).isEqualTo("gpu: 3 in stock");
    }

    @Test
    void what_cannot_be_read_is_unknown() {
        SearchResult result = new StockSearch((article, limit) -> OptionalInt.empty()).search(request());

        assertThat(result.conditionMet()).isEmpty();
    }

    @Test
    void a_busy_warehouse_asks_for_a_pause() {
        StockSearch search = new StockSearch((article, limit) -> {
            throw new BusyException();
        });

        assertThatExceptionOfType(SearchException.class)
                .isThrownBy(() -> search.search(request()))
                .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(30)));
    }

    @Test
    void a_task_without_an_article_is_refused() {
        MonitoringTask task = MonitoringTask.builder("gpu", "@hourly").build();

        assertThat(new StockSearch((article, limit) -> OptionalInt.empty()).problems(task))
                .extracting(Problem::code)
                .containsExactly("ARTICLE_MISSING");
    }

    private static SearchRequest request() {
        MonitoringTask task = MonitoringTask.builder("gpu", "@hourly")
                .attribute("article", "gpu")
                .build();
        return SearchRequest.of(task, NOW, NOW.plusSeconds(54));
    }
}
