package ai.torale.acceptance.testkit.parity;

import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL;

import com.google.protobuf.util.Durations;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.schedule.v1.BackfillRequest;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleAction;
import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.schedule.v1.SchedulePolicies;
import io.temporal.api.schedule.v1.TriggerImmediatelyRequest;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.CreateScheduleRequest;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleOptions;
import java.util.List;
import java.util.function.UnaryOperator;

/** Requests to create a schedule. */
final class Creating {
    private Creating() {}

    static List<Behaviour> all() {
        return List.of(
                new Behaviour("create: the answer, and the description at once", Creating::simplest),
                new Behaviour("create: the same request again, and others of the same id", Creating::again),
                new Behaviour("create: an initial patch is done at once", Creating::initialPatch),
                new Behaviour("create: by the SDK's client, with a trigger and a backfill", Creating::bySdk),
                new Behaviour("create: nothing but an id", Creating::nothing),
                new Behaviour("create: requests that are refused", Creating::refused),
                new Behaviour("create: actions that are refused", Creating::refusedActions),
                new Behaviour("create: odd policies", Creating::oddPolicies));
    }

    private static void simplest(Corner corner, Answers answers) {
        answers.note("create", corner.create(corner.ordering("done")));

        answers.note("describe", corner.describe());
    }

    private static void again(Corner corner, Answers answers) {
        CreateScheduleRequest.Builder request = corner.creation(corner.ordering("done"));
        corner.create(request);

        answers.attempt("the same request", () -> corner.create(request));
        answers.attempt("another request", () -> corner.create(request.setRequestId("another")));
        answers.attempt("the first again", () -> corner.create(request.setRequestId(corner.id() + "-request")));
        corner.delete(corner.id());
        answers.attempt("after a deletion", () -> corner.create(request.setRequestId("a third")));
        answers.note("describe", corner.describe());
    }

    private static void initialPatch(Corner corner, Answers answers) {
        corner.create(corner.creation(corner.ordering("done"))
                .setInitialPatch(SchedulePatch.newBuilder()
                        .setPause("from the start")
                        .addBackfillRequest(BackfillRequest.newBuilder()
                                .setStartTime(Samples.time("2020-01-01T01:00:00Z"))
                                .setEndTime(Samples.time("2020-01-01T02:00:00Z"))
                                .setOverlapPolicy(SCHEDULE_OVERLAP_POLICY_ALLOW_ALL))
                        .setTriggerImmediately(TriggerImmediatelyRequest.newBuilder())));

        answers.note("describe", corner.settled(3, 2));
    }

    private static void bySdk(Corner corner, Answers answers) {
        io.temporal.client.schedules.Schedule schedule = io.temporal.client.schedules.Schedule.newBuilder()
                .setAction(ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType(Errand.TYPE)
                        .setArguments("done")
                        .setOptions(WorkflowOptions.newBuilder()
                                .setWorkflowId(corner.id())
                                .setTaskQueue(corner.queue())
                                .setMemo(java.util.Map.of("note", "of the run"))
                                .build())
                        .build())
                .setSpec(io.temporal.client.schedules.ScheduleSpec.newBuilder()
                        .setCronExpressions(List.of("0 9 * * MON-FRI # office"))
                        .setTimeZoneName("Europe/Berlin")
                        .setStartAt(java.time.Instant.parse("2090-01-01T00:00:00Z"))
                        .build())
                .build();
        ScheduleOptions options = ScheduleOptions.newBuilder()
                .setTriggerImmediately(true)
                .setMemo(java.util.Map.of("note", "of the schedule"))
                .build();
        corner.schedules().createSchedule(corner.id(), schedule, options);
        answers.value("again", outcome(() -> corner.schedules().createSchedule(corner.id(), schedule, options)));

        answers.note("settled", corner.settled(1));
        answers.value(
                "described",
                corner.schedules()
                        .getHandle(corner.id())
                        .describe()
                        .getSchedule()
                        .getSpec());
        corner.schedules().getHandle(corner.id()).delete();
        answers.value(
                "gone", outcome(() -> corner.schedules().getHandle(corner.id()).describe()));
    }

    private static String outcome(Runnable call) {
        try {
            call.run();
            return "done";
        } catch (ScheduleAlreadyRunningException e) {
            return e.getClass().getSimpleName();
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage() + ": " + e.getCause();
        }
    }

    private static void nothing(Corner corner, Answers answers) {
        answers.attempt(
                "create",
                () -> corner.create(CreateScheduleRequest.newBuilder()
                        .setNamespace(Corner.NAMESPACE)
                        .setScheduleId(corner.id())
                        .setRequestId("one")));

        answers.note("describe", corner.describe());
        corner.trigger(SCHEDULE_OVERLAP_POLICY_ALLOW_ALL);
        answers.note("after a trigger", corner.describe());
    }

    private static void refused(Corner corner, Answers answers) {
        attempt(corner, answers, "no schedule id", request -> request.setScheduleId(""));
        attempt(corner, answers, "no request id", request -> request.setRequestId(""));
        attempt(corner, answers, "a long schedule id", request -> request.setScheduleId("x".repeat(1_001)));
        attempt(corner, answers, "a long request id", request -> request.setRequestId("x".repeat(1_001)));
        attempt(corner, answers, "no namespace", request -> request.setNamespace(""));
        attempt(corner, answers, "an unknown namespace", request -> request.setNamespace("parity-nowhere"));
        attempt(
                corner,
                answers,
                "an unknown search attribute",
                request -> request.setSearchAttributes(Samples.attribute("NoSuch", "x")));
        attempt(
                corner,
                answers,
                "a search attribute of the wrong type",
                request -> request.setSearchAttributes(Samples.attribute("ParityNumber", "many")));
        attempt(
                corner,
                answers,
                "a search attribute of the system",
                request -> request.setSearchAttributes(Samples.attribute("WorkflowId", "x")));
    }

    private static void refusedActions(Corner corner, Answers answers) {
        action(corner, answers, "no workflow id", start -> start.setWorkflowId(""));
        action(corner, answers, "a long workflow id", start -> start.setWorkflowId("x".repeat(981)));
        action(corner, answers, "the longest workflow id", start -> start.setWorkflowId("x".repeat(979)));
        action(corner, answers, "no workflow type", NewWorkflowExecutionInfo.Builder::clearWorkflowType);
        action(corner, answers, "no task queue", NewWorkflowExecutionInfo.Builder::clearTaskQueue);
        action(corner, answers, "a task queue without name", start -> start.setTaskQueue(TaskQueue.newBuilder()));
        action(
                corner,
                answers,
                "a long workflow type",
                start -> start.setWorkflowType(
                        start.getWorkflowType().toBuilder().setName("x".repeat(1_001))));
        action(
                corner,
                answers,
                "a long task queue",
                start -> start.setTaskQueue(start.getTaskQueue().toBuilder().setName("x".repeat(1_001))));
        action(corner, answers, "a cron schedule", start -> start.setCronSchedule("* * * * *"));
        action(
                corner,
                answers,
                "a reuse policy",
                start -> start.setWorkflowIdReusePolicy(
                        WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE));
        refusedOptions(corner, answers);
    }

    private static void refusedOptions(Corner corner, Answers answers) {
        action(
                corner,
                answers,
                "a negative run timeout",
                start -> start.setWorkflowRunTimeout(Durations.fromSeconds(-1)));
        action(
                corner,
                answers,
                "a negative execution timeout",
                start -> start.setWorkflowExecutionTimeout(Durations.fromSeconds(-1)));
        action(
                corner,
                answers,
                "a negative task timeout",
                start -> start.setWorkflowTaskTimeout(Durations.fromSeconds(-1)));
        action(
                corner,
                answers,
                "an unknown search attribute",
                start -> start.setSearchAttributes(Samples.attribute("NoSuch", "x")));
        action(
                corner,
                answers,
                "a search attribute of the wrong type",
                start -> start.setSearchAttributes(Samples.attribute("ParityNumber", "many")));
    }

    private static void oddPolicies(Corner corner, Answers answers) {
        attempt(
                corner,
                answers,
                "a negative catch-up window",
                request -> request.setSchedule(corner.ordering("done")
                        .setPolicies(SchedulePolicies.newBuilder().setCatchupWindow(Durations.fromSeconds(-1)))));
        attempt(
                corner,
                answers,
                "an unknown overlap policy",
                request -> request.setSchedule(corner.ordering("done")
                        .setPolicies(SchedulePolicies.newBuilder().setOverlapPolicyValue(99))));
        attempt(
                corner,
                answers,
                "a jitter below zero",
                request -> request.setSchedule(
                        corner.ordering("done").setSpec(Samples.oncePast().setJitter(Durations.fromSeconds(-1)))));
    }

    private static void action(
            Corner corner, Answers answers, String name, UnaryOperator<NewWorkflowExecutionInfo.Builder> change) {
        Schedule.Builder schedule = corner.ordering("done")
                .setAction(ScheduleAction.newBuilder()
                        .setStartWorkflow(change.apply(Samples.start(corner.id(), corner.queue(), "done"))));
        attempt(corner, answers, name, request -> request.setSchedule(schedule));
    }

    /** Each is a schedule of its own, deleted at the end if it was accepted. */
    private static void attempt(
            Corner corner, Answers answers, String name, UnaryOperator<CreateScheduleRequest.Builder> change) {
        CreateScheduleRequest.Builder request =
                corner.creation(corner.ordering("done")).setScheduleId(corner.id() + "-" + name.replace(' ', '-'));
        answers.attempt(name, () -> corner.create(change.apply(request)));
    }
}
