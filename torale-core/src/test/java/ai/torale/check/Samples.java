package ai.torale.check;

import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import java.time.Instant;

/** A task, its checks at nine o'clock, and what they conclude. */
final class Samples {
    static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    private Samples() {}

    static MonitoringTask task(NotifyBehavior behavior) {
        return MonitoringTask.builder("gpu-price", "0 9 * * *")
                .notifyBehavior(behavior)
                .build();
    }

    static CheckRun run(MonitoringTask task, String checkId) {
        return new CheckRun(task, "e1", checkId, NINE);
    }

    static Evaluation evaluate(MonitoringTask task, SearchResult result, Baseline baseline) {
        return Check.builder().clock(() -> NINE).build().evaluate(run(task, "c1"), result, baseline);
    }

    static SearchResult met(String state) {
        return SearchResult.met("in stock").withStateJson(state);
    }

    static SearchResult notMet(String state) {
        return SearchResult.notMet("sold out").withStateJson(state);
    }
}
