package ai.torale.testkit;

import ai.torale.cron.Cron;
import ai.torale.temporal.Torale;
import ai.torale.temporal.ToraleBuilder;
import ai.torale.temporal.schedule.ListedSchedule;
import ai.torale.temporal.schedule.RecentCheck;
import ai.torale.temporal.schedule.ScheduledTask;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A corner of a real server, with a task queue and a scope of its own; time passes as it does. */
final class RealBed implements TestBed {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_ADVANCE = Duration.ofMinutes(5);
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private final String scope = "test-" + HexFormat.of().toHexDigits(System.nanoTime());
    private final InstantSource clock = InstantSource.system();
    private final Instant begun = clock.instant();
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;

    RealBed(ToraleTestEnvironment.Builder settings, String target) {
        this.stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(target)
                .setGrpcClientInterceptors(settings.interceptors())
                .build());
        this.client = WorkflowClient.newInstance(
                stubs, settings.client.apply(WorkflowClientOptions.newBuilder()).build());
    }

    @Override
    public WorkflowClient client() {
        return client;
    }

    @Override
    public ScheduleClient scheduleClient() {
        WorkflowClientOptions options = client.getOptions();
        return ScheduleClient.newInstance(
                stubs,
                ScheduleClientOptions.newBuilder()
                        .setNamespace(options.getNamespace())
                        .setDataConverter(options.getDataConverter())
                        .setIdentity(options.getIdentity())
                        .setContextPropagators(options.getContextPropagators())
                        .build());
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public ToraleBuilder separate(ToraleBuilder builder) {
        return builder.scope(scope).taskQueue(scope);
    }

    @Override
    public String taskQueue() {
        return scope;
    }

    @Override
    public void advanceTo(Instant time, Torale torale, Collection<String> watched) {
        Duration wait = Duration.between(clock.instant(), time);
        if (wait.compareTo(LONGEST_ADVANCE) > 0) {
            throw new IllegalArgumentException("time is not skipped on a real server, and " + wait
                    + " is more than a test should wait (" + LONGEST_ADVANCE
                    + "); use a shorter schedule, or run this test without torale.test.server");
        }
        Pause.of(wait, () -> new IllegalStateException("interrupted while time passes"));
        Instant limit = clock.instant().plus(SETTLING);
        Optional<String> open = open(time, torale, watched);
        while (open.isPresent()) {
            if (clock.instant().isAfter(limit)) {
                throw new AssertionError("not everything that was due by " + time + " has finished within " + SETTLING
                        + " more: " + open.get());
            }
            Pause.of(PAUSE, () -> new IllegalStateException("interrupted while checks finish"));
            open = open(time, torale, watched);
        }
    }

    /** What was due and has not finished yet; a listing may lag, so the tasks that the test watched count too. */
    private Optional<String> open(Instant time, Torale torale, Collection<String> watched) {
        Set<String> ids = new TreeSet<>(watched);
        try (Stream<ListedSchedule> listed = torale.schedules().list()) {
            listed.flatMap(schedule -> schedule.taskId().stream()).forEach(ids::add);
        }
        return ids.stream()
                .flatMap(id -> torale.find(id).stream())
                .flatMap(task -> open(time, task).stream())
                .findFirst();
    }

    private Optional<String> open(Instant time, ScheduledTask task) {
        if (!task.running().isEmpty()) {
            return Optional.of("a check of task '" + task.taskId() + "' is running");
        }
        Instant from = task.createdAt().isAfter(begun) ? task.createdAt() : begun;
        List<Instant> due = task.paused() || task.cron().isEmpty()
                ? List.of()
                : Cron.parseWithBothDays(task.cron()).between(from.plusSeconds(1), time, ZoneId.of(task.timeZone()));
        if (due.isEmpty()) {
            return Optional.empty();
        }
        Instant last = due.get(due.size() - 1);
        return task.recent().stream().map(RecentCheck::scheduledAt).anyMatch(at -> !at.isBefore(last))
                ? Optional.empty()
                : Optional.of("the check of task '" + task.taskId() + "' at " + last + " has not begun");
    }

    @Override
    public List<WorkflowExecution> executions(Witness witness) {
        return witness.begun();
    }

    @Override
    public void tidy(Torale torale, Collection<String> watched) {
        Set<String> ids = new TreeSet<>(watched);
        try (Stream<ListedSchedule> listed = torale.schedules().list()) {
            listed.flatMap(schedule -> schedule.taskId().stream()).forEach(ids::add);
        }
        ids.forEach(torale::unwatch);
    }

    @Override
    public void close() {
        stubs.shutdown();
        stubs.awaitTermination(1, TimeUnit.SECONDS);
    }
}
