package ai.torale.acceptance.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.torale.acceptance.server.FaultyCalls;
import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.TaskScheduleException;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.schedule.Written;
import io.grpc.Status;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the server, something before it, or the host's own interceptors answer instead of doing it. */
@RealServer
class ServerRefusalsIT {
    private static final String SECRET = "Bearer eyJhbGciOiJIUzI1NiJ9";
    private static final List<Answer> ANSWERS = List.of(
            new Answer(Status.ALREADY_EXISTS, "CONCURRENT_MODIFICATION", false), // for it is gone when looked at
            new Answer(Status.PERMISSION_DENIED, "ACCESS_DENIED", false),
            new Answer(Status.UNAUTHENTICATED, "ACCESS_DENIED", false),
            new Answer(Status.RESOURCE_EXHAUSTED, "THROTTLED", false),
            new Answer(Status.INVALID_ARGUMENT, "SCHEDULE_REFUSED", false),
            new Answer(Status.OUT_OF_RANGE, "SCHEDULE_REFUSED", false),
            new Answer(Status.UNIMPLEMENTED, "SCHEDULE_REFUSED", false),
            new Answer(Status.FAILED_PRECONDITION, "CONCURRENT_MODIFICATION", false),
            new Answer(Status.ABORTED, "UNAVAILABLE", false),
            new Answer(Status.UNAVAILABLE, "UNAVAILABLE", true),
            new Answer(Status.DEADLINE_EXCEEDED, "UNAVAILABLE", true),
            new Answer(Status.CANCELLED, "UNAVAILABLE", true),
            new Answer(Status.INTERNAL, "UNAVAILABLE", true),
            new Answer(Status.UNKNOWN, "UNAVAILABLE", true),
            new Answer(Status.DATA_LOSS, "UNAVAILABLE", true));

    private final FaultyCalls faults = new FaultyCalls();

    private record Answer(Status status, String code, boolean unknown) {
        Status wordy() {
            return status.withDescription("refused\r\n" + "x".repeat(100) + SECRET + "y".repeat(100_000));
        }
    }

    @Test
    void every_status_has_a_code_and_none_of_its_words_but_a_short_reason(Stage stage) {
        ExecutorService threads = Executors.newCachedThreadPool();
        List<CompletableFuture<TaskScheduleException>> failures = ANSWERS.stream()
                .map(answer -> CompletableFuture.supplyAsync(() -> failure(stage, answer), threads))
                .toList();

        SoftAssertions.assertSoftly(softly -> {
            for (int i = 0; i < ANSWERS.size(); i++) {
                Answer answer = ANSWERS.get(i);
                TaskScheduleException failure = failures.get(i).join();
                String name = answer.status().getCode().name();
                softly.assertThat(failure.code()).as(name).isEqualTo(answer.code());
                softly.assertThat(failure.outcomeUnknown()).as(name).isEqualTo(answer.unknown());
                softly.assertThat(failure).as(name).hasNoCause();
                softly.assertThat(failure.getMessage())
                        .as(name)
                        .hasSizeLessThan(400)
                        .doesNotContain(SECRET, "\r", "\n");
            }
        });
        threads.shutdown();
    }

    @Test
    void a_throttled_call_is_made_again_within_its_time(Stage stage) {
        faults.refuses("CreateSchedule", 3, Status.RESOURCE_EXHAUSTED);

        Written written = manager(stage, 60).create(stage.task("gpu").build());

        assertThat(written).isEqualTo(Written.CREATED);
    }

    @Test
    void access_that_is_denied_is_not_asked_for_again(Stage stage) {
        faults.refuses("CreateSchedule", FaultyCalls.ALWAYS, Status.PERMISSION_DENIED);

        failure(() -> manager(stage, 60).create(stage.task("gpu").build()));

        assertThat(faults.calls("CreateSchedule")).isEqualTo(1);
    }

    @Test
    void a_refusal_after_a_lost_answer_leaves_the_outcome_unknown(Stage stage) {
        MonitoringTask task = stage.task("gpu").build();
        ScheduleManager schedules = manager(stage, 60);
        faults.losesAnswers("CreateSchedule", 1);
        faults.meanwhile(() -> faults.refuses("CreateSchedule", FaultyCalls.ALWAYS, Status.PERMISSION_DENIED));

        TaskScheduleException failure = failure(() -> schedules.create(task));

        assertThat(failure.code()).isEqualTo("ACCESS_DENIED");
        assertThat(failure.outcomeUnknown()).isTrue();
        assertThat(schedules.find(task.id())).isPresent();
    }

    @Test
    void an_update_that_cannot_be_read_back_is_unknown(Stage stage) {
        MonitoringTask task = stage.task("gpu").build();
        ScheduleManager schedules = manager(stage, 1);
        schedules.create(task);
        faults.before(
                "UpdateSchedule", () -> faults.refuses("DescribeSchedule", FaultyCalls.ALWAYS, Status.UNAVAILABLE));

        TaskScheduleException failure =
                failure(() -> schedules.update(task.toBuilder().name("GPU").build()));

        assertThat(failure.code()).isEqualTo("UNAVAILABLE");
        assertThat(failure.outcomeUnknown()).isTrue();
    }

    @Test
    void an_update_that_the_server_never_does_is_no_success(Stage stage) {
        MonitoringTask task = stage.task("gpu").build();
        ScheduleManager schedules = manager(stage, 60);
        schedules.create(task);
        faults.swallows("UpdateSchedule", FaultyCalls.ALWAYS);

        TaskScheduleException failure =
                failure(() -> schedules.update(task.toBuilder().name("GPU").build()));

        assertThat(failure.code()).isEqualTo("CONCURRENT_MODIFICATION");
        assertThat(faults.calls("UpdateSchedule")).isEqualTo(5);
    }

    @Test
    void a_trigger_of_which_no_start_is_seen_is_unconfirmed(Stage stage) {
        MonitoringTask task = stage.task("gpu").build();
        ScheduleManager schedules = manager(stage, 1);
        schedules.create(task);
        faults.swallows("PatchSchedule", 1);

        Triggered triggered = schedules.trigger(task.id());

        assertThat(triggered.status()).isEqualTo(Triggered.Status.UNCONFIRMED);
        assertThat(triggered.runId()).isEmpty();
        assertThat(triggered.workflowId()).isEmpty();
    }

    @Test
    void a_trigger_that_cannot_be_read_back_is_unconfirmed(Stage stage) {
        MonitoringTask task = stage.task("gpu").build();
        ScheduleManager schedules = manager(stage, 1);
        schedules.create(task);
        faults.before(
                "PatchSchedule", () -> faults.refuses("DescribeSchedule", FaultyCalls.ALWAYS, Status.UNAVAILABLE));

        Triggered triggered = schedules.trigger(task.id());

        assertThat(triggered.status()).isEqualTo(Triggered.Status.UNCONFIRMED);
    }

    @Test
    void a_trigger_whose_answer_is_lost_starts_one_check(Stage stage) {
        MonitoringTask task = stage.task("gpu").build();
        ScheduleManager schedules = manager(stage, 60);
        schedules.create(task);
        faults.losesAnswers("PatchSchedule", 1);

        Triggered triggered = schedules.trigger(task.id());

        assertThat(triggered.status()).isEqualTo(Triggered.Status.STARTED);
        assertThat(Described.by(stage, task).getInfo().getActionCount()).isEqualTo(1);
    }

    @Test
    void an_exception_of_the_hosts_own_interceptor_is_typed_and_not_quoted(Stage stage) {
        MonitoringTask task = stage.task("gpu").build();
        ScheduleManager schedules = manager(stage, 60);
        faults.fails("CreateSchedule", 1, () -> new IllegalStateException("no token: " + SECRET));
        faults.fails("DescribeSchedule", 1, () -> new IllegalStateException("no token: " + SECRET));

        TaskScheduleException written = failure(() -> schedules.create(task));
        TaskScheduleException read = failure(() -> schedules.find(task.id()));

        assertThat(written.code()).isEqualTo("UNAVAILABLE");
        assertThat(written.outcomeUnknown()).isTrue();
        assertThat(written.getMessage()).contains("IllegalStateException").doesNotContain(SECRET);
        assertThat(written).hasNoCause();
        assertThat(read.outcomeUnknown()).isFalse();
    }

    @Test
    void an_interrupted_call_ends_at_once_and_keeps_the_interrupt(Stage stage) {
        MonitoringTask task = stage.task("gpu").build();
        ScheduleManager schedules = manager(stage, 60);
        schedules.create(task);

        Thread.currentThread().interrupt();
        TaskScheduleException failure = failure(() -> schedules.find(task.id()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.code()).isEqualTo("UNAVAILABLE");
        assertThat(failure.outcomeUnknown()).isFalse();
    }

    @Test
    void an_unknown_namespace_is_named(Stage stage) {
        ScheduleManager schedules = ScheduleManager.builder(WorkflowClient.newInstance(
                        stage.client().getWorkflowServiceStubs(),
                        WorkflowClientOptions.newBuilder()
                                .setNamespace("nowhere")
                                .build()))
                .build();

        TaskScheduleException failure = failure(() -> schedules.find("gpu"));

        assertThat(failure.code()).isEqualTo("NAMESPACE_NOT_FOUND");
        assertThat(failure).hasMessageContaining("'nowhere'");
    }

    private static TaskScheduleException failure(Stage stage, Answer answer) {
        FaultyCalls own = new FaultyCalls();
        own.refuses("CreateSchedule", FaultyCalls.ALWAYS, answer.wordy());
        ScheduleManager schedules = manager(stage, own, 1);
        return failure(() ->
                schedules.create(stage.task(answer.status().getCode().name()).build()));
    }

    private static TaskScheduleException failure(ThrowingCallable call) {
        TaskScheduleException failure = catchThrowableOfType(TaskScheduleException.class, call);
        assertThat(failure).isNotNull();
        return failure;
    }

    private ScheduleManager manager(Stage stage, int seconds) {
        return manager(stage, faults, seconds);
    }

    private static ScheduleManager manager(Stage stage, FaultyCalls faults, int seconds) {
        return ScheduleManager.builder(stage.connected(stage.server().target(), faults))
                .taskQueue(stage.taskQueue())
                .callTimeout(Duration.ofSeconds(seconds))
                .build();
    }
}
