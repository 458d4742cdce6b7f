package ai.torale.testkit.library.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.torale.task.MonitoringTask;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.ScheduledTask;
import ai.torale.temporal.schedule.TaskScheduleException;
import ai.torale.testkit.server.SkippedTimeServer;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server does what it is asked for, and is not heard of again until the time of the call is over. */
@Execution(ExecutionMode.CONCURRENT) // each waits for the time of its call to be over
class UnheardWritesTest {
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "0 0 1 1 *").build();
    private static final MonitoringTask RENAMED = TASK.toBuilder().name("GPU").build();

    private final Deafness deafness = new Deafness();
    private final SkippedTimeServer server = SkippedTimeServer.builder()
            .stubsOptions(options -> options.setGrpcClientInterceptors(List.of(deafness)))
            .start();
    private final ScheduleManager schedules =
            ScheduleManager.builder(server.client()).build();
    private final ScheduleManager impatient = ScheduleManager.builder(server.client())
            .callTimeout(Duration.ofSeconds(2))
            .build();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"update", "save", "pause", "resume", "delete"})
    void a_write_after_which_no_answer_comes_is_unknown_and_can_be_repeated(String write) {
        schedules.create(TASK);
        schedules.find("gpu"); // what is asked before the write costs none of its time for being the first of its kind
        if (write.equals("resume")) {
            schedules.pause("gpu", "the shop is closed");
        }
        deafness.beginsAtTheNextWrite();

        assertThatThrownBy(() -> call(write, impatient)).isInstanceOfSatisfying(TaskScheduleException.class, e -> {
            assertThat(e.code()).isEqualTo("UNAVAILABLE");
            assertThat(e.outcomeUnknown()).isTrue();
            assertThat(e.taskId()).isEqualTo("gpu");
            assertThat(e).hasNoCause();
        });

        deafness.ends();
        call(write, schedules);
        assertThat(isDone(write)).isTrue();
    }

    private static void call(String write, ScheduleManager schedules) {
        switch (write) {
            case "update" -> schedules.update(RENAMED);
            case "save" -> schedules.save(RENAMED);
            case "pause" -> schedules.pause("gpu", "sold out");
            case "resume" -> schedules.resume("gpu");
            case "delete" -> schedules.delete("gpu");
            default -> throw new IllegalArgumentException(write);
        }
    }

    private boolean isDone(String write) {
        Optional<ScheduledTask> found = schedules.find("gpu");
        return switch (write) {
            case "update", "save" ->
                found.flatMap(ScheduledTask::task).filter(RENAMED::equals).isPresent();
            case "pause" -> found.filter(ScheduledTask::paused).isPresent();
            case "resume" -> found.filter(schedule -> !schedule.paused()).isPresent();
            case "delete" -> found.isEmpty();
            default -> throw new IllegalArgumentException(write);
        };
    }

    /** Loses every answer from a write on. */
    private static final class Deafness implements ClientInterceptor {
        private static final Set<String> WRITES = Set.of("UpdateSchedule", "PatchSchedule", "DeleteSchedule");

        private volatile boolean near;
        private volatile boolean here;

        void beginsAtTheNextWrite() {
            near = true;
        }

        void ends() {
            near = false;
            here = false;
        }

        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            if (near && WRITES.contains(String.valueOf(method.getBareMethodName()))) {
                here = true;
            }
            ClientCall<Q, A> call = next.newCall(method, options);
            return here ? new UnheardCall<>(call) : call;
        }
    }

    private static final class UnheardCall<Q, A> extends SimpleForwardingClientCall<Q, A> {
        UnheardCall(ClientCall<Q, A> call) {
            super(call);
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            super.start(
                    new SimpleForwardingClientCallListener<A>(listener) {
                        @Override
                        public void onMessage(A message) {
                            // lost
                        }

                        @Override
                        public void onClose(Status outcome, Metadata trailers) {
                            super.onClose(Status.UNAVAILABLE, new Metadata());
                        }
                    },
                    headers);
        }
    }
}
