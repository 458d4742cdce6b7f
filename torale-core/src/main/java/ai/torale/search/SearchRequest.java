package ai.torale.search;

import ai.torale.Json;
import ai.torale.task.MonitoringTask;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a search provider is asked: the task, what was known before, and until when to answer. */
public final class SearchRequest {
    private final MonitoringTask task;
    private final Instant scheduledAt;
    private final Instant deadline;
    private final @Nullable Json previousState;
    private final @Nullable Instant lastCheckedAt;

    private SearchRequest(
            MonitoringTask task,
            Instant scheduledAt,
            Instant deadline,
            @Nullable Json previousState,
            @Nullable Instant lastCheckedAt) {
        this.task = Objects.requireNonNull(task, "task");
        this.scheduledAt = Objects.requireNonNull(scheduledAt, "scheduledAt");
        this.deadline = Objects.requireNonNull(deadline, "deadline");
        this.previousState = previousState;
        this.lastCheckedAt = lastCheckedAt;
    }

    /** The request of a first check. */
    public static SearchRequest of(MonitoringTask task, Instant scheduledAt, Instant deadline) {
        return new SearchRequest(task, scheduledAt, deadline, null, null);
    }

    /** The same request with what the last committed check knew. */
    public SearchRequest withPrevious(Json state, Instant checkedAt) {
        return new SearchRequest(
                task,
                scheduledAt,
                deadline,
                Objects.requireNonNull(state, "state"),
                Objects.requireNonNull(checkedAt, "checkedAt"));
    }

    /** The task whose question is asked. */
    public MonitoringTask task() {
        return task;
    }

    /** The time for which the schedule planned this check: the same at every retry. */
    public Instant scheduledAt() {
        return scheduledAt;
    }

    /** When the answer must be there at the latest; differs from retry to retry. */
    public Instant deadline() {
        return deadline;
    }

    /** The state of the last committed check of the same question; empty at a first check. */
    public Optional<Json> previousState() {
        return Optional.ofNullable(previousState);
    }

    /** When that check was made; empty at a first check. */
    public Optional<Instant> lastCheckedAt() {
        return Optional.ofNullable(lastCheckedAt);
    }
}
