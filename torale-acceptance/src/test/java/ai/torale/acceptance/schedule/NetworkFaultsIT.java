package ai.torale.acceptance.schedule;

import static ai.torale.acceptance.server.Eventually.eventually;

import ai.torale.acceptance.schedule.Attempt.Ended;
import ai.torale.acceptance.server.FaultyCalls;
import ai.torale.acceptance.server.FaultyNetwork;
import ai.torale.acceptance.server.FaultyNetwork.Fault;
import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.schedule.ScheduleManager;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every call of the schedule manager on a network that fails in every way.
 *
 * <p>{@code -Dtorale.schedules.callTimeout=PT10S} is the library's default; in each build it is 2 seconds.
 */
@RealServer
class NetworkFaultsIT {
    private static final Duration CALL_TIMEOUT =
            Duration.parse(System.getProperty("torale.schedules.callTimeout", "PT2S"));
    private static final Duration LIMIT = CALL_TIMEOUT.plusSeconds(1);
    private static final List<Fault> FAULTS = Stream.of(Fault.values())
            .filter(fault -> fault != Fault.NONE && fault != Fault.LATENCY)
            .toList();

    private static final List<String> WORK_AGAIN = List.of("create", "trigger", "list", "delete");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<FaultyNetwork> networks = new ArrayList<>();

    @AfterEach
    void end() {
        networks.forEach(FaultyNetwork::close);
        threads.shutdownNow();
    }

    @Test
    void every_call_ends_in_time_and_typed_and_works_again_afterwards(Stage stage) throws Exception {
        List<Attempt> attempts = new ArrayList<>();
        for (Fault fault : FAULTS) {
            FaultyNetwork network = network(stage);
            MonitoringTask task = stage.task("gpu-" + fault).build();
            scheduled(stage, "warm-up-" + fault);
            Attempt.CALLS.forEach(name -> attempts.add(attempt(stage, fault, name, network, task)));
        }
        attempts.forEach(Attempt::begin);

        List<Ended> ended = all(attempts);

        assertFailedInTime("from the start", ended);
        assertWorksAgain(attempts.stream()
                .filter(attempt -> WORK_AGAIN.contains(attempt.name()))
                .toList());
    }

    @Test
    void every_write_under_which_the_network_fails_is_unknown_and_works_again_afterwards(Stage stage) throws Exception {
        List<Attempt> attempts = new ArrayList<>();
        for (Fault fault : FAULTS) {
            for (String name : List.of("update", "save", "delete", "pause", "resume", "trigger")) {
                MonitoringTask task = scheduled(stage, name + fault);
                Attempt attempt = attempt(stage, fault, name, network(stage), task);
                Stream.of("UpdateSchedule", "DeleteSchedule", "PatchSchedule")
                        .forEach(method -> attempt.calls().before(method, attempt::begin));
                attempts.add(attempt);
            }
        }

        List<Ended> ended = all(attempts);

        assertFailedInTime("from the write", ended);
        assertWorksAgain(attempts);
    }

    @Test
    void all_requests_of_one_call_share_its_time_limit(Stage stage) throws Exception {
        FaultyNetwork network = network(stage);
        List<Attempt> attempts = Stream.of("update", "save", "delete", "pause", "resume")
                .map(name -> attempt(stage, Fault.LATENCY, name, network, scheduled(stage, name)))
                .toList();
        network.delay(CALL_TIMEOUT.multipliedBy(6).dividedBy(10));

        List<Ended> ended = all(attempts);

        assertFailedInTime("slow", ended);
        assertWorksAgain(attempts);
    }

    @Test
    void the_first_call_ever_ends_in_time_on_a_server_that_stalls(Stage stage) throws Exception {
        FaultyNetwork network = network(stage);
        FaultyCalls calls = new FaultyCalls();
        ScheduleManager schedules = manager(stage, stage.client(network.target(), calls), CALL_TIMEOUT);
        Attempt attempt = new Attempt(Fault.STALL, "find", network, calls, () -> schedules.find("gpu"));
        attempt.begin();

        List<Ended> ended = all(List.of(attempt));

        assertFailedInTime("at the first call", ended);
        assertWorksAgain(List.of(attempt));
    }

    private static void assertFailedInTime(String what, List<Ended> failed) {
        System.out.printf(
                "network faults, %s: %d calls with a time limit of %s, the slowest took %d ms%n",
                what,
                failed.size(),
                CALL_TIMEOUT,
                failed.stream().mapToLong(end -> end.took().toMillis()).max().orElseThrow());
        SoftAssertions.assertSoftly(softly -> failed.forEach(end -> end.shouldHaveFailedWithin(LIMIT, softly)));
    }

    /** A busy machine may need longer than the time limit, so each call may be repeated. */
    private static void assertWorksAgain(List<Attempt> attempts) {
        attempts.forEach(Attempt::heal);
        attempts.forEach(attempt -> eventually(
                Duration.ofSeconds(60), attempt::run, end -> end.failure().isEmpty()));
    }

    private List<Ended> all(List<Attempt> attempts) throws Exception {
        List<Callable<Ended>> work = new ArrayList<>();
        attempts.forEach(attempt -> work.add(attempt::run));
        List<Ended> ended = new ArrayList<>();
        for (Future<Ended> end : threads.invokeAll(work)) {
            ended.add(end.get());
        }
        return ended;
    }

    private FaultyNetwork network(Stage stage) {
        FaultyNetwork network = new FaultyNetwork(stage.server().target());
        networks.add(network);
        return network;
    }

    /** A call by a manager of its own, which is connected already. */
    private static Attempt attempt(Stage stage, Fault fault, String name, FaultyNetwork network, MonitoringTask task) {
        FaultyCalls calls = new FaultyCalls();
        ScheduleManager schedules = manager(stage, stage.connected(network.target(), calls), CALL_TIMEOUT);
        return new Attempt(fault, name, network, calls, Attempt.call(name, task, schedules));
    }

    private static MonitoringTask scheduled(Stage stage, String name) {
        MonitoringTask task = stage.task(name).build();
        manager(stage, stage.client(), Duration.ofSeconds(60)).create(task);
        return task;
    }

    private static ScheduleManager manager(Stage stage, WorkflowClient client, Duration callTimeout) {
        return ScheduleManager.builder(client)
                .scope(stage.id("net"))
                .taskQueue(stage.taskQueue())
                .callTimeout(callTimeout)
                .build();
    }
}
