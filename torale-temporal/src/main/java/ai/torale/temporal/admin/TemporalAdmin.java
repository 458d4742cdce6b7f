package ai.torale.temporal.admin;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.temporal.schedule.ListedCheck;
import ai.torale.temporal.schedule.ListedSchedule;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.TaskScheduleException;
import ai.torale.temporal.workflow.CheckReport;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an operator sees of the checks, schedules and overdue tasks; changes nothing.
 *
 * <p>Everything comes from the server's listings, which are some seconds old, without a call for each row. With a scope
 * only that scope is shown, without one the whole namespace. Every call to the server ends within the manager's call
 * timeout and fails with a {@link TaskScheduleException}. Immutable, safe for many threads.
 */
public final class TemporalAdmin {
    /** The most rows that one call answers; {@link ScheduleManager#list} streams without a limit. */
    public static final int MAX_ROWS = 1_000;

    private final ScheduleManager schedules;
    private final InstantSource clock;
    private final UiLinks links;

    private TemporalAdmin(ScheduleManager schedules, InstantSource clock, UiLinks links) {
        this.schedules = schedules;
        this.clock = clock;
        this.links = links;
    }

    /**
     * A check, or a delivery that outlives its check.
     *
     * @param workflowType {@code MonitoringWorkflow}, or {@code DeliveryWorkflow}
     * @param taskId the task; empty when another scope, or somebody by hand, has started it
     * @param closeTime when it ended; empty while it runs
     * @param executionTime when it began to run; empty when the server does not say
     * @param uiUrl its history in the Temporal UI; empty when nobody said where that is
     */
    public record Workflow(
            String workflowId,
            String runId,
            String workflowType,
            Optional<String> taskId,
            ListedCheck.Status status,
            Instant startTime,
            Optional<Instant> closeTime,
            Optional<Instant> executionTime,
            Optional<URI> uiUrl) {}

    /**
     * A schedule.
     *
     * @param taskId the task; empty when this library did not make it, or another scope did
     * @param spec the cron as the user wrote it, see {@link ListedSchedule#cron()}
     * @param timeZone the name of the zone in which it is read
     * @param note of whoever paused or resumed it last; may be empty
     * @param nextRun when it fires next, jitter included; empty while it is paused
     * @param recentActions how many of its last runs the listing holds; a few
     * @param createdAt when it was created; empty when this library did not make it
     * @param uiUrl its page in the Temporal UI; empty when nobody said where that is
     */
    public record Schedule(
            String scheduleId,
            Optional<String> taskId,
            String spec,
            String timeZone,
            boolean paused,
            String note,
            Optional<Instant> nextRun,
            int recentActions,
            Optional<Instant> createdAt,
            Optional<URI> uiUrl) {}

    /**
     * A task that has gone without a successful check for two fires and 15 minutes.
     *
     * @param lastSuccess when its last completed check was started, as far as the namespace remembers
     * @param since from when on it was too long
     * @param uiUrl its schedule's page in the Temporal UI; empty when nobody said where that is
     */
    public record Overdue(
            String taskId, String scheduleId, Optional<Instant> lastSuccess, Instant since, Optional<URI> uiUrl) {}

    /** A view of what a manager's schedules do, without links, at the system's time. */
    public static TemporalAdmin of(ScheduleManager schedules) {
        return new TemporalAdmin(schedules, InstantSource.system(), new UiLinks(null, schedules.namespace()));
    }

    /**
     * The same with links into a Temporal UI.
     *
     * @param ui such as {@code http://localhost:8233}, or {@code https://cloud.temporal.io}
     * @throws InvalidException when it is no plain http or https address
     */
    public TemporalAdmin linkedTo(URI ui) {
        return new TemporalAdmin(schedules, clock, UiLinks.to(ui, schedules.namespace()));
    }

    /** The same at another time: it decides which fire is the next, and who is overdue. */
    public TemporalAdmin clock(InstantSource other) {
        return new TemporalAdmin(schedules, Objects.requireNonNull(other, "clock"), links);
    }

    /**
     * The recent checks and deliveries, the newest start first. When there are more than the limit, those that run and
     * those that ended last are shown.
     *
     * @param limit 1 to {@value #MAX_ROWS}; no further page is read than it needs
     * @throws InvalidException when the limit is out of range
     */
    public List<Workflow> workflows(int limit) {
        return firstWorkflows(checked(limit));
    }

    /**
     * The schedules, paused ones included, in the server's order.
     *
     * @param limit 1 to {@value #MAX_ROWS}; no further page is read than it needs
     * @throws InvalidException when the limit is out of range
     */
    public List<Schedule> schedules(int limit) {
        return firstSchedules(checked(limit));
    }

    /**
     * The tasks of this scope that are not paused and have gone without a successful check for two fires and 15 minutes,
     * those first that have for longest.
     *
     * <p>A check succeeds when it completes, whatever it concludes. A task that was never checked counts from its
     * creation; one that was just resumed, or given a more frequent cron, may count until its next check. One listing
     * of the schedules, and one of completed checks for each hundred tasks of which the first leaves a doubt.
     */
    public List<Overdue> overdue() {
        return OverdueTasks.find(schedules, clock.instant(), links);
    }

    /**
     * What a check reported.
     *
     * @throws TaskScheduleException {@code CHECK_NOT_FOUND} (it may have been removed by age), {@code CHECK_RUNNING},
     *     {@code CHECK_FAILED} (naming the type of the failure), {@code CHECK_UNREADABLE}
     */
    public CheckReport report(String workflowId, String runId) {
        return schedules.checks().report(workflowId, runId);
    }

    /** Serves the view as JSON, on loopback only until it is told whom to trust. */
    public AdminHandler handler() {
        return AdminHandler.of(this);
    }

    List<Workflow> firstWorkflows(int limit) {
        return schedules
                .checks()
                .list()
                .limit(limit)
                .map(this::workflow)
                .sorted(Comparator.comparing(Workflow::startTime).reversed())
                .toList();
    }

    List<Schedule> firstSchedules(int limit) {
        Instant now = clock.instant();
        Stream<ListedSchedule> all = schedules.scope().isEmpty() ? schedules.listNamespace() : schedules.list();
        return all.limit(limit).map(listed -> schedule(listed, now)).toList();
    }

    private Workflow workflow(ListedCheck check) {
        return new Workflow(
                check.workflowId(),
                check.runId(),
                check.workflowType(),
                check.taskId(),
                check.status(),
                check.startedAt(),
                check.closedAt(),
                check.executionAt(),
                links.run(check.workflowId(), check.runId()));
    }

    private Schedule schedule(ListedSchedule listed, Instant now) {
        return new Schedule(
                listed.scheduleId(),
                listed.taskId(),
                listed.cron(),
                listed.timeZone(),
                listed.paused(),
                listed.note(),
                Timetable.nextRun(listed, now),
                listed.recent().size(),
                listed.createdAt(),
                links.schedule(listed.scheduleId()));
    }

    private static int checked(int limit) {
        if (limit < 1 || limit > MAX_ROWS) {
            throw InvalidException.of(
                    "the listing", new Problem("LIMIT", "limit", String.valueOf(limit), "use 1 to " + MAX_ROWS));
        }
        return limit;
    }
}
