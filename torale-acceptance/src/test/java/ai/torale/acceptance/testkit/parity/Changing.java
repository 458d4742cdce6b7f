package ai.torale.acceptance.testkit.parity;

import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_UNSPECIFIED;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.workflowservice.v1.CreateScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.client.schedules.ScheduleUpdate;
import java.util.List;

/** Updates, pauses and deletions. */
final class Changing {
    private Changing() {}

    static List<Behaviour> all() {
        return List.of(
                new Behaviour("update: right, old, empty, short and foreign conflict tokens", Changing::tokens),
                new Behaviour("update: the action alone, the spec alone", Changing::oneThing),
                new Behaviour("update: state is sent along, so it unpauses", Changing::state),
                new Behaviour("update: search attributes are left, replaced and cleared", Changing::searchAttributes),
                new Behaviour("update: an empty schedule replaces everything", Changing::nothing),
                new Behaviour("update: by the SDK's client", Changing::bySdk),
                new Behaviour("update: requests that are refused", Changing::refusedUpdates),
                new Behaviour("pause: notes, twice and in one request", Changing::pauses),
                new Behaviour("pause: what moves the conflict token", Changing::tokenMoves),
                new Behaviour("delete: everything afterwards", Changing::deletes),
                new Behaviour("delete: the runs go on", Changing::runsOutlive));
    }

    private static void tokens(Corner corner, Answers answers) {
        ByteString created = corner.create(corner.ordering("done")).getConflictToken();
        corner.update(corner.updating(noted(corner, "right")).setConflictToken(created));
        answers.note("right", corner.describe());

        answers.attempt(
                "old answer",
                () -> corner.update(corner.updating(noted(corner, "old")).setConflictToken(created)));
        answers.note("old", corner.describe());
        corner.update(corner.updating(noted(corner, "short")).setConflictToken(ByteString.copyFromUtf8("abc")));
        answers.note("short", corner.describe());
        answers.attempt(
                "foreign answer",
                () -> corner.update(corner.updating(noted(corner, "foreign"))
                        .setConflictToken(ByteString.copyFromUtf8("abcdefgh"))));
        answers.note("foreign", corner.describe());
        corner.update(corner.updating(noted(corner, "empty")));
        answers.note("empty", corner.describe());
        ByteString now = corner.describe().getConflictToken();
        corner.update(corner.updating(noted(corner, "long")).setConflictToken(now.concat(now)));
        answers.note("long", corner.describe());
    }

    private static Schedule.Builder noted(Corner corner, String note) {
        return corner.ordering("done").setState(ScheduleState.newBuilder().setNotes(note));
    }

    private static void oneThing(Corner corner, Answers answers) {
        corner.create(corner.creation(corner.ordering("done"))
                .setMemo(Samples.memo("about", "the schedule"))
                .setSearchAttributes(Samples.attribute("ParityWord", "a word")));
        Schedule described = corner.describe().getSchedule();
        corner.update(corner.updating(
                described.toBuilder().setAction(Samples.action(corner.id(), corner.queue(), "nothing"))));
        answers.note("action", corner.describe());

        corner.update(corner.updating(described.toBuilder()
                .setSpec(Samples.cron("0 0 1 1 *").setStartTime(Samples.time("2090-01-01T00:00:00Z")))));
        answers.note("spec", corner.describe());
        corner.update(corner.updating(described.toBuilder()
                .setSpec(described.getSpec().toBuilder()
                        .addCronString("30 12 1 1 *")
                        .setStartTime(Samples.time("2090-01-01T00:00:00Z")))));
        answers.note("one more calendar", corner.describe());
    }

    private static void state(Corner corner, Answers answers) {
        corner.create(corner.ordering("done")
                .setState(ScheduleState.newBuilder().setPaused(true).setNotes("first")));
        Schedule whilePaused = corner.describe().getSchedule();
        corner.patch(SchedulePatch.newBuilder().setUnpause("in between"));

        corner.update(corner.updating(whilePaused.toBuilder()));
        answers.note("paused again", corner.describe());
        corner.update(corner.updating(whilePaused.toBuilder().clearState()));
        answers.note("no state", corner.describe());
        corner.update(corner.updating(whilePaused.toBuilder()
                .clearPolicies()
                .setState(ScheduleState.newBuilder().setLimitedActions(true).setRemainingActions(5))));
        answers.note("limited", corner.describe());
    }

    private static void searchAttributes(Corner corner, Answers answers) {
        corner.create(corner.creation(corner.ordering("done"))
                .setSearchAttributes(Samples.attribute("ParityWord", "a word")
                        .putIndexedFields("ParityNumber", Samples.payload(7))));
        corner.update(corner.updating(corner.ordering("done")));
        answers.note("left", corner.describe());

        corner.update(
                corner.updating(corner.ordering("done")).setSearchAttributes(Samples.attribute("ParityNumber", 8)));
        answers.note("replaced", corner.describe());
        corner.update(corner.updating(corner.ordering("done")).setSearchAttributes(SearchAttributes.newBuilder()));
        answers.note("cleared", corner.describe());
    }

    private static void nothing(Corner corner, Answers answers) {
        corner.create(corner.ordering("done"));

        corner.update(corner.updating(Schedule.newBuilder()));
        answers.note("describe", corner.describe());
    }

    private static void bySdk(Corner corner, Answers answers) {
        corner.create(corner.ordering("done"));

        corner.schedules()
                .getHandle(corner.id())
                .update(input -> new ScheduleUpdate(io.temporal.client.schedules.Schedule.newBuilder(
                                input.getDescription().getSchedule())
                        .setState(io.temporal.client.schedules.ScheduleState.newBuilder()
                                .setPaused(true)
                                .setNote("by the client")
                                .build())
                        .build()));
        answers.note("describe", corner.describe());
        corner.schedules().getHandle(corner.id()).update(input -> null);
        answers.value("no update", corner.describe().getConflictToken().size());
    }

    private static void refusedUpdates(Corner corner, Answers answers) {
        corner.create(corner.ordering("done"));

        answers.attempt(
                "unknown id",
                () -> corner.update(corner.updating(corner.ordering("done")).setScheduleId("parity-unknown")));
        answers.attempt(
                "unknown namespace",
                () -> corner.update(corner.updating(corner.ordering("done")).setNamespace("parity-nowhere")));
        answers.attempt(
                "bad spec",
                () -> corner.update(corner.updating(corner.ordering("done").setSpec(Samples.cron("61 * * * *")))));
        answers.attempt(
                "bad action",
                () -> corner.update(
                        corner.updating(corner.ordering("done").setAction(Samples.action(corner.id(), "", "done")))));
        answers.attempt(
                "unknown search attribute",
                () -> corner.update(corner.updating(corner.ordering("done"))
                        .setSearchAttributes(Samples.attribute("NoSuch", "x"))));
        answers.attempt(
                "long request id",
                () -> corner.update(corner.updating(corner.ordering("done")).setRequestId("x".repeat(1_001))));
        answers.note("describe", corner.describe());
    }

    private static void pauses(Corner corner, Answers answers) {
        corner.create(
                corner.ordering("done").setState(ScheduleState.newBuilder().setNotes("at first")));
        corner.patch(SchedulePatch.newBuilder().setPause("a holiday"));
        answers.note("paused", corner.describe());

        corner.patch(SchedulePatch.newBuilder().setPause("a longer one"));
        answers.note("paused twice", corner.describe());
        corner.patch(SchedulePatch.newBuilder().setUnpause("back"));
        answers.note("unpaused", corner.describe());
        corner.patch(SchedulePatch.newBuilder().setUnpause("still here"));
        answers.note("unpaused twice", corner.describe());
        corner.patch(SchedulePatch.newBuilder().setPause("both").setUnpause("at once"));
        answers.note("both at once", corner.describe());
        corner.schedules().getHandle(corner.id()).pause();
        answers.note("by the client", corner.describe());
        corner.schedules().getHandle(corner.id()).unpause("with a note");
        answers.note("by the client again", corner.describe());
        answers.attempt(
                "a long note", () -> corner.patch(SchedulePatch.newBuilder().setPause("x".repeat(1_000_001))));
    }

    private static void tokenMoves(Corner corner, Answers answers) {
        answers.value("create", corner.create(corner.ordering("done")).getConflictToken());
        corner.patch(SchedulePatch.newBuilder());
        answers.value("empty patch", corner.describe().getConflictToken());
        corner.patch(SchedulePatch.newBuilder().setPause("a"));
        answers.value("pause", corner.describe().getConflictToken());
        corner.trigger(SCHEDULE_OVERLAP_POLICY_UNSPECIFIED);
        answers.value("trigger", corner.settled(1).getConflictToken());
        corner.backfill("2020-01-01T01:00:00Z", "2020-01-01T01:00:00Z", SCHEDULE_OVERLAP_POLICY_UNSPECIFIED);
        answers.value("backfill", corner.settled(2).getConflictToken());
        corner.update(corner.updating(corner.ordering("done")));
        answers.value("update", corner.describe().getConflictToken());
    }

    private static void deletes(Corner corner, Answers answers) {
        corner.create(corner.ordering("done"));
        corner.delete(corner.id());

        Missing.calls(corner, answers, corner.id());
        CreateScheduleRequest.Builder again =
                corner.creation(noted(corner, "a new life")).setRequestId("again");
        answers.attempt("create again", () -> corner.create(again));
        answers.note("the new life", corner.describe());
    }

    private static void runsOutlive(Corner corner, Answers answers) {
        corner.create(corner.ordering("hold"));
        corner.backfill("2020-01-01T01:00:00Z", "2020-01-01T01:00:00Z", SCHEDULE_OVERLAP_POLICY_UNSPECIFIED);
        DescribeScheduleResponse busy = corner.busy(1, 1, 0);
        answers.note("busy", busy);

        corner.delete(corner.id());
        corner.letGo(busy.getInfo().getRecentActions(0));
        answers.value("result", Runs.result(corner, corner.id() + "-2020-01-01T01:00:00Z"));
    }
}
