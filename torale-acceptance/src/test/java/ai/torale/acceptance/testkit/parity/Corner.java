package ai.torale.acceptance.testkit.parity;

import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.schedule.v1.BackfillRequest;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleActionResult;
import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.schedule.v1.TriggerImmediatelyRequest;
import io.temporal.api.workflowservice.v1.CreateScheduleRequest;
import io.temporal.api.workflowservice.v1.CreateScheduleResponse;
import io.temporal.api.workflowservice.v1.DeleteScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.api.workflowservice.v1.PatchScheduleRequest;
import io.temporal.api.workflowservice.v1.PatchScheduleResponse;
import io.temporal.api.workflowservice.v1.UpdateScheduleRequest;
import io.temporal.api.workflowservice.v1.UpdateScheduleResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One behaviour's part of a server: schedules whose ids nobody else has, and the calls to them. */
final class Corner implements AutoCloseable {
    /** Where both servers keep their things. */
    static final String NAMESPACE = "default";

    private final Side side;
    private final String id;
    private final Set<String> created = new ConcurrentSkipListSet<>();

    Corner(Side side, String id) {
        this.side = side;
        this.id = id;
    }

    /** The id of the behaviour's own schedule, and the beginning of all its ids. */
    String id() {
        return id;
    }

    String queue() {
        return side.queue();
    }

    Instant now() {
        return side.now();
    }

    WorkflowClient client() {
        return side.client();
    }

    ScheduleClient schedules() {
        return ScheduleClient.newInstance(side.client().getWorkflowServiceStubs());
    }

    WorkflowServiceBlockingStub calls() {
        return side.client().getWorkflowServiceStubs().blockingStub();
    }

    /** The answer as soon as it is as expected; time passes meanwhile. */
    <T> T until(Supplier<T> answer, Predicate<T> expected) {
        return side.until(answer, expected);
    }

    /** The usual schedule with another order. */
    Schedule.Builder ordering(String order) {
        return Samples.schedule(id, queue(), order);
    }

    /** A paused schedule with a spec of its own. */
    Schedule.Builder quiet(ScheduleSpec.Builder spec) {
        return ordering("done")
                .setSpec(spec)
                .setState(ScheduleState.newBuilder().setPaused(true));
    }

    CreateScheduleRequest.Builder creation(Schedule.Builder schedule) {
        return CreateScheduleRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setScheduleId(id)
                .setRequestId(id + "-request")
                .setIdentity("parity")
                .setSchedule(schedule);
    }

    CreateScheduleResponse create(CreateScheduleRequest.Builder request) {
        CreateScheduleResponse response = calls().createSchedule(request.build());
        created.add(request.getScheduleId());
        if (request.getNamespace().equals(NAMESPACE)) {
            describe(request.getScheduleId());
        }
        return response;
    }

    CreateScheduleResponse create(Schedule.Builder schedule) {
        return create(creation(schedule));
    }

    /** Whether this behaviour's schedule has been created. */
    boolean exists() {
        return created.contains(id);
    }

    DescribeScheduleResponse describe() {
        return describe(id);
    }

    DescribeScheduleResponse describe(String schedule) {
        return calls().describeSchedule(DescribeScheduleRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setScheduleId(schedule)
                .build());
    }

    UpdateScheduleRequest.Builder updating(Schedule.Builder schedule) {
        return UpdateScheduleRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setScheduleId(id)
                .setSchedule(schedule);
    }

    UpdateScheduleResponse update(UpdateScheduleRequest.Builder request) {
        return thenSeen(() -> calls().updateSchedule(request.build()));
    }

    PatchScheduleResponse patch(SchedulePatch.Builder patch) {
        return thenSeen(() -> calls().patchSchedule(PatchScheduleRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setScheduleId(id)
                .setPatch(patch)
                .build()));
    }

    PatchScheduleResponse trigger(ScheduleOverlapPolicy overlap) {
        return patch(SchedulePatch.newBuilder()
                .setTriggerImmediately(TriggerImmediatelyRequest.newBuilder().setOverlapPolicy(overlap)));
    }

    /** A backfill of both times and all between them. */
    PatchScheduleResponse backfill(String from, String to, ScheduleOverlapPolicy overlap) {
        return patch(SchedulePatch.newBuilder()
                .addBackfillRequest(BackfillRequest.newBuilder()
                        .setStartTime(Samples.time(from))
                        .setEndTime(Samples.time(to))
                        .setOverlapPolicy(overlap)));
    }

    void delete(String schedule) {
        calls().deleteSchedule(DeleteScheduleRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setScheduleId(schedule)
                .build());
    }

    /** The description when so many actions were taken and the schedule knows that they have ended. */
    DescribeScheduleResponse settled(int actions) {
        return settled(actions, 0);
    }

    /** The same, when so many of them could overlap others: the schedule never learns how these end. */
    DescribeScheduleResponse settled(int actions, int beside) {
        return until(
                this::describe, seen -> seen.getInfo().getActionCount() == actions && stillRunning(seen) <= beside);
    }

    /** The description when so many runs that may overlap were started and have ended; no schedule learns how. */
    DescribeScheduleResponse settledRuns(int actions) {
        DescribeScheduleResponse settled =
                until(this::describe, seen -> seen.getInfo().getActionCount() == actions);
        settled.getInfo()
                .getRecentActionsList()
                .forEach(action ->
                        Runs.result(this, action.getStartWorkflowResult().getWorkflowId()));
        return describe();
    }

    /** The description when so many actions were taken, so many are running and so many wait. */
    DescribeScheduleResponse busy(int actions, int running, int waiting) {
        return until(
                this::describe,
                seen -> seen.getInfo().getActionCount() == actions
                        && seen.getInfo().getRunningWorkflowsCount() == running
                        && seen.getInfo().getBufferSize() == waiting);
    }

    void letGo(ScheduleActionResult action) {
        client().newUntypedWorkflowStub(action.getStartWorkflowResult().getWorkflowId())
                .signal(Errand.GO);
    }

    @Override
    public void close() {
        created.forEach(this::remove);
    }

    private void remove(String schedule) {
        try {
            DescribeScheduleResponse last = describe(schedule);
            delete(schedule);
            last.getInfo().getRecentActionsList().stream()
                    .filter(Corner::seemsOpen)
                    .forEach(this::end);
        } catch (StatusRuntimeException e) {
            // It is gone already, which is what is wanted.
        }
    }

    private void end(ScheduleActionResult action) {
        try {
            client().newUntypedWorkflowStub(action.getStartWorkflowResult().getWorkflowId())
                    .terminate("the comparison is over");
        } catch (RuntimeException e) {
            // It has ended.
        }
    }

    /** Two requests at once may become one in the scheduler of a real server: the second waits for the first. */
    private <T> T thenSeen(Supplier<T> request) {
        T response = request.get();
        describe();
        return response;
    }

    private static long stillRunning(DescribeScheduleResponse seen) {
        return seen.getInfo().getRunningWorkflowsCount()
                + seen.getInfo().getRecentActionsList().stream()
                        .filter(Corner::seemsOpen)
                        .count();
    }

    private static boolean seemsOpen(ScheduleActionResult action) {
        return action.getStartWorkflowStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    }
}
