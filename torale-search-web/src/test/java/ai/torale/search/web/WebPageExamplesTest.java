package ai.torale.search.web;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of docs/web-pages.md. */
@Timeout(60)
class WebPageExamplesTest {
    @Test
    void a_task_watches_a_price() {
        // tag::task
        MonitoringTask task = MonitoringTask.builder("gpu-price", "*/5 * * * *")
                .attributes(WebPageSearch.page("https://shop.example/gpu")
                        .select("span.price")
                        .below(500)
                        .attributes())
                .build();
        // end::task

        assertThat(WebPageSearch.create().problems(task)).isEmpty();
        assertThat(task.attributes())
                .isEqualTo(Map.of("url", "https://shop.example/gpu", "select", "span.price", "below", "500"));
    }

    @Test
    void each_condition_is_one_word() {
        // tag::conditions
        WebPage page = WebPageSearch.page("https://shop.example/gpu");

        page.changes(); // the text of the whole page
        page.select("main article").changes(); // only what the selector finds
        page.select(".stock").contains("in stock");
        page.select("span.price").below(500);
        page.select("span.price").above(499.99);
        // end::conditions

        assertThat(page.select(".stock").contains("in stock").attributes()).containsEntry("contains", "in stock");
    }

    @Test
    void a_search_is_made_with_options() {
        // tag::options
        WebPageSearch search = WebPageSearch.builder()
                .userAgent("ExampleShopWatch/1.0 (+https://host.example/bot)")
                .connectTimeout(Duration.ofSeconds(5))
                .maxBodySize(8 * 1024 * 1024)
                .httpClient(client ->
                        client.proxy(ProxySelector.of(InetSocketAddress.createUnresolved("proxy.example", 3128))))
                .build();
        // end::options

        assertThat(search).isNotNull();
    }

    @Test
    void a_page_is_tried_without_a_schedule() {
        try (TestSite site = TestSite.start().serves("/gpu", "<span class=price>489,00 €</span>")) {
            MonitoringTask task = MonitoringTask.builder("gpu-price", "*/5 * * * *")
                    .attributes(WebPageSearch.page(site.url("/gpu"))
                            .select("span.price")
                            .below(500)
                            .attributes())
                    .build();

            // tag::try
            Instant now = Instant.now();
            SearchResult result = WebPageSearch.create().search(SearchRequest.of(task, now, now.plusSeconds(30)));

            result.conditionMet(); // Optional[true]; empty when the page could not be read, reasoning() says why
            result.answer(); // span.price is 489,00 €, below 500
            // end::try

            assertThat(result.conditionMet()).contains(true);
            assertThat(result.answer()).isEqualTo("span.price is 489,00 €, below 500");
        }
    }
}
