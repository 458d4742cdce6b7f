package ai.torale.temporal;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.check.Check;
import ai.torale.notify.Notifier;
import ai.torale.search.SearchProvider;
import ai.torale.state.SemanticComparison;
import ai.torale.state.StateStore;
import ai.torale.task.MonitoringTask;
import ai.torale.task.TaskSource;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.ScheduleManagerBuilder;
import ai.torale.temporal.schedule.ScheduleOptions;
import ai.torale.temporal.workflow.ActivityPlan;
import ai.torale.temporal.workflow.MonitoringActivities;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects the parts and settings of a {@link Torale}; not safe for several threads. */
public final class ToraleBuilder {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

    final WorkflowClient client;
    final Check.Builder check = Check.builder();
    final List<Problem> problems = new ArrayList<>();

    @Nullable TaskSource tasks;

    UnaryOperator<MonitoringActivities> activities = library -> library;
    ActivityPlan plan = ActivityPlan.defaults();
    String taskQueue = "torale-workers";
    String scope = "";
    int concurrentActivities = 10;
    Duration executionTimeout = Duration.ofMinutes(15);
    Duration minimumPeriod = Duration.ofMinutes(1);
    Duration callTimeout = Duration.ofSeconds(10);
    int callsPerSecond = 10;
    Duration closeTimeout = Duration.ofSeconds(30);
    InstantSource clock = InstantSource.system();
    Function<MonitoringTask, ScheduleOptions> scheduleOptions = task -> ScheduleOptions.defaults();

    private boolean activitiesReplaced;

    ToraleBuilder(WorkflowClient client) {
        this.client = Objects.requireNonNull(client, "client");
    }

    /** The search provider for tasks that name none. Default: none. */
    public ToraleBuilder searchProvider(SearchProvider provider) {
        return searchProvider(Check.DEFAULT_PROVIDER, provider);
    }

    /**
     * A search provider under the name by which tasks choose it, {@code [a-z0-9-]{1,32}}; it replaces an earlier one of
     * that name. Default: none.
     */
    public ToraleBuilder searchProvider(String name, SearchProvider provider) {
        checkName("searchProvider", name);
        check.searchProvider(name, provider);
        return this;
    }

    /** A notifier under a channel's name, {@code [a-z0-9-]{1,32}}; it replaces an earlier one. Default: none. */
    public ToraleBuilder notifier(String channel, Notifier notifier) {
        checkName("notifier", channel);
        check.notifier(channel, notifier);
        return this;
    }

    /** Keeps states and deliveries in a store. Default: none, Temporal carries the state. */
    public ToraleBuilder stateStore(StateStore store) {
        check.stateStore(store);
        return this;
    }

    /** How long a store keeps deliveries that were delivered or given up, a day at least. Default: 30 days. */
    public ToraleBuilder deliveryRetention(Duration retention) {
        check.retention(retention);
        return this;
    }

    /** Reads tasks from the host at every check. Default: none, schedules carry their tasks. */
    public ToraleBuilder taskSource(TaskSource tasks) {
        this.tasks = Objects.requireNonNull(tasks, "tasks");
        return this;
    }

    /** Asks whether different states mean the same. Default: they never do. */
    public ToraleBuilder semanticComparison(SemanticComparison comparison) {
        check.semanticComparison(comparison);
        return this;
    }

    /** Wraps or replaces the library's activities. Default: they are used as they are. */
    public ToraleBuilder activities(UnaryOperator<MonitoringActivities> wrap) {
        this.activities = Objects.requireNonNull(wrap, "wrap");
        this.activitiesReplaced = true;
        return this;
    }

    /**
     * Changes one activity's time limits, attempts or task queue. Default: {@link ActivityPlan}.
     *
     * @param activityType one of the names in {@link MonitoringActivities}
     * @param change is given the options so far
     */
    public ToraleBuilder activityOptions(String activityType, UnaryOperator<ActivityOptions.Builder> change) {
        try {
            plan = plan.with(activityType, change);
        } catch (IllegalArgumentException e) {
            problems.add(
                    new Problem("ACTIVITY_OPTIONS", "activityOptions", activityType, String.valueOf(e.getMessage())));
        }
        return this;
    }

    /** Has another task queue serve one activity, by a worker in any language. Default: the worker's own. */
    public ToraleBuilder activityTaskQueue(String activityType, String taskQueue) {
        return activityOptions(activityType, options -> options.setTaskQueue(taskQueue));
    }

    /** The task queue of checks. Default: {@code torale-workers}. */
    public ToraleBuilder taskQueue(String taskQueue) {
        this.taskQueue = Objects.requireNonNull(taskQueue, "taskQueue");
        return this;
    }

    /** What stands before every schedule and workflow id, so that installations share a namespace. Default: nothing. */
    public ToraleBuilder scope(String scope) {
        this.scope = Objects.requireNonNull(scope, "scope");
        return this;
    }

    /** How many activities the worker of {@link Torale#start()} runs at once. Default: 10. */
    public ToraleBuilder concurrentActivities(int concurrentActivities) {
        this.concurrentActivities = concurrentActivities;
        return this;
    }

    /** After how long the server ends a check that has not ended by itself. Default: 15 minutes. */
    public ToraleBuilder executionTimeout(Duration executionTimeout) {
        this.executionTimeout = Objects.requireNonNull(executionTimeout, "executionTimeout");
        return this;
    }

    /** The shortest time between two fires that a task may ask for. Default: 1 minute. */
    public ToraleBuilder minimumPeriod(Duration minimumPeriod) {
        this.minimumPeriod = Objects.requireNonNull(minimumPeriod, "minimumPeriod");
        return this;
    }

    /** Which options a task's schedule gets. Default: {@link ScheduleOptions#defaults()} for each. */
    public ToraleBuilder scheduleOptions(Function<MonitoringTask, ScheduleOptions> options) {
        this.scheduleOptions = Objects.requireNonNull(options, "options");
        return this;
    }

    /** How long a call to the server may take in all, with its repetitions. Default: 10 seconds. */
    public ToraleBuilder callTimeout(Duration callTimeout) {
        this.callTimeout = Objects.requireNonNull(callTimeout, "callTimeout");
        return this;
    }

    /** How many calls a second a reconciliation makes. Default: 10, Temporal Cloud's limit. */
    public ToraleBuilder callsPerSecond(int callsPerSecond) {
        this.callsPerSecond = callsPerSecond;
        return this;
    }

    /** How long {@link Torale#close()} waits for running activities. Default: 30 seconds. */
    public ToraleBuilder closeTimeout(Duration closeTimeout) {
        this.closeTimeout = Objects.requireNonNull(closeTimeout, "closeTimeout");
        return this;
    }

    /** What time it is, for checks, previews and the age of schedules. Default: the system's clock. */
    public ToraleBuilder clock(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Checks everything and makes the library's front door; asks no server.
     *
     * @throws InvalidException naming every problem at once
     */
    public Torale build() {
        List<Problem> all = new ArrayList<>(problems);
        ScheduleManagerBuilder schedules = ScheduleManager.builder(client)
                .taskQueue(taskQueue)
                .scope(scope)
                .carriesTasks(tasks == null)
                .executionTimeout(executionTimeout)
                .minimumPeriod(minimumPeriod)
                .callTimeout(callTimeout)
                .callsPerSecond(callsPerSecond)
                .options(scheduleOptions)
                .clock(clock);
        all.addAll(schedules.problems());
        if (concurrentActivities < 1) {
            all.add(new Problem(
                    "CONCURRENT_ACTIVITIES",
                    "concurrentActivities",
                    String.valueOf(concurrentActivities),
                    "use 1 or more"));
        }
        if (closeTimeout.isNegative()) {
            all.add(new Problem("DURATION", "closeTimeout", closeTimeout.toString(), "use 0 or more"));
        }
        if (plan.worstCase().compareTo(executionTimeout) > 0) {
            all.add(new Problem(
                    "EXECUTION_TIMEOUT",
                    "executionTimeout",
                    executionTimeout.toString(),
                    "a check may take " + plan.worstCase() + " with these activity options; allow that much"));
        }
        ConverterCheck.problem(client.getOptions().getDataConverter()).ifPresent(all::add);
        InvalidException.throwIfAny("this Torale", all);
        Check parts = check.clock(clock).build();
        return new Torale(
                this, parts, schedules.taskRules(task -> problems(task, parts)).build());
    }

    /** What is wrong with a task for a host with these parts; one without providers or notifiers only schedules. */
    private static List<Problem> problems(MonitoringTask task, Check parts) {
        List<Problem> problems = new ArrayList<>(parts.problems(task));
        if (!parts.channels().isEmpty()) {
            task.channels().stream()
                    .filter(channel -> !parts.channels().contains(channel))
                    .map(channel -> new Problem(
                            "CHANNEL_UNKNOWN",
                            "channels",
                            channel,
                            "register a notifier for it; there are " + parts.channels()))
                    .forEach(problems::add);
        }
        task.provider()
                .filter(provider ->
                        !parts.providers().isEmpty() && !parts.providers().contains(provider))
                .map(provider -> new Problem(
                        "PROVIDER_UNKNOWN", "provider", provider, "register it; there are " + parts.providers()))
                .ifPresent(problems::add);
        return problems;
    }

    /** What a worker would miss; a host that replaces or routes activities knows what it does. */
    List<Problem> missingForWorker(Check parts) {
        List<Problem> missing = new ArrayList<>();
        if (parts.providers().isEmpty() && !isServedOtherwise(MonitoringActivities.SEARCH)) {
            missing.add(
                    new Problem("PROVIDER_MISSING", "searchProvider", "", "register a search provider to run checks"));
        }
        if (parts.channels().isEmpty() && !isServedOtherwise(MonitoringActivities.SEND)) {
            missing.add(new Problem("NOTIFIER_MISSING", "notifier", "", "register a notifier to run checks"));
        }
        return missing;
    }

    private boolean isServedOtherwise(String activityType) {
        return activitiesReplaced || plan.routesElsewhere(activityType);
    }

    private void checkName(String field, String name) {
        if (!NAME.matcher(name).matches()) {
            problems.add(new Problem("NAME", field, name, "use 1 to 32 characters of a-z 0-9 -"));
        }
    }
}
