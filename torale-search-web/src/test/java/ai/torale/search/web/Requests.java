package ai.torale.search.web;

import ai.torale.Json;
import ai.torale.search.SearchRequest;
import ai.torale.task.MonitoringTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Requests as a check makes them. */
final class Requests {
    private Requests() {}

    static MonitoringTask task(WebPage page) {
        return task(page.attributes());
    }

    static MonitoringTask task(Map<String, String> attributes) {
        return MonitoringTask.builder("page", "*/5 * * * *")
                .attributes(attributes)
                .build();
    }

    /** A first check that has time enough. */
    static SearchRequest first(WebPage page) {
        return within(Duration.ofSeconds(30), page);
    }

    /** A first check that must answer within so long. */
    static SearchRequest within(Duration time, WebPage page) {
        Instant now = Instant.now();
        return SearchRequest.of(task(page), now, now.plus(time));
    }

    /** A check after one that left this state. */
    static SearchRequest after(Json state, WebPage page) {
        return first(page).withPrevious(state, Instant.EPOCH);
    }
}
