package ai.torale.testkit.server;

import static io.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED;
import static io.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleActionResult;
import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.schedule.v1.SchedulePolicies;
import io.temporal.api.schedule.v1.TriggerImmediatelyRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One scheduler on runs that the test ends by hand. */
class SchedulerTest {
    private static final Instant START = Instant.parse("2024-04-01T00:00:00Z");
    private final HandRuns runs = new HandRuns();

    @Test
    void what_is_older_than_the_catch_up_window_is_missed() {
        Scheduler scheduler = scheduler(policies().setCatchupWindow(Durations.fromMinutes(90)));

        scheduler.wake(START.plus(Duration.ofHours(5)));

        assertThat(scheduler.facts().info().getMissedCatchupWindow()).isEqualTo(3);
        assertThat(runs.started).containsExactly("run-2024-04-01T04:00:00Z");
    }

    @Test
    void the_shortest_catch_up_window_is_ten_seconds() {
        Scheduler scheduler = scheduler(policies().setCatchupWindow(Durations.fromSeconds(1)));

        assertThat(scheduler.facts().schedule().getPolicies().getCatchupWindow())
                .isEqualTo(Durations.fromSeconds(10));
    }

    @Test
    void a_failed_run_pauses_a_schedule_that_says_so_before_the_next_one() {
        Scheduler scheduler = scheduler(policies().setPauseOnFailure(true));
        scheduler.wake(START.plus(Duration.ofHours(1)));
        runs.end("run-2024-04-01T01:00:00Z", failed("boom"));

        scheduler.wake(START.plus(Duration.ofHours(2)));

        assertThat(runs.started).containsExactly("run-2024-04-01T01:00:00Z");
        assertThat(scheduler.facts().schedule().getState().getNotes())
                .isEqualTo("paused due to workflow failure: run-2024-04-01T01:00:00Z: boom");
    }

    @Test
    void an_update_discards_what_fell_due_while_it_was_paused() {
        Scheduler scheduler = scheduler(policies());
        scheduler.patch(START, SchedulePatch.newBuilder().setPause("p").build());

        scheduler.update(START.plus(Duration.ofHours(3)), schedule(policies()));
        scheduler.wake(START.plus(Duration.ofHours(4)));

        assertThat(runs.started).containsExactly("run-2024-04-01T04:00:00Z");
    }

    @Test
    void a_trigger_is_skipped_while_a_run_is_open() {
        Scheduler scheduler = scheduler(policies());
        scheduler.wake(START.plus(Duration.ofHours(1)));

        scheduler.patch(START.plus(Duration.ofMinutes(70)), trigger());

        assertThat(runs.started).hasSize(1);
        assertThat(scheduler.facts().info().getOverlapSkipped()).isEqualTo(1);
    }

    @Test
    void the_last_ten_runs_are_remembered() {
        Scheduler scheduler = scheduler(policies());
        for (int hour = 1; hour <= 12; hour++) {
            scheduler.wake(START.plus(Duration.ofHours(hour)));
            runs.endAll();
        }

        List<ScheduleActionResult> recent = scheduler.facts().recent();
        assertThat(recent).hasSize(10);
        assertThat(recent.get(9).getStartWorkflowResult().getWorkflowId()).isEqualTo("run-2024-04-01T12:00:00Z");
    }

    @Test
    void each_change_that_somebody_may_conflict_with_moves_the_token_on() {
        Scheduler scheduler = scheduler(policies());

        scheduler.patch(START, SchedulePatch.newBuilder().setPause("p").build());
        scheduler.patch(START, SchedulePatch.newBuilder().setUnpause("u").build());
        scheduler.patch(START, trigger());
        scheduler.update(START, schedule(policies()));

        assertThat(scheduler.facts().token()).isEqualTo(4);
    }

    @Test
    void future_times_go_on_from_the_last_run() {
        Scheduler scheduler = scheduler(policies());
        scheduler.wake(START.plus(Duration.ofHours(1)));

        assertThat(scheduler.futureTimes(2))
                .containsExactly(START.plus(Duration.ofHours(2)), START.plus(Duration.ofHours(3)));
    }

    private static SchedulePatch trigger() {
        return SchedulePatch.newBuilder()
                .setTriggerImmediately(TriggerImmediatelyRequest.getDefaultInstance())
                .build();
    }

    private static Runs.Outcome failed(String message) {
        return new Runs.Outcome(
                WORKFLOW_EXECUTION_STATUS_FAILED,
                null,
                Failure.newBuilder().setMessage(message).build());
    }

    private static SchedulePolicies.Builder policies() {
        return SchedulePolicies.newBuilder();
    }

    private static Schedule schedule(SchedulePolicies.Builder policies) {
        Schedule.Builder schedule = Schedule.newBuilder().setPolicies(policies);
        schedule.getSpecBuilder().addCronString("0 * * * *");
        schedule.getActionBuilder().getStartWorkflowBuilder().setWorkflowId("run");
        return schedule.setSpec(SpecForm.of(schedule.getSpec())).build();
    }

    private Scheduler scheduler(SchedulePolicies.Builder policies) {
        ScheduleFacts facts = new ScheduleFacts(
                "default",
                "id",
                0,
                schedule(policies),
                Memo.getDefaultInstance(),
                SearchAttributes.getDefaultInstance(),
                START);
        return new Scheduler(facts, runs, START);
    }

    /** Runs that are open until they are ended. */
    private static final class HandRuns implements Runs {
        private final List<String> started = new ArrayList<>();
        private final Map<String, Outcome> ended = new HashMap<>();

        void end(String workflowId, Outcome outcome) {
            ended.put(workflowId, outcome);
        }

        void endAll() {
            started.forEach(id -> ended.put(id, new Outcome(WORKFLOW_EXECUTION_STATUS_COMPLETED, null, null)));
        }

        @Override
        public WorkflowExecution start(StartWorkflowExecutionRequest request, Carried carried) {
            started.add(request.getWorkflowId());
            return WorkflowExecution.newBuilder()
                    .setWorkflowId(request.getWorkflowId())
                    .setRunId("run-" + started.size())
                    .build();
        }

        @Override
        public Optional<Outcome> outcome(String namespace, WorkflowExecution first) {
            return Optional.ofNullable(ended.get(first.getWorkflowId()));
        }

        @Override
        public void cancel(String namespace, WorkflowExecution first, String identity) {}

        @Override
        public void terminate(String namespace, WorkflowExecution first, String identity) {}
    }
}
