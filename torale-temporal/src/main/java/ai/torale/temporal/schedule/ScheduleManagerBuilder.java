package ai.torale.temporal.schedule;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.task.MonitoringTask;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Collects the settings of a schedule manager; not safe for several threads. */
public final class ScheduleManagerBuilder {
    private static final Pattern SCOPE = Pattern.compile("(?!" + ScheduleSettings.SCHEDULE + ")[A-Za-z0-9_-]{0,50}");

    final WorkflowClient client;
    String taskQueue = "torale-workers";
    String scope = "";
    boolean carriesTasks = true;
    Duration executionTimeout = Duration.ofMinutes(15);
    Duration minimumPeriod = Duration.ofMinutes(1);
    Duration callTimeout = Duration.ofSeconds(10);
    int callsPerSecond = 10;
    InstantSource clock = InstantSource.system();
    Function<MonitoringTask, ScheduleOptions> options = task -> ScheduleOptions.defaults();
    Function<MonitoringTask, List<Problem>> taskRules = task -> List.of();

    ScheduleManagerBuilder(WorkflowClient client) {
        this.client = Objects.requireNonNull(client, "client");
    }

    /** The task queue on which the checks run. Default: {@code torale-workers}. */
    public ScheduleManagerBuilder taskQueue(String taskQueue) {
        this.taskQueue = Objects.requireNonNull(taskQueue, "taskQueue");
        return this;
    }

    /**
     * What stands, with a dot, before every schedule and workflow id, so that several installations share a
     * namespace; at most 50 of {@code A-Z a-z 0-9 _ -}, and not beginning with {@code task-}. Default: nothing.
     */
    public ScheduleManagerBuilder scope(String scope) {
        this.scope = Objects.requireNonNull(scope, "scope");
        return this;
    }

    /** Whether schedules carry their tasks; if not, each check asks the host's task source. Default: true. */
    public ScheduleManagerBuilder carriesTasks(boolean carriesTasks) {
        this.carriesTasks = carriesTasks;
        return this;
    }

    /** After how long the server ends a check that has not ended by itself. Default: 15 minutes. */
    public ScheduleManagerBuilder executionTimeout(Duration executionTimeout) {
        this.executionTimeout = Objects.requireNonNull(executionTimeout, "executionTimeout");
        return this;
    }

    /** The shortest time between two fires that a task may ask for; at least 1 second. Default: 1 minute. */
    public ScheduleManagerBuilder minimumPeriod(Duration minimumPeriod) {
        this.minimumPeriod = Objects.requireNonNull(minimumPeriod, "minimumPeriod");
        return this;
    }

    /** How long a call may take in all, with its repetitions. Default: 10 seconds. */
    public ScheduleManagerBuilder callTimeout(Duration callTimeout) {
        this.callTimeout = Objects.requireNonNull(callTimeout, "callTimeout");
        return this;
    }

    /** How many calls a second a reconciliation makes; 1 or more. Default: 10, Temporal Cloud's limit. */
    public ScheduleManagerBuilder callsPerSecond(int callsPerSecond) {
        this.callsPerSecond = callsPerSecond;
        return this;
    }

    /**
     * Which options a task's schedule gets; the same answer for equal tasks, else schedules are rewritten at every
     * update. Default: {@link ScheduleOptions#defaults()} for each.
     */
    public ScheduleManagerBuilder options(Function<MonitoringTask, ScheduleOptions> options) {
        this.options = Objects.requireNonNull(options, "options");
        return this;
    }

    /** What else is wrong with a task, before its schedule is written. Default: nothing. */
    public ScheduleManagerBuilder taskRules(Function<MonitoringTask, List<Problem>> taskRules) {
        this.taskRules = Objects.requireNonNull(taskRules, "taskRules");
        return this;
    }

    /** What time it is, for the age of schedules. Default: the system's clock. */
    public ScheduleManagerBuilder clock(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /** What is wrong with the settings; none when they are accepted. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        if (taskQueue.isBlank()) {
            problems.add(new Problem("TASK_QUEUE", "taskQueue", taskQueue, "name the task queue"));
        }
        if (!SCOPE.matcher(scope).matches()) {
            problems.add(new Problem(
                    "SCOPE", "scope", scope, "use at most 50 characters of A-Z a-z 0-9 _ -, not beginning with task-"));
        }
        oneSecondToAYear("executionTimeout", executionTimeout).ifPresent(problems::add);
        oneSecondToAYear("minimumPeriod", minimumPeriod).ifPresent(problems::add);
        oneSecondToAYear("callTimeout", callTimeout).ifPresent(problems::add);
        if (callsPerSecond < 1) {
            problems.add(
                    new Problem("CALLS_PER_SECOND", "callsPerSecond", String.valueOf(callsPerSecond), "use 1 or more"));
        }
        return problems;
    }

    private static Optional<Problem> oneSecondToAYear(String field, Duration duration) {
        return duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(Duration.ofDays(365)) > 0
                ? Optional.of(new Problem("DURATION", field, duration.toString(), "use 1 second to 365 days"))
                : Optional.empty();
    }

    /**
     * Checks the settings and makes the manager; asks no server.
     *
     * @throws InvalidException naming every problem at once
     */
    public ScheduleManager build() {
        InvalidException.throwIfAny("the schedule manager", problems());
        return new ScheduleManager(this);
    }
}
