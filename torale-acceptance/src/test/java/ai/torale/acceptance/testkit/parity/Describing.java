package ai.torale.acceptance.testkit.parity;

import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ALL;

import com.google.protobuf.util.Durations;
import io.temporal.api.common.v1.Header;
import io.temporal.api.common.v1.Priority;
import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleAction;
import io.temporal.api.schedule.v1.SchedulePolicies;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import io.temporal.api.sdk.v1.UserMetadata;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import java.util.List;

/** Descriptions with every field that a schedule can have. */
final class Describing {
    private Describing() {}

    static List<Behaviour> all() {
        return List.of(
                new Behaviour("describe: everything that can be set", Describing::everything),
                new Behaviour("describe: the runs of a schedule with everything", Describing::runOfEverything),
                new Behaviour("describe: policies at their limits", Describing::limits),
                new Behaviour("describe: paused from the start, with no action left", Describing::paused));
    }

    private static void everything(Corner corner, Answers answers) {
        corner.create(corner.creation(full(corner))
                .setMemo(Samples.memo("about", "the schedule").putFields("number", Samples.payload(7)))
                .setSearchAttributes(Samples.attribute("ParityWord", "a word")
                        .putIndexedFields("ParityNumber", Samples.payload(7))));

        answers.note("describe", corner.describe());
    }

    private static void runOfEverything(Corner corner, Answers answers) {
        corner.create(full(corner));
        corner.backfill("2020-01-01T01:00:00Z", "2020-01-01T01:00:00Z", SCHEDULE_OVERLAP_POLICY_BUFFER_ALL);

        answers.note("describe", corner.settled(1));
        answers.note("run", Runs.info(corner, corner.id() + "-2020-01-01T01:00:00Z"));
        answers.note("start", Runs.start(corner, corner.id() + "-2020-01-01T01:00:00Z"));
    }

    private static void limits(Corner corner, Answers answers) {
        corner.create(corner.ordering("done")
                .setPolicies(SchedulePolicies.newBuilder().setCatchupWindow(Durations.fromSeconds(1))));
        answers.note("a short window", corner.describe());

        corner.update(corner.updating(corner.ordering("done")
                .setPolicies(SchedulePolicies.newBuilder().setCatchupWindow(Durations.fromDays(4_000)))));
        answers.note("a long window", corner.describe());
        corner.update(corner.updating(corner.ordering("done")
                .setPolicies(SchedulePolicies.newBuilder()
                        .setKeepOriginalWorkflowId(true)
                        .setPauseOnFailure(true))));
        answers.note("flags", corner.describe());
    }

    private static void paused(Corner corner, Answers answers) {
        corner.create(corner.ordering("done")
                .setState(ScheduleState.newBuilder()
                        .setPaused(true)
                        .setNotes("not yet")
                        .setLimitedActions(true)));

        answers.note("describe", corner.describe());
    }

    private static Schedule.Builder full(Corner corner) {
        return Schedule.newBuilder()
                .setSpec(spec())
                .setAction(ScheduleAction.newBuilder().setStartWorkflow(action(corner)))
                .setPolicies(SchedulePolicies.newBuilder()
                        .setOverlapPolicy(SCHEDULE_OVERLAP_POLICY_BUFFER_ALL)
                        .setCatchupWindow(Durations.fromSeconds(77))
                        .setPauseOnFailure(true))
                .setState(ScheduleState.newBuilder()
                        .setNotes("a note")
                        .setLimitedActions(true)
                        .setRemainingActions(3));
    }

    private static ScheduleSpec.Builder spec() {
        return Samples.oncePast()
                .addCronString("15 3 * * MON # in the night")
                .addInterval(Samples.every(86_400, 3_600).getInterval(0))
                .addExcludeStructuredCalendar(StructuredCalendarSpec.newBuilder()
                        .setComment("never at noon")
                        .addHour(Samples.range(12, 0)))
                .setStartTime(Samples.time("2020-01-01T00:00:00.5Z"))
                .setEndTime(Samples.time("2020-01-01T05:00:00Z"))
                .setTimezoneName("UTC")
                .setJitter(Durations.fromSeconds(0));
    }

    private static NewWorkflowExecutionInfo.Builder action(Corner corner) {
        return Samples.start(corner.id(), corner.queue(), "done")
                .setWorkflowExecutionTimeout(Durations.fromMinutes(5))
                .setWorkflowRunTimeout(Durations.fromMinutes(4))
                .setWorkflowTaskTimeout(Durations.fromSeconds(9))
                .setRetryPolicy(RetryPolicy.newBuilder()
                        .setInitialInterval(Durations.fromSeconds(2))
                        .setMaximumAttempts(2))
                .setMemo(Samples.memo("about", "the run"))
                .setSearchAttributes(Samples.attribute("ParityWord", "of the run")
                        .putIndexedFields("ParityFlag", Samples.payload(true)))
                .setHeader(Header.newBuilder().putFields("trace", Samples.payload("on")))
                .setUserMetadata(UserMetadata.newBuilder().setSummary(Samples.payload("a summary")))
                .setPriority(Priority.newBuilder().setPriorityKey(2));
    }
}
