package ai.torale.acceptance.testkit.parity;

import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL;
import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP;
import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_UNSPECIFIED;

import com.google.protobuf.util.Durations;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.ScheduleAction;
import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.schedule.v1.SchedulePolicies;
import java.util.List;

/** What one run leaves to the next. */
final class HandingOn {
    private HandingOn() {}

    static List<Behaviour> all() {
        return List.of(
                new Behaviour("results: each run is handed the result of the last", HandingOn::results),
                new Behaviour("results: failures, empty results and other ends between", HandingOn::between),
                new Behaviour("results: runs that may overlap get and leave nothing", HandingOn::overlapping),
                new Behaviour("results: of a run that continued as new", HandingOn::continued),
                new Behaviour("runs: search attributes, memo and first event", HandingOn::run),
                new Behaviour("runs: keepOriginalWorkflowId", HandingOn::originalId),
                new Behaviour("pause on failure: a failure, and runs afterwards", HandingOn::failure),
                new Behaviour("pause on failure: a timeout", HandingOn::timeout),
                new Behaviour("pause on failure: cancelled and terminated runs do not pause", HandingOn::stopped));
    }

    private static void results(Corner corner, Answers answers) {
        corner.create(corner.ordering("count"));
        for (int i = 1; i <= 3; i++) {
            ordered(corner, answers, "count", i);
        }
    }

    private static void between(Corner corner, Answers answers) {
        corner.create(corner.ordering("count"));
        ordered(corner, answers, "count", 1);
        ordered(corner, answers, "fail", 2);
        ordered(corner, answers, "count", 3);
        ordered(corner, answers, "count", 4);
        order(corner, "hold");
        due(corner, 5, SCHEDULE_OVERLAP_POLICY_SKIP);
        corner.busy(5, 1, 0);
        corner.client().newUntypedWorkflowStub(id(corner, 5)).terminate("enough");
        answers.note("terminated", corner.settled(5));
        ordered(corner, answers, "count", 6);
        ordered(corner, answers, "nothing", 7);
        ordered(corner, answers, "count", 8);
    }

    private static void overlapping(Corner corner, Answers answers) {
        corner.create(corner.ordering("count"));
        ordered(corner, answers, "count", 1);
        due(corner, 2, SCHEDULE_OVERLAP_POLICY_ALLOW_ALL);
        answers.note("beside", corner.settledRuns(2));
        answers.value("result beside", Runs.result(corner, id(corner, 2)));
        order(corner, "count");
        due(corner, 3, SCHEDULE_OVERLAP_POLICY_SKIP);
        answers.note("in turn", corner.settled(3, 1));
        answers.value("result in turn", Runs.result(corner, id(corner, 3)));
    }

    private static void continued(Corner corner, Answers answers) {
        corner.create(corner.ordering("again"));
        ordered(corner, answers, "again", 1);
        ordered(corner, answers, "nothing", 2);
        answers.note("handed on", Runs.start(corner, id(corner, 2)).getLastCompletionResult());
    }

    private static void run(Corner corner, Answers answers) {
        corner.create(corner.ordering("done")
                .setAction(ScheduleAction.newBuilder()
                        .setStartWorkflow(Samples.start(corner.id(), corner.queue(), "done")
                                .setMemo(Samples.memo("about", "the run"))
                                .setSearchAttributes(Samples.attribute("ParityWord", "of the run")))));
        due(corner, 1, SCHEDULE_OVERLAP_POLICY_UNSPECIFIED);
        corner.settled(1);

        answers.note("start", Runs.start(corner, id(corner, 1)));
        answers.note("info", Runs.info(corner, id(corner, 1)));
    }

    private static void originalId(Corner corner, Answers answers) {
        corner.create(corner.ordering("done")
                .setPolicies(SchedulePolicies.newBuilder().setKeepOriginalWorkflowId(true)));
        due(corner, 1, SCHEDULE_OVERLAP_POLICY_UNSPECIFIED);

        answers.note("describe", corner.settled(1));
    }

    private static void failure(Corner corner, Answers answers) {
        corner.create(corner.ordering("fail")
                .setPolicies(SchedulePolicies.newBuilder().setPauseOnFailure(true)));
        due(corner, 1, SCHEDULE_OVERLAP_POLICY_UNSPECIFIED);
        answers.note("failed", corner.settled(1));
        corner.patch(SchedulePatch.newBuilder().setUnpause("try again"));
        answers.note("unpaused", corner.describe());

        due(corner, 2, SCHEDULE_OVERLAP_POLICY_UNSPECIFIED);
        answers.note("failed again", corner.settled(2));
        due(corner, 3, SCHEDULE_OVERLAP_POLICY_ALLOW_ALL);
        answers.note(
                "beside", corner.until(corner::describe, seen -> seen.getInfo().getActionCount() == 3));
    }

    private static void timeout(Corner corner, Answers answers) {
        corner.create(corner.ordering("hold")
                .setAction(ScheduleAction.newBuilder()
                        .setStartWorkflow(Samples.start(corner.id(), corner.queue(), "hold")
                                .setWorkflowRunTimeout(Durations.fromSeconds(1))))
                .setPolicies(SchedulePolicies.newBuilder().setPauseOnFailure(true)));
        due(corner, 1, SCHEDULE_OVERLAP_POLICY_UNSPECIFIED);

        answers.note("timed out", corner.settled(1));
    }

    private static void stopped(Corner corner, Answers answers) {
        corner.create(corner.ordering("hold")
                .setPolicies(SchedulePolicies.newBuilder().setPauseOnFailure(true)));
        due(corner, 1, SCHEDULE_OVERLAP_POLICY_UNSPECIFIED);
        corner.busy(1, 1, 0);
        corner.client().newUntypedWorkflowStub(id(corner, 1)).terminate("enough");
        answers.note("terminated", corner.settled(1));

        due(corner, 2, SCHEDULE_OVERLAP_POLICY_UNSPECIFIED);
        corner.busy(2, 1, 0);
        corner.client().newUntypedWorkflowStub(id(corner, 2)).cancel();
        answers.note("cancelled", corner.settled(2));
    }

    /** Has the schedule start one run with an order, and waits for its end. */
    private static void ordered(Corner corner, Answers answers, String order, int hour) {
        order(corner, order);
        due(corner, hour, SCHEDULE_OVERLAP_POLICY_SKIP);
        answers.note(order + " " + hour, corner.settled(hour).getInfo());
        answers.note("start of " + hour, Runs.start(corner, id(corner, hour)));
        answers.value("end of " + hour, Runs.end(corner, id(corner, hour)).getEventType());
    }

    private static void order(Corner corner, String order) {
        corner.update(corner.updating(corner.ordering(order)));
    }

    private static void due(Corner corner, int hour, ScheduleOverlapPolicy policy) {
        String time = "2020-01-01T0" + hour + ":00:00Z";
        corner.backfill(time, time, policy);
    }

    private static String id(Corner corner, int hour) {
        return corner.id() + "-2020-01-01T0" + hour + ":00:00Z";
    }
}
