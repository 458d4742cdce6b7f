package ai.torale.acceptance.schedule;

import static ai.torale.acceptance.server.Eventually.eventually;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.CallCounter;
import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.schedule.ListedSchedule;
import ai.torale.temporal.schedule.Reconciliation;
import ai.torale.temporal.schedule.Reconciliation.Step;
import ai.torale.temporal.schedule.ScheduleManager;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A table with many tasks: of 100 schedules 5 are orphans and 3 have drifted, and 2 are missing.
 *
 * <p>300 schedules in every build; {@code -Dtorale.reconcile.schedules=10000} for the full figure, with
 * {@code -Dtorale.reconcile.calls-per-second} (100) for another pace.
 */
@RealServer
class ReconcileManyIT {
    private static final int MANY = Integer.getInteger("torale.reconcile.schedules", 300);
    private static final int CALLS_PER_SECOND = Integer.getInteger("torale.reconcile.calls-per-second", 100);
    private static final int ORPHANS = MANY * 5 / 100;
    private static final int DRIFTED = MANY * 3 / 100;
    private static final int MISSING = MANY * 2 / 100;

    private static final Duration CALM = Duration.ofMillis(500);
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(1);

    private final CallCounter calls = new CallCounter();

    @Test
    void a_table_is_brought_in_line_with_the_fewest_calls_and_nothing_else_is_touched(Stage stage) throws Exception {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(stage.server().target())
                .setGrpcClientInterceptors(List.of(calls))
                .build());
        ScheduleManager schedules = manager(stage, WorkflowClient.newInstance(stubs), Duration.ZERO);
        Set<String> bystanders = createSchedules(stage);
        List<MonitoringTask> table = table(stage);
        Map<String, String> epochs = epochs(schedules);
        calls.reset();

        long start = System.nanoTime();
        Reconciliation plan = schedules.reconcile(table);
        long planned = System.nanoTime();
        int pages = calls.counts().getOrDefault("ListSchedules", 0);
        Reconciliation.Result result = plan.apply();
        long applied = System.nanoTime();
        Map<String, Integer> counts = calls.counts();
        report(plan, planned - start, applied - planned, counts);

        assertThat(plan.missing()).hasSize(MISSING);
        assertThat(plan.drifted()).hasSize(DRIFTED);
        assertThat(plan.orphaned()).hasSize(ORPHANS);
        assertThat(plan.unchanged()).isEqualTo(MANY - ORPHANS - DRIFTED);
        assertThat(result.counts())
                .isEqualTo(Map.of(Step.CREATED, MISSING, Step.UPDATED, DRIFTED, Step.DELETED, ORPHANS));
        assertThat(counts)
                .isEqualTo(Map.of(
                        "ListSchedules", pages,
                        "CreateSchedule", MISSING,
                        "UpdateSchedule", DRIFTED,
                        "DeleteSchedule", ORPHANS,
                        "DescribeSchedule", 2 * DRIFTED + ORPHANS));
        assertThat(pages).isLessThanOrEqualTo(everything(stage) / 1_000 + 2);
        Set<String> desired = table.stream().map(MonitoringTask::id).collect(toSet());
        eventually(Duration.ofMinutes(2), () -> ids(schedules), desired::equals);
        assertThat(epochs(schedules))
                .allSatisfy((id, epoch) ->
                        assertThat(epochs.getOrDefault(id, epoch)).isEqualTo(epoch));
        assertThat(schedules.reconcile(table).unchanged()).isEqualTo(table.size());
        assertThat(schedules.listNamespace().map(ListedSchedule::scheduleId)).containsAll(bystanders);
        stubs.shutdownNow();
    }

    /** The desired ones but the last few, the orphans, and three that are none of this scope's business. */
    private Set<String> createSchedules(Stage stage) throws Exception {
        ScheduleManager longAgo = manager(stage, stage.client(), Duration.ofHours(1));
        List<MonitoringTask> old = new ArrayList<>();
        IntStream.range(0, DRIFTED)
                .forEach(i -> old.add(task(stage, "task-" + i).name("old").build()));
        IntStream.range(DRIFTED, MANY - ORPHANS)
                .forEach(i -> old.add(task(stage, "task-" + i).build()));
        IntStream.range(0, ORPHANS)
                .forEach(i -> old.add(task(stage, "orphan-" + i).build()));
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<Future<?>> created = new ArrayList<>();
        old.forEach(task -> created.add(threads.submit(() -> longAgo.create(task))));
        for (Future<?> one : created) {
            one.get();
        }
        threads.shutdown();

        Set<String> bystanders = new LinkedHashSet<>();
        MonitoringTask other = task(stage, "other").build();
        ScheduleManager.builder(stage.client())
                .scope("o" + stage.id("x"))
                .clock(InstantSource.fixed(Instant.EPOCH))
                .build()
                .create(other);
        bystanders.add("o" + stage.id("x") + ".task-" + other.id());
        ForeignSchedule.create(stage, other, stage.id("many") + ".task-foreign");
        bystanders.add(stage.id("many") + ".task-foreign");
        eventually(Duration.ofMinutes(2), () -> ids(longAgo).size(), count -> count == MANY);
        eventually(Duration.ofMinutes(10), () -> slowestOf20(longAgo, old), slowest -> slowest.compareTo(CALM) < 0);
        return bystanders;
    }

    /** Creating thousands of schedules at once leaves the server with work for minutes. */
    private static Duration slowestOf20(ScheduleManager schedules, List<MonitoringTask> tasks) {
        return IntStream.range(0, 20)
                .mapToObj(i -> tasks.get(i * tasks.size() / 20).id())
                .map(timed(schedules))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private static Function<String, Duration> timed(ScheduleManager schedules) {
        return id -> {
            long start = System.nanoTime();
            schedules.find(id);
            return Duration.ofNanos(System.nanoTime() - start);
        };
    }

    private static List<MonitoringTask> table(Stage stage) {
        return IntStream.range(0, MANY - ORPHANS + MISSING)
                .mapToObj(i -> task(stage, "task-" + i).build())
                .toList();
    }

    private static MonitoringTask.Builder task(Stage stage, String name) {
        return stage.task(name).attribute("url", "https://shop.example/" + name);
    }

    private static ScheduleManager manager(Stage stage, WorkflowClient client, Duration ago) {
        return ScheduleManager.builder(client)
                .scope(stage.id("many"))
                .callsPerSecond(CALLS_PER_SECOND)
                .callTimeout(CALL_TIMEOUT)
                .clock(InstantSource.offset(InstantSource.system(), ago.negated()))
                .build();
    }

    private static Set<String> ids(ScheduleManager schedules) {
        return schedules.list().flatMap(listed -> listed.taskId().stream()).collect(toSet());
    }

    private static Map<String, String> epochs(ScheduleManager schedules) {
        return schedules
                .list()
                .collect(Collectors.toMap(
                        listed -> listed.taskId().orElseThrow(),
                        listed -> listed.epoch().orElseThrow()));
    }

    private static int everything(Stage stage) {
        return (int)
                ScheduleManager.builder(stage.client()).build().listNamespace().count();
    }

    private static void report(Reconciliation plan, long planning, long applying, Map<String, Integer> counts) {
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        System.out.printf(
                "%s: planned in %d ms, applied in %d ms at %d calls a second, peak heap %d MiB, %s%n",
                plan, planning / 1_000_000, applying / 1_000_000, CALLS_PER_SECOND, peak >> 20, counts);
    }
}
