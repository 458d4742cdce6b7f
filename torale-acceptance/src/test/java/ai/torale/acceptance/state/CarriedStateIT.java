package ai.torale.acceptance.state;

import static ai.torale.acceptance.state.Runs.price;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.notify.Notification;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.workflow.CheckReport;
import ai.torale.temporal.workflow.MonitoringWorkflow;
import ai.torale.temporal.workflow.TaskConfig;
import ai.torale.temporal.workflow.TaskFields;
import io.temporal.client.WorkflowOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

@RealServer
class CarriedStateIT {
    @Test
    void a_terminated_check_leaves_the_older_state(Stage stage) throws Exception {
        Torale torale = stage.start();
        MonitoringTask task = watched(stage, torale);
        Hold hold = new Hold();
        stage.search().answers(price(499)).answers(hold.then(price(549))).answers(price(499));
        stage.check(torale, task);
        Triggered terminated = stage.trigger(torale, task);
        hold.awaitReached();
        stage.stub(terminated).terminate("by hand");
        hold.release();

        CheckReport next = stage.check(torale, task);

        assertThat(next.outcome()).isEqualTo("unchanged");
        assertThat(stage.notifier().notifications()).hasSize(1);
    }

    @Test
    void a_check_that_is_terminated_after_it_told_is_told_again_under_the_same_key(Stage stage) throws Exception {
        Hold hold = new Hold();
        Torale torale = stage.start(stage.torale().notifier("slow", notification -> hold.once()));
        MonitoringTask task = watched(stage, torale);
        stage.search().answers(price(499)).answers(price(499));
        Triggered terminated = stage.trigger(torale, task);
        hold.awaitReached();
        stage.stub(terminated).terminate("by hand");
        hold.release();

        CheckReport next = stage.check(torale, task);

        assertThat(next.outcome()).isEqualTo("notified");
        assertThat(stage.notifier().notifications())
                .extracting(Notification::key)
                .containsOnly(next.key());
    }

    @Test
    void a_reset_check_says_the_same_under_the_same_key_and_the_state_goes_on(Stage stage) {
        Instant now = Instant.parse("2026-03-01T12:00:00Z"); // or the times of the check and of its repetition differ
        Torale torale = stage.start(stage.torale().clock(InstantSource.fixed(now)));
        MonitoringTask task = watched(stage, torale);
        stage.search()
                .answers(price(549))
                .answers(price(499))
                .answers(price(499))
                .answers(price(499));
        stage.check(torale, task);
        Triggered second = stage.trigger(torale, task);
        CheckReport before = stage.report(second);

        CheckReport again = new Runs(stage).reset(second);

        assertThat(again).isEqualTo(before);
        assertThat(stage.check(torale, task).outcome()).isEqualTo("unchanged");
        assertThat(stage.notifier().notifications())
                .extracting(Notification::key)
                .endsWith(before.key(), again.key());
    }

    @Test
    void a_check_that_its_schedule_did_not_start_knows_no_state_and_tells_nobody(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = watched(stage, torale);
        stage.search().answers(price(549)).answers(price(499)).answers(price(549));
        stage.check(torale, task);

        CheckReport byHand = startedByHand(stage, torale, task);

        assertThat(byHand.outcome()).isEqualTo("no_state");
        assertThat(byHand.carried()).isNull();
        assertThat(stage.notifier().notifications()).hasSize(1);
        assertThat(stage.check(torale, task).outcome()).isEqualTo("unchanged");
    }

    private static MonitoringTask watched(Stage stage, Torale torale) {
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        return task;
    }

    private static CheckReport startedByHand(Stage stage, Torale torale, MonitoringTask task) {
        String epoch = torale.find(task.id()).orElseThrow().epoch();
        return stage.client()
                .newWorkflowStub(
                        MonitoringWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId("by-hand-" + task.id())
                                .setTaskQueue(stage.taskQueue())
                                .build())
                .check(new TaskConfig(task.id(), epoch, TaskFields.of(task)));
    }

    /** Holds one call until it is released. */
    private static final class Hold {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        <A, B> Function<A, B> then(B answer) {
            return asked -> {
                once();
                return answer;
            };
        }

        void once() {
            reached.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void awaitReached() throws InterruptedException {
            reached.await();
        }

        void release() {
            released.countDown();
        }
    }
}
