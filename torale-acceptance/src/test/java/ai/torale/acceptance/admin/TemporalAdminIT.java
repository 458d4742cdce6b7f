package ai.torale.acceptance.admin;

import static ai.torale.acceptance.server.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchException;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.admin.TemporalAdmin;
import ai.torale.temporal.admin.TemporalAdmin.Overdue;
import ai.torale.temporal.admin.TemporalAdmin.Schedule;
import ai.torale.temporal.admin.TemporalAdmin.Workflow;
import ai.torale.temporal.schedule.ListedCheck.Status;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.TaskScheduleException;
import ai.torale.temporal.schedule.Triggered;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleUpdate;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Each test has a scope of its own, so that it sees its own checks and schedules only. */
@RealServer
class TemporalAdminIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final URI UI = URI.create("https://cloud.temporal.io/");

    @Test
    void recent_checks_show_how_they_stand_and_what_those_asked_for_reported(Stage stage) {
        Torale torale = stage.start(stage.torale().scope(scope(stage)));
        MonitoringTask good = stage.task("good").build();
        MonitoringTask bad = stage.task("bad").build();
        torale.watch(good);
        torale.watch(bad);
        CountDownLatch answered = new CountDownLatch(1);
        stage.search().answers(SearchResult.met("499")).fails(SearchException.permanentFailure("gone"));
        stage.check(torale, good);
        Triggered failing = stage.trigger(torale, bad);
        assertThatExceptionOfType(WorkflowFailedException.class).isThrownBy(() -> stage.report(failing));
        stage.search().answers(request -> {
            await(answered);
            return SearchResult.met("499");
        });
        Triggered running = stage.trigger(torale, good);
        TemporalAdmin admin = torale.admin().linkedTo(UI);

        List<Workflow> listed = eventually(
                SOON,
                () -> admin.workflows(10),
                is(rows -> rows.size() == 3
                        && rows.stream()
                                        .filter(row -> row.closeTime().isPresent())
                                        .count()
                                == 2));

        assertThat(listed)
                .extracting(row -> row.taskId().orElseThrow(), Workflow::status)
                .containsExactly(
                        tuple(good.id(), Status.RUNNING),
                        tuple(bad.id(), Status.FAILED),
                        tuple(good.id(), Status.COMPLETED));
        assertThat(listed.get(0).uiUrl())
                .contains(URI.create("https://cloud.temporal.io/namespaces/default/workflows/"
                        + running.workflowId().orElseThrow().replace(":", "%3A") + "/"
                        + running.runId().orElseThrow() + "/history"));
        assertThat(admin.report(listed.get(2).workflowId(), listed.get(2).runId())
                        .outcome())
                .isEqualTo("notified");
        assertReportFails(admin, listed.get(0), "CHECK_RUNNING", "is running");
        assertReportFails(admin, listed.get(1), "CHECK_FAILED", "SEARCH_PERMANENT");
        answered.countDown();
        stage.report(running);
    }

    @Test
    void a_delivery_that_outlives_its_check_is_listed_with_its_task(Stage stage) {
        String scope = scope(stage);
        WorkflowStub delivery = stage.client()
                .newUntypedWorkflowStub(
                        "DeliveryWorkflow",
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(stage.taskQueue())
                                .setWorkflowId(scope + ".delivery/gpu/0123456789abcdef/mail")
                                .build());
        delivery.start();
        TemporalAdmin admin = TemporalAdmin.of(
                ScheduleManager.builder(stage.client()).scope(scope).build());

        List<Workflow> listed = eventually(SOON, () -> admin.workflows(10), is(rows -> !rows.isEmpty()));
        delivery.terminate("seen");

        assertThat(listed).singleElement().satisfies(row -> {
            assertThat(row.taskId()).contains("gpu");
            assertThat(row.workflowType()).isEqualTo("DeliveryWorkflow");
        });
    }

    @Test
    void the_report_of_a_check_that_is_gone_is_refused_as_such(Stage stage) {
        TemporalAdmin admin =
                TemporalAdmin.of(ScheduleManager.builder(stage.client()).build());

        assertThatExceptionOfType(TaskScheduleException.class)
                .isThrownBy(() -> admin.report("task-gpu-1970-01-01T00:00:00Z", "01a204de-30da-7051-9a09-f0d83233a764"))
                .satisfies(e -> assertThat(e.code()).isEqualTo("CHECK_NOT_FOUND"));
        assertThatExceptionOfType(TaskScheduleException.class)
                .isThrownBy(() -> admin.report("task-gpu", "no uuid"))
                .satisfies(e -> assertThat(e.code()).isEqualTo("CHECK_NOT_FOUND"));
    }

    @Test
    void schedules_show_the_cron_as_it_was_written_and_the_real_next_time(Stage stage) {
        ScheduleManager schedules =
                ScheduleManager.builder(stage.client()).scope(scope(stage)).build();
        MonitoringTask daily = MonitoringTask.builder(stage.id("daily"), "0 9 * * MON-FRI")
                .timeZone(ZoneId.of("Asia/Kathmandu"))
                .build();
        MonitoringTask often =
                MonitoringTask.builder(stage.id("often"), "@every 90m").build();
        MonitoringTask paused = stage.task("paused").build();
        Instant before = Instant.now();
        List.of(daily, often, paused).forEach(schedules::create);
        schedules.pause(paused.id(), "the shop moves house");
        TemporalAdmin admin = TemporalAdmin.of(schedules).linkedTo(UI);

        List<Schedule> listed = eventually(
                SOON,
                () -> admin.schedules(10),
                is(rows -> rows.size() == 3 && rows.stream().anyMatch(Schedule::paused)));

        assertThat(row(listed, daily).spec()).isEqualTo("0 9 * * MON-FRI");
        assertThat(row(listed, daily).nextRun())
                .isEqualTo(daily.parsedCron().next(Instant.now(), ZoneId.of("Asia/Kathmandu")));
        assertThat(row(listed, daily).timeZone()).isEqualTo("Asia/Kathmandu");
        assertThat(row(listed, often).spec()).isEqualTo("@every 90m");
        assertThat(row(listed, often).createdAt().orElseThrow()).isBetween(before, Instant.now());
        assertThat(row(listed, paused).nextRun()).isEmpty();
        assertThat(row(listed, paused).note()).isEqualTo("the shop moves house");
        assertThat(row(listed, paused).uiUrl())
                .contains(URI.create("https://cloud.temporal.io/namespaces/default/schedules/" + scope(stage) + ".task-"
                        + paused.id()));
    }

    @Test
    void a_task_is_overdue_two_fires_and_15_minutes_after_its_last_success(Stage stage) {
        Torale torale = stage.start(stage.torale().scope(scope(stage)));
        MonitoringTask task = stage.task("gpu").build();
        MonitoringTask never = stage.task("never").build();
        MonitoringTask paused = stage.task("paused").build();
        List.of(task, never, paused).forEach(torale::watch);
        torale.pause(paused.id(), "");
        stage.search().answers(SearchResult.met("499"));
        stage.check(torale, task);
        TemporalAdmin admin = torale.admin();
        Instant checked = eventually(
                        SOON,
                        () -> admin.workflows(1),
                        is(rows -> rows.stream().anyMatch(row -> row.closeTime().isPresent())))
                .get(0)
                .startTime();
        Instant from =
                task.parsedCron().next(checked, ZoneId.of("UTC"), 2).get(1).plus(Duration.ofMinutes(15));

        eventually(SOON, () -> admin.schedules(3), is(rows -> rows.stream().anyMatch(Schedule::paused)));

        assertThat(at(admin, from.minusSeconds(1)).overdue()).isEmpty();
        assertThat(at(admin, from).overdue())
                .extracting(Overdue::taskId)
                .containsExactlyInAnyOrder(task.id(), never.id());
        assertThat(at(admin, from).overdue())
                .filteredOn(overdue -> overdue.taskId().equals(task.id()))
                .singleElement()
                .satisfies(overdue -> {
                    assertThat(overdue.since()).isEqualTo(from);
                    assertThat(overdue.lastSuccess()).isPresent();
                });
    }

    @Test
    void a_schedule_that_somebody_edited_to_say_no_cron_is_overdue_all_the_same(Stage stage) {
        ScheduleManager schedules =
                ScheduleManager.builder(stage.client()).scope(scope(stage)).build();
        MonitoringTask task = stage.task("gpu").build();
        schedules.create(task);
        TemporalAdmin admin = TemporalAdmin.of(schedules);
        addCalendar(
                stage,
                eventually(SOON, () -> admin.schedules(1), is(rows -> rows.size() == 1))
                        .get(0));
        eventually(SOON, () -> admin.schedules(1), is(rows -> rows.get(0).spec().contains(";")));

        List<Overdue> overdue =
                at(admin, Instant.now().plus(Duration.ofDays(1_000))).overdue();

        assertThat(overdue).extracting(Overdue::taskId).containsExactly(task.id());
    }

    @Test
    void no_call_is_made_for_a_row(Stage stage) {
        try (ListingCalls calls = new ListingCalls(stage)) {
            ScheduleManager schedules =
                    ScheduleManager.builder(calls.client()).scope(scope(stage)).build();
            schedules.create(stage.task("a").build());
            schedules.create(stage.task("b").build());
            TemporalAdmin admin = TemporalAdmin.of(schedules);
            eventually(SOON, () -> admin.schedules(2), is(rows -> rows.size() == 2));
            calls.made();

            List<Overdue> overdue =
                    at(admin, Instant.now().plus(Duration.ofDays(1_000))).overdue();

            assertThat(overdue).hasSize(2);
            assertThat(calls.made())
                    .filteredOn("ListWorkflowExecutions"::equals)
                    .hasSize(1);
            admin.workflows(1_000);
            assertThat(calls.made()).containsExactly("ListWorkflowExecutions");
        }
    }

    @Test
    void a_schedule_that_somebody_else_made_is_shown_without_a_task(Stage stage) {
        ScheduleManager other =
                ScheduleManager.builder(stage.client()).scope(scope(stage)).build();
        MonitoringTask task = stage.task("gpu").build();
        other.create(task);
        TemporalAdmin admin =
                TemporalAdmin.of(ScheduleManager.builder(stage.client()).build());

        List<Schedule> listed = eventually(
                SOON,
                () -> admin.schedules(1_000),
                is(rows -> rows.stream().anyMatch(row -> row.scheduleId().endsWith(task.id()))));

        assertThat(listed)
                .filteredOn(row -> row.scheduleId().endsWith(task.id()))
                .singleElement()
                .satisfies(row -> assertThat(row.taskId()).isEmpty());
    }

    /** As somebody does in the Temporal UI, which loses the comment and with it the mark. */
    private static void addCalendar(Stage stage, Schedule row) {
        ScheduleClient.newInstance(stage.client().getWorkflowServiceStubs())
                .getHandle(row.scheduleId())
                .update(made -> new ScheduleUpdate(io.temporal.client.schedules.Schedule.newBuilder(
                                made.getDescription().getSchedule())
                        .setSpec(ScheduleSpec.newBuilder()
                                .setCronExpressions(List.of("0 9 * * *", "30 7 * * *"))
                                .build())
                        .build()));
    }

    private static String scope(Stage stage) {
        return stage.id("admin");
    }

    private static TemporalAdmin at(TemporalAdmin admin, Instant now) {
        return admin.clock(InstantSource.fixed(now));
    }

    private static Schedule row(List<Schedule> rows, MonitoringTask task) {
        return rows.stream()
                .filter(row -> row.taskId().orElse("").equals(task.id()))
                .findFirst()
                .orElseThrow();
    }

    private static <T> Predicate<List<T>> is(Predicate<List<T>> expected) {
        return expected;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void assertReportFails(TemporalAdmin admin, Workflow row, String code, String message) {
        assertThatExceptionOfType(TaskScheduleException.class)
                .isThrownBy(() -> admin.report(row.workflowId(), row.runId()))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }
}
