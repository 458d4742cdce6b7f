package ai.torale.acceptance.testkit.parity;

import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL;
import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ALL;
import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE;
import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_CANCEL_OTHER;
import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP;
import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_TERMINATE_OTHER;
import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_UNSPECIFIED;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.ScheduleActionResult;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import java.util.List;

/** One run is held; what becomes of three more that fall due meanwhile, and of it. */
final class Overlapping {
    private Overlapping() {}

    static List<Behaviour> all() {
        return List.of(
                policy("skip", SCHEDULE_OVERLAP_POLICY_SKIP, Overlapping::skip),
                policy("buffer one", SCHEDULE_OVERLAP_POLICY_BUFFER_ONE, Overlapping::bufferOne),
                policy("buffer all", SCHEDULE_OVERLAP_POLICY_BUFFER_ALL, Overlapping::bufferAll),
                policy("cancel other", SCHEDULE_OVERLAP_POLICY_CANCEL_OTHER, Overlapping::cancelOther),
                policy("terminate other", SCHEDULE_OVERLAP_POLICY_TERMINATE_OTHER, Overlapping::terminateOther),
                policy("allow all", SCHEDULE_OVERLAP_POLICY_ALLOW_ALL, Overlapping::allowAll),
                policy("none means skip", SCHEDULE_OVERLAP_POLICY_UNSPECIFIED, Overlapping::skip),
                new Behaviour("overlap: the policy of a request wins over the schedule's", Overlapping::ofRequest));
    }

    private static Behaviour policy(String name, ScheduleOverlapPolicy policy, Behaviour.Steps rest) {
        return new Behaviour("overlap: " + name, (corner, answers) -> {
            corner.create(corner.ordering("hold").setPolicies(Samples.overlap(policy)));
            due(corner, 1, SCHEDULE_OVERLAP_POLICY_UNSPECIFIED);
            answers.note("one", corner.busy(1, policy == SCHEDULE_OVERLAP_POLICY_ALLOW_ALL ? 0 : 1, 0));
            rest.run(corner, answers);
        });
    }

    private static void skip(Corner corner, Answers answers) {
        threeMore(corner);
        answers.note("four", corner.busy(1, 1, 0));

        end(corner, answers, 1);
    }

    private static void bufferOne(Corner corner, Answers answers) {
        threeMore(corner);
        answers.note("four", corner.busy(1, 1, 1));

        end(corner, answers, 2);
    }

    private static void bufferAll(Corner corner, Answers answers) {
        threeMore(corner);
        answers.note("four", corner.busy(1, 1, 3));

        end(corner, answers, 4);
    }

    private static void cancelOther(Corner corner, Answers answers) {
        for (int hour = 2; hour <= 4; hour++) {
            due(corner, hour, SCHEDULE_OVERLAP_POLICY_UNSPECIFIED);
            answers.note("run " + hour, corner.busy(hour, 1, 0));
        }

        answers.value("end of 1", Runs.end(corner, run(corner, 1)).getEventType());
        answers.value("end of 3", Runs.end(corner, run(corner, 3)).getEventType());
        answers.note("cancelled", Runs.info(corner, run(corner, 3)));
    }

    private static void terminateOther(Corner corner, Answers answers) {
        for (int hour = 2; hour <= 4; hour++) {
            due(corner, hour, SCHEDULE_OVERLAP_POLICY_UNSPECIFIED);
            answers.note("run " + hour, corner.busy(hour, 1, 0));
        }

        answers.note("end of 3", Runs.end(corner, run(corner, 3)).getWorkflowExecutionTerminatedEventAttributes());
        answers.note("terminated", Runs.info(corner, run(corner, 3)));
    }

    private static void allowAll(Corner corner, Answers answers) {
        threeMore(corner);
        answers.note("four", corner.busy(4, 0, 0));
    }

    private static void ofRequest(Corner corner, Answers answers) {
        corner.create(corner.ordering("hold").setPolicies(Samples.overlap(SCHEDULE_OVERLAP_POLICY_TERMINATE_OTHER)));
        due(corner, 1, SCHEDULE_OVERLAP_POLICY_SKIP);
        answers.note("one", corner.busy(1, 1, 0));
        due(corner, 2, SCHEDULE_OVERLAP_POLICY_SKIP);
        answers.note("skipped", corner.busy(1, 1, 0));
        due(corner, 3, SCHEDULE_OVERLAP_POLICY_ALLOW_ALL);
        answers.note("beside", corner.busy(2, 1, 0));
        due(corner, 4, SCHEDULE_OVERLAP_POLICY_BUFFER_ONE);
        answers.note("waiting", corner.busy(2, 1, 1));
        due(corner, 5, SCHEDULE_OVERLAP_POLICY_UNSPECIFIED);
        answers.note("terminated", corner.busy(3, 1, 0));
        corner.trigger(SCHEDULE_OVERLAP_POLICY_SKIP);
        answers.note("a skipped trigger", corner.busy(3, 1, 0));
    }

    private static void threeMore(Corner corner) {
        for (int hour = 2; hour <= 4; hour++) {
            due(corner, hour, SCHEDULE_OVERLAP_POLICY_UNSPECIFIED);
        }
    }

    private static void due(Corner corner, int hour, ScheduleOverlapPolicy policy) {
        String time = "2020-01-01T0" + hour + ":00:00Z";
        corner.backfill(time, time, policy);
    }

    private static String run(Corner corner, int hour) {
        return corner.id() + "-2020-01-01T0" + hour + ":00:00Z";
    }

    /** Lets each run go in turn, until so many have ended. */
    private static void end(Corner corner, Answers answers, int runs) {
        for (int i = 1; i <= runs; i++) {
            int started = i;
            DescribeScheduleResponse busy = corner.busy(started, 1, runs - started);
            ScheduleActionResult last = busy.getInfo().getRecentActions(started - 1);
            corner.letGo(last);
        }
        answers.note("all ended", corner.settled(runs));
    }
}
