package ai.torale.check;

import ai.torale.InvalidException;
import ai.torale.Json;
import ai.torale.Problem;
import ai.torale.notify.DeliveryException;
import ai.torale.notify.Notification;
import ai.torale.notify.Notifier;
import ai.torale.search.SearchException;
import ai.torale.search.SearchProvider;
import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.state.Commit;
import ai.torale.state.Committed;
import ai.torale.state.Delivery;
import ai.torale.state.SemanticComparison;
import ai.torale.state.Settlement;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import ai.torale.state.StoreException;
import ai.torale.task.MonitoringTask;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One check, step by step, as plain code: ask, compare and commit, tell.
 *
 * <p>It knows nothing of Temporal, which carries the steps and repeats each until it succeeds. Safe for many threads.
 */
public final class Check {
    /** The largest search result, all parts together, as JSON in UTF-8 bytes. */
    public static final int MAX_RESULT_BYTES = 256 * 1024;

    /** The largest structured state that a {@link StateStore} is given, as JSON in UTF-8 bytes. */
    public static final int MAX_STORED_STATE_BYTES = 64 * 1024;

    /** The largest structured state that is carried from check to check: 16 KiB less what surrounds it. */
    public static final int MAX_CARRIED_STATE_BYTES = 15 * 1024;

    /** The name of a search provider that was registered without one. */
    public static final String DEFAULT_PROVIDER = "default";

    private final Map<String, SearchProvider> providers;
    private final Map<String, Notifier> notifiers;
    private final @Nullable StateStore store;
    private final Evaluator evaluator;
    private final InstantSource clock;
    private final Upkeep upkeep;

    private Check(Builder builder) {
        this.providers = new TreeMap<>(builder.providers);
        this.notifiers = new TreeMap<>(builder.notifiers);
        this.store = builder.store;
        this.evaluator =
                new Evaluator(builder.comparison, store == null ? MAX_CARRIED_STATE_BYTES : MAX_STORED_STATE_BYTES);
        this.clock = builder.clock;
        this.upkeep = new Upkeep(builder.retention);
    }

    /** Starts with no provider, no notifier and no store. */
    public static Builder builder() {
        return new Builder();
    }

    /** The names of the search providers, in alphabetical order. */
    public Set<String> providers() {
        return new TreeSet<>(providers.keySet());
    }

    /** The names of the channels, in alphabetical order. */
    public Set<String> channels() {
        return new TreeSet<>(notifiers.keySet());
    }

    /** The channels that a task tells: those it names, else all. */
    public Set<String> channelsOf(MonitoringTask task) {
        return task.channels().isEmpty() ? channels() : task.channels();
    }

    /** Where states are kept; empty when Temporal carries them. */
    public Optional<StateStore> store() {
        return Optional.ofNullable(store);
    }

    /** What the task's provider finds wrong with it; none when the provider is not registered here. */
    public List<Problem> problems(MonitoringTask task) {
        return find(task).map(provider -> provider.problems(task)).orElse(List.of());
    }

    /**
     * Asks the task's provider.
     *
     * @throws SearchException when the provider is missing (transient: a deploy may be half done), refuses the task,
     *     fails, breaks its contract, or answers more than {@link #MAX_RESULT_BYTES}
     */
    public SearchResult search(SearchRequest request) {
        MonitoringTask task = request.task();
        SearchProvider provider = find(task)
                .orElseThrow(() -> SearchException.transientFailure("no search provider '"
                        + task.provider().orElse(DEFAULT_PROVIDER)
                        + "' is registered with this worker; it has "
                        + providers.keySet()));
        @Nullable List<Problem> problems = provider.problems(task);
        if (problems == null) {
            throw answeredNull(task, "answer an empty list instead");
        }
        if (!problems.isEmpty()) {
            throw SearchException.permanentFailure(
                    InvalidException.of("task '" + task.id() + "'", problems).getMessage());
        }
        @Nullable SearchResult result = provider.search(request);
        if (result == null) {
            throw answeredNull(task, "answer SearchResult.unknown(reason) instead");
        }
        long bytes = size(result);
        if (bytes > MAX_RESULT_BYTES) {
            throw SearchException.tooLarge("the search result of task '" + task.id() + "' takes " + bytes + " bytes, "
                    + MAX_RESULT_BYTES + " are allowed");
        }
        return result;
    }

    /** What a check would conclude: compares and decides, writes and tells nothing. */
    public Evaluation evaluate(CheckRun run, SearchResult result, Baseline baseline) {
        return evaluator.evaluate(run, result, baseline, clock.instant());
    }

    /**
     * Compares and decides, and commits where there is a store.
     *
     * @param carried what Temporal carries; a store that knows the task goes before it, and one that does not adopts it
     */
    public Evaluation compare(CheckRun run, SearchResult result, Baseline carried) {
        if (store == null) {
            return evaluate(run, result, carried);
        }
        String taskId = run.task().id();
        Optional<State> stored = stored(taskId, store);
        Baseline baseline = stored.map(Baseline::of).orElse(carried);
        Evaluation evaluation = evaluate(run, result, baseline);
        if (evaluation.next().isEmpty()) {
            return evaluation;
        }
        List<Delivery> enqueue = evaluation.notification().stream()
                .flatMap(notification -> channelsOf(run.task()).stream()
                        .map(channel -> Delivery.pending(run.epoch(), channel, notification)))
                .toList();
        long expected = stored.map(State::version).orElse(0L);
        State next = evaluation.next().get();
        @Nullable Committed committed = store.commit(new Commit(taskId, run.checkId(), expected, next, enqueue));
        if (committed == null) {
            throw StoreException.invalid("the state store answered null to the commit of task '" + taskId + "'");
        }
        return switch (committed.outcome()) {
            case APPLIED -> {
                upkeep.after(store, clock.instant());
                yield evaluation;
            }
            case REPEATED ->
                evaluation.repeated(
                        stored(taskId, store).orElse(next),
                        committed.enqueued().stream().findFirst().map(Delivery::notification));
            case SUPERSEDED -> Evaluation.nothing(Outcome.SUPERSEDED, "Another check of this task was faster");
            case DELETED -> Evaluation.nothing(Outcome.SKIPPED, "The task is no longer watched");
        };
    }

    private static Optional<State> stored(String taskId, StateStore store) {
        Optional<State> stored = store.find(taskId);
        if (stored == null) {
            throw StoreException.invalid("the state store answered null when asked for task '" + taskId + "'");
        }
        return stored;
    }

    /**
     * Tells one channel, and notes the receipt, or why there is none, where there is a store.
     *
     * @throws DeliveryException when the channel is missing (transient: a deploy may be half done) or fails
     */
    public void send(String epoch, String channel, Notification notification) {
        Notifier notifier = notifiers.get(channel);
        if (notifier == null) {
            throw DeliveryException.transientFailure(
                    "no notifier '" + channel + "' is registered with this worker; it has " + notifiers.keySet());
        }
        try {
            notifier.send(notification);
        } catch (RuntimeException e) {
            noteFailure(channel, notification, e);
            throw e;
        }
        if (store != null) {
            store.settle(Settlement.delivered(channel, notification, clock.instant()));
        }
    }

    /** The words of a foreign exception may hold a secret. */
    private void noteFailure(String channel, Notification notification, RuntimeException failure) {
        if (store == null) {
            return;
        }
        String error = failure instanceof DeliveryException
                ? String.valueOf(failure.getMessage())
                : "it failed with " + failure.getClass().getName();
        try {
            store.settle(Settlement.failed(channel, notification, error, clock.instant()));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private Optional<SearchProvider> find(MonitoringTask task) {
        boolean onlyOne = task.provider().isEmpty() && providers.size() == 1;
        return onlyOne
                ? providers.values().stream().findFirst()
                : Optional.ofNullable(providers.get(task.provider().orElse(DEFAULT_PROVIDER)));
    }

    private static SearchException answeredNull(MonitoringTask task, String remedy) {
        return SearchException.permanentFailure(
                "the search provider of task '" + task.id() + "' answered null; " + remedy);
    }

    private static long size(SearchResult result) {
        long sources = result.sources().stream()
                .mapToLong(source -> (long) Json.sizeOf(source.url()) + Json.sizeOf(source.title()) + 4)
                .sum();
        int state = result.state().map(Json::size).orElse(0);
        return 64L + Json.sizeOf(result.answer()) + Json.sizeOf(result.reasoning()) + sources + state;
    }

    /** Collects the parts that a check needs; not safe for several threads. */
    public static final class Builder {
        private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

        private final Map<String, SearchProvider> providers = new TreeMap<>();
        private final Map<String, Notifier> notifiers = new TreeMap<>();
        private @Nullable StateStore store;
        private Duration retention = Upkeep.DEFAULT_RETENTION;
        private SemanticComparison comparison = (task, previous, next) -> false;
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /**
         * Registers a search provider under a name of 1 to 32 characters a-z 0-9 -, replacing an earlier one of that
         * name. Default: none.
         */
        public Builder searchProvider(String name, SearchProvider provider) {
            providers.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(provider, "provider"));
            return this;
        }

        /**
         * Registers a notifier under a channel's name of 1 to 32 characters a-z 0-9 -, replacing an earlier one of that
         * name. Default: none.
         */
        public Builder notifier(String channel, Notifier notifier) {
            notifiers.put(Objects.requireNonNull(channel, "channel"), Objects.requireNonNull(notifier, "notifier"));
            return this;
        }

        /** Keeps states and deliveries in a store. Default: none, Temporal carries the state. */
        public Builder stateStore(StateStore store) {
            this.store = Objects.requireNonNull(store, "store");
            return this;
        }

        /** How long a store keeps deliveries that were delivered or given up. Default: 30 days. */
        public Builder retention(Duration retention) {
            this.retention = Objects.requireNonNull(retention, "retention");
            return this;
        }

        /** Asks whether different states mean the same. Default: they never do. */
        public Builder semanticComparison(SemanticComparison comparison) {
            this.comparison = Objects.requireNonNull(comparison, "comparison");
            return this;
        }

        /** What time it is. Default: the system's clock. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Makes the check.
         *
         * @throws InvalidException naming every problem at once
         */
        public Check build() {
            List<Problem> problems = new ArrayList<>();
            providers.keySet().forEach(name -> name(problems, "PROVIDER_NAME", "searchProvider", name));
            notifiers.keySet().forEach(name -> name(problems, "CHANNEL_NAME", "notifier", name));
            if (retention.compareTo(Upkeep.MIN_RETENTION) < 0) {
                problems.add(
                        new Problem("RETENTION", "retention", "" + retention, "keep deliveries for a day at least"));
            }
            InvalidException.throwIfAny("the check", problems);
            return new Check(this);
        }

        private static void name(List<Problem> problems, String code, String field, String name) {
            if (!NAME.matcher(name).matches()) {
                problems.add(new Problem(code, field, name, "use 1 to 32 characters of a-z 0-9 - for each name"));
            }
        }
    }
}
