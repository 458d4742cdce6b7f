package ai.torale.testkit.library.state;

import static ai.torale.testkit.ToraleAssertions.assertThat;
import static ai.torale.testkit.library.state.Prices.price;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.task.MonitoringTask;
import ai.torale.testkit.CheckStory;
import ai.torale.testkit.ToraleTest;
import ai.torale.testkit.ToraleTestEnvironment;
import ai.torale.testkit.library.Recorded;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleUpdate;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a task whose last run has left something that no check can read. */
@ToraleTest
class UnreadableStateTest {
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "@daily").build();

    /** A workflow that took a check's place. */
    @WorkflowInterface
    public interface Impostor {
        @WorkflowMethod
        String check(Map<String, Object> config);
    }

    /** Leaves a text where a report should be. */
    public static final class TextImpostor implements Impostor {
        @Override
        public String check(Map<String, Object> config) {
            return "no report at all";
        }
    }

    @BeforeEach
    void leaveText(ToraleTestEnvironment.Builder environment) {
        environment.worker(worker -> worker.registerWorkflowImplementationTypes(TextImpostor.class));
    }

    @Test
    void a_carried_state_that_cannot_be_read_fails_every_check_and_each_counts(ToraleTestEnvironment torale) {
        leftUnreadable(torale);

        torale.advance(Duration.ofDays(2));

        List<CheckStory> checks = torale.checks(TASK);
        assertThat(Recorded.failureDetail(checks.get(0))).contains("\"code\":\"STATE_UNREADABLE\",\"in_a_row\":1");
        assertThat(Recorded.failureDetail(checks.get(1))).contains("\"code\":\"STATE_UNREADABLE\",\"in_a_row\":2");
        assertThat(torale.search().requests()).isEmpty();
    }

    @Test
    void a_task_whose_state_cannot_be_read_starts_anew_when_it_is_unwatched_and_watched(ToraleTestEnvironment torale) {
        leftUnreadable(torale);
        torale.search().answers(price(499));
        torale.torale().unwatch("gpu");
        torale.watch(TASK);

        torale.advance(Duration.ofDays(1));

        assertThat(torale.checks(TASK).get(0)).notified();
    }

    /** A day of the impostor, after which the schedule is as it should be. */
    private static void leftUnreadable(ToraleTestEnvironment torale) {
        torale.watch(TASK);
        torale.scheduleClient().getHandle("task-gpu").update(input -> {
            Schedule schedule = input.getDescription().getSchedule();
            ScheduleActionStartWorkflow action =
                    (ScheduleActionStartWorkflow) Objects.requireNonNull(schedule.getAction());
            return new ScheduleUpdate(Schedule.newBuilder(schedule)
                    .setAction(ScheduleActionStartWorkflow.newBuilder(action)
                            .setWorkflowType("Impostor")
                            .build())
                    .build());
        });
        torale.advance(Duration.ofDays(1));
        torale.watch(TASK);
    }
}
