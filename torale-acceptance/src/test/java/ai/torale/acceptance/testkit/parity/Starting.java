package ai.torale.acceptance.testkit.parity;

import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL;
import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ALL;
import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP;
import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_UNSPECIFIED;

import com.google.protobuf.util.Durations;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.BackfillRequest;
import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.schedule.v1.SchedulePolicies;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.schedule.v1.TriggerImmediatelyRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.client.schedules.ScheduleBackfill;
import java.time.Instant;
import java.util.List;

/** Runs that somebody asks for, and runs that fall due. */
final class Starting {
    private static final String ONE = "2020-01-01T01:00:00Z";

    private Starting() {}

    static List<Behaviour> all() {
        return List.of(
                new Behaviour("trigger: with each overlap policy, nothing running", Starting::triggers),
                new Behaviour("trigger: while paused and without actions left", Starting::triggersWhilePaused),
                new Behaviour("trigger: for a time of its own", Starting::triggerForTime),
                new Behaviour("backfill: both ends count", Starting::inclusive),
                new Behaviour("backfill: while paused and without actions left", Starting::backfillWhilePaused),
                new Behaviour("backfill: more than one step, all at once", Starting::manyAtOnce),
                new Behaviour("backfill: more than one step, one after the other", Starting::manyInTurn),
                new Behaviour("backfill: backwards, empty and twice in one request", Starting::oddRanges),
                new Behaviour("backfill: the same again", Starting::sameAgain),
                new Behaviour("backfill: by the SDK's client", Starting::bySdk),
                new Behaviour("limits: actions run out", Starting::runsOut),
                new Behaviour("limits: an end", Starting::ends),
                new Behaviour("limits: a start to come, and an end that is past", Starting::outOfTime),
                new Behaviour("limits: what fell due while paused is not caught up", Starting::pausedTime));
    }

    private static void triggers(Corner corner, Answers answers) {
        corner.create(corner.ordering("done"));
        corner.trigger(SCHEDULE_OVERLAP_POLICY_UNSPECIFIED);

        answers.note("one", corner.settled(1));
        int actions = 1;
        for (int policy = 1; policy <= 6; policy++) {
            corner.patch(SchedulePatch.newBuilder()
                    .setTriggerImmediately(TriggerImmediatelyRequest.newBuilder()
                            .setScheduledTime(Samples.time("2021-01-01T0" + policy + ":00:00Z"))
                            .setOverlapPolicyValue(policy)));
            actions++;
            answers.note("policy " + policy, corner.settled(actions, policy / 6).getInfo());
        }
    }

    private static void triggersWhilePaused(Corner corner, Answers answers) {
        corner.create(corner.ordering("done")
                .setState(ScheduleState.newBuilder()
                        .setPaused(true)
                        .setLimitedActions(true)
                        .setRemainingActions(0)));
        corner.trigger(SCHEDULE_OVERLAP_POLICY_UNSPECIFIED);
        DescribeScheduleResponse settled = corner.settled(1);

        answers.note("describe", settled);
        String run =
                settled.getInfo().getRecentActions(0).getStartWorkflowResult().getWorkflowId();
        answers.note("run", Runs.info(corner, run));
        answers.note("start", Runs.start(corner, run));
    }

    private static void triggerForTime(Corner corner, Answers answers) {
        corner.create(corner.ordering("done"));
        corner.patch(SchedulePatch.newBuilder()
                .setTriggerImmediately(TriggerImmediatelyRequest.newBuilder()
                        .setScheduledTime(Samples.time("2019-05-05T05:05:05.678Z"))));

        answers.note("describe", corner.settled(1));
        answers.note("start", Runs.start(corner, corner.id() + "-2019-05-05T05:05:05Z"));
    }

    private static void inclusive(Corner corner, Answers answers) {
        corner.create(corner.ordering("done"));
        corner.backfill(ONE, "2020-01-01T03:00:00Z", SCHEDULE_OVERLAP_POLICY_ALLOW_ALL);
        answers.note("both", corner.settledRuns(3));

        corner.backfill("2020-01-01T04:00:00.001Z", "2020-01-01T05:59:59.999Z", SCHEDULE_OVERLAP_POLICY_ALLOW_ALL);
        answers.note("neither", corner.settledRuns(4));
    }

    private static void backfillWhilePaused(Corner corner, Answers answers) {
        corner.create(corner.ordering("done")
                .setState(ScheduleState.newBuilder()
                        .setPaused(true)
                        .setLimitedActions(true)
                        .setRemainingActions(1)));
        corner.backfill(ONE, ONE, SCHEDULE_OVERLAP_POLICY_UNSPECIFIED);

        answers.note("describe", corner.settled(1));
        answers.note("start", Runs.start(corner, corner.id() + "-" + ONE));
    }

    private static void manyAtOnce(Corner corner, Answers answers) {
        corner.create(corner.ordering("done"));
        corner.backfill("2020-01-01T00:00:00Z", "2020-01-01T11:00:00Z", SCHEDULE_OVERLAP_POLICY_ALLOW_ALL);

        answers.note("describe", corner.settledRuns(12));
    }

    private static void manyInTurn(Corner corner, Answers answers) {
        corner.create(corner.ordering("done"));
        corner.backfill("2020-01-01T00:00:00Z", "2020-01-01T10:00:00Z", SCHEDULE_OVERLAP_POLICY_BUFFER_ALL);

        answers.note("describe", corner.settled(11));
    }

    private static void oddRanges(Corner corner, Answers answers) {
        corner.create(corner.ordering("done"));
        corner.backfill("2020-01-01T03:00:00Z", ONE, SCHEDULE_OVERLAP_POLICY_ALLOW_ALL);
        corner.backfill("2020-02-01T00:00:00Z", "2020-03-01T00:00:00Z", SCHEDULE_OVERLAP_POLICY_ALLOW_ALL);
        answers.attempt(
                "no times",
                () -> corner.patch(
                        SchedulePatch.newBuilder().addBackfillRequest(BackfillRequest.getDefaultInstance())));
        answers.note("nothing", corner.settledRuns(0));

        corner.patch(SchedulePatch.newBuilder()
                .addBackfillRequest(range("2020-01-01T05:00:00Z", "2020-01-01T06:00:00Z"))
                .addBackfillRequest(range("2020-01-01T02:00:00Z", "2020-01-01T02:00:00Z"))
                .addBackfillRequest(range("2089-12-31T00:00:00Z", "2090-01-01T00:00:00Z")));
        answers.note("describe", corner.settledRuns(4));
    }

    private static BackfillRequest range(String from, String to) {
        return BackfillRequest.newBuilder()
                .setStartTime(Samples.time(from))
                .setEndTime(Samples.time(to))
                .setOverlapPolicy(SCHEDULE_OVERLAP_POLICY_ALLOW_ALL)
                .build();
    }

    private static void sameAgain(Corner corner, Answers answers) {
        corner.create(corner.ordering("done"));
        corner.backfill(ONE, ONE, SCHEDULE_OVERLAP_POLICY_SKIP);
        answers.note("first", corner.settled(1));
        corner.backfill(ONE, ONE, SCHEDULE_OVERLAP_POLICY_SKIP);

        answers.note("again", corner.settled(2, 1));
    }

    private static void bySdk(Corner corner, Answers answers) {
        corner.create(corner.ordering("done"));
        ScheduleBackfill backfill = new ScheduleBackfill(
                Instant.parse(ONE), Instant.parse("2020-01-01T02:00:00Z"), SCHEDULE_OVERLAP_POLICY_ALLOW_ALL);
        corner.schedules().getHandle(corner.id()).backfill(List.of(backfill));

        answers.note("describe", corner.settledRuns(2));
    }

    private static void runsOut(Corner corner, Answers answers) {
        corner.create(corner.ordering("done")
                .setSpec(Samples.every(1, 0))
                .setPolicies(policies(SCHEDULE_OVERLAP_POLICY_ALLOW_ALL))
                .setState(ScheduleState.newBuilder().setLimitedActions(true).setRemainingActions(2)));

        answers.note("out", corner.settledRuns(2));
        corner.trigger(SCHEDULE_OVERLAP_POLICY_ALLOW_ALL);
        answers.note(
                "triggered",
                corner.until(corner::describe, seen -> seen.getInfo().getActionCount() == 3));
    }

    private static void ends(Corner corner, Answers answers) {
        Instant end = corner.now().plusSeconds(2);
        corner.create(corner.ordering("done")
                .setSpec(Samples.every(1, 0).setEndTime(Samples.time(end.toString())))
                .setPolicies(policies(SCHEDULE_OVERLAP_POLICY_ALLOW_ALL)));

        DescribeScheduleResponse ended = corner.until(
                corner::describe,
                seen -> seen.getInfo().getActionCount() >= 1 && seen.getInfo().getFutureActionTimesCount() == 0);
        answers.note("schedule", ended.getSchedule());
        answers.value("as many as seconds", ended.getInfo().getActionCount() <= 2);
    }

    private static void outOfTime(Corner corner, Answers answers) {
        corner.create(corner.ordering("done")
                .setSpec(Samples.every(3_600, 0).setStartTime(Samples.time("2090-01-01T00:30:00Z"))));
        answers.note("to come", corner.describe());

        corner.update(corner.updating(corner.ordering("done")
                .setSpec(Samples.every(3_600, 0).setEndTime(Samples.time("2020-01-01T00:00:00Z")))));
        answers.note("past", corner.describe());
        corner.backfill("2019-12-31T22:00:00Z", "2020-01-01T02:00:00Z", SCHEDULE_OVERLAP_POLICY_ALLOW_ALL);
        answers.note("backfilled", corner.settledRuns(3));
    }

    private static void pausedTime(Corner corner, Answers answers) {
        corner.create(corner.ordering("done")
                .setSpec(Samples.every(1, 0))
                .setPolicies(policies(SCHEDULE_OVERLAP_POLICY_ALLOW_ALL))
                .setState(ScheduleState.newBuilder().setPaused(true)));
        Instant pausedUntil = corner.now().plusSeconds(2);
        corner.until(corner::now, pausedUntil::isBefore);
        answers.value("while paused", corner.describe().getInfo().getActionCount());
        corner.patch(SchedulePatch.newBuilder().setUnpause("go on"));

        DescribeScheduleResponse first =
                corner.until(corner::describe, seen -> seen.getInfo().getActionCount() >= 1);
        answers.value("missed", first.getInfo().getMissedCatchupWindow());
        answers.value(
                "the first one is after the pause",
                !Instant.ofEpochSecond(first.getInfo()
                                .getRecentActions(0)
                                .getScheduleTime()
                                .getSeconds())
                        .isBefore(pausedUntil.minusSeconds(1)));
    }

    private static SchedulePolicies.Builder policies(ScheduleOverlapPolicy overlap) {
        return Samples.overlap(overlap).setCatchupWindow(Durations.fromSeconds(60));
    }
}
