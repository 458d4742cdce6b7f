package ai.torale.example.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.search.web.WebPageSearch;
import ai.torale.task.MonitoringTask;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoPageTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;

    @Test
    void the_price_falls_below_the_limit_seven_seconds_after_the_first_visit() throws IOException {
        try (DemoPage page = open(Optional.empty())) {
            assertThat(page.visit()).isEqualTo(549);

            now = now.plusMillis(6_999);
            assertThat(page.visit()).isEqualTo(549);

            now = now.plusMillis(1);
            assertThat(page.visit()).isEqualTo(499).isLessThan(DemoPage.LIMIT);
        }
    }

    @Test
    void the_price_waits_for_its_first_visitor() throws IOException {
        try (DemoPage page = open(Optional.empty())) {
            now = now.plusSeconds(3_600);

            assertThat(page.visit()).isEqualTo(549);
        }
    }

    @Test
    void the_price_goes_on_from_where_it_was_seen_last() throws IOException {
        try (DemoPage page = open(Optional.of(new BigDecimal("499")))) {
            assertThat(page.visit()).isEqualTo(499);

            now = now.plusSeconds(7);
            assertThat(page.visit()).isEqualTo(479);
        }
    }

    @Test
    void a_price_that_it_never_had_begins_anew() throws IOException {
        try (DemoPage page = open(Optional.of(new BigDecimal("1")))) {
            assertThat(page.visit()).isEqualTo(549);
        }
    }

    @Test
    void from_every_price_a_new_one_below_the_limit_comes_within_half_a_minute() throws IOException {
        for (int start : new int[] {549, 499, 529, 479, 519, 489}) {
            try (DemoPage page = open(Optional.of(BigDecimal.valueOf(start)))) {
                Instant opened = now;
                int last;
                do {
                    last = page.visit();
                    now = now.plusSeconds(1);
                } while (page.visit() == last || page.visit() >= DemoPage.LIMIT);

                assertThat(Duration.between(opened, now)).isLessThan(Duration.ofSeconds(30));
            }
        }
    }

    @Test
    void a_web_search_reads_the_price() throws IOException {
        try (DemoPage page = open(Optional.empty())) {
            MonitoringTask task = MonitoringTask.builder("gpu", "@hourly")
                    .attributes(WebPageSearch.page(page.url())
                            .select("span.price")
                            .below(DemoPage.LIMIT)
                            .attributes())
                    .build();
            Instant today = Instant.now();

            SearchResult result = WebPageSearch.create().search(SearchRequest.of(task, today, today.plusSeconds(30)));

            assertThat(result.answer()).isEqualTo("span.price is 549 €, not below 500");
        }
    }

    @Test
    void a_named_port_that_is_taken_is_refused() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(UsageException.class)
                    .isThrownBy(() -> DemoPage.reserve(Optional.of(taken.getLocalPort()), clock))
                    .withMessageContaining("QUICKSTART_PORT");
        }
    }

    private DemoPage open(Optional<BigDecimal> lastSeen) throws IOException {
        DemoPage page = DemoPage.reserve(Optional.of(0), clock);
        page.open(lastSeen);
        return page;
    }
}
