package ai.torale.testkit.server;

import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.worker.Worker;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server with a worker for {@link Nightly}, and the words that its tests need. */
final class Bench implements AutoCloseable {
    static final String QUEUE = "nightly";

    private final SkippedTimeServer server;

    Bench(SkippedTimeServerBuilder builder) {
        this(builder, new Nightly.StepsImpl());
    }

    Bench(SkippedTimeServerBuilder builder, Nightly.Steps steps) {
        this.server = builder.start();
        Worker worker = server.environment().newWorker(QUEUE);
        worker.registerWorkflowImplementationTypes(Nightly.NightlyImpl.class);
        worker.registerActivitiesImplementations(steps);
        server.environment().start();
    }

    static Bench from(String startTime) {
        return new Bench(SkippedTimeServer.builder().startTime(Instant.parse(startTime)));
    }

    SkippedTimeServer server() {
        return server;
    }

    void advanceTo(String time) {
        server.advanceTo(Instant.parse(time));
    }

    ScheduleHandle schedule(String id, String order, ScheduleSpec spec, UnaryOperator<Schedule.Builder> change) {
        Schedule.Builder schedule = Schedule.newBuilder().setSpec(spec).setAction(action(id, order));
        return server.scheduleClient()
                .createSchedule(
                        id,
                        change.apply(schedule).build(),
                        ScheduleOptions.newBuilder().build());
    }

    ScheduleHandle schedule(String id, String order, String cron, SchedulePolicy policy) {
        return schedule(id, order, spec(cron).build(), schedule -> schedule.setPolicy(policy));
    }

    static SchedulePolicy policy() {
        return SchedulePolicy.newBuilder().build();
    }

    ScheduleHandle schedule(String id, String cron) {
        return schedule(id, "done", cron, policy());
    }

    static ScheduleSpec.Builder spec(String cron) {
        return ScheduleSpec.newBuilder().setCronExpressions(List.of(cron));
    }

    static ScheduleActionStartWorkflow action(String id, String order) {
        return action(id, order, QUEUE);
    }

    static ScheduleActionStartWorkflow action(String id, String order, String queue) {
        return ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(Nightly.TYPE)
                .setArguments(order)
                .setOptions(WorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setTaskQueue(queue)
                        .build())
                .build();
    }

    ScheduleHandle schedule(String id, ScheduleSpec spec, ScheduleActionStartWorkflow action) {
        return schedule(id, "", spec, schedule -> schedule.setAction(action));
    }

    Nightly workflow(String id) {
        return workflow(id, QUEUE);
    }

    Nightly workflow(String id, String queue) {
        return server.client()
                .newWorkflowStub(
                        Nightly.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(id)
                                .setTaskQueue(queue)
                                .build());
    }

    List<WorkflowExecutionInfo> list(String query) {
        return server.environment()
                .getWorkflowServiceStubs()
                .blockingStub()
                .listWorkflowExecutions(ListWorkflowExecutionsRequest.newBuilder()
                        .setNamespace(server.environment().getNamespace())
                        .setQuery(query)
                        .build())
                .getExecutionsList();
    }

    /** The workflow ids of what matches, in alphabetical order. */
    List<String> ids(String query) {
        return list(query).stream()
                .map(info -> info.getExecution().getWorkflowId())
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
