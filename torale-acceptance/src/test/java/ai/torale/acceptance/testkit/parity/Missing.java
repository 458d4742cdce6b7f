package ai.torale.acceptance.testkit.parity;

import io.temporal.api.schedule.v1.BackfillRequest;
import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.schedule.v1.TriggerImmediatelyRequest;
import java.util.List;

/** Requests for a schedule that is not there. */
final class Missing {
    private Missing() {}

    static List<Behaviour> all() {
        return List.of(new Behaviour(
                "missing: every call to a schedule that never was",
                (corner, answers) -> calls(corner, answers, corner.id() + "-never")));
    }

    static void calls(Corner corner, Answers answers, String id) {
        answers.attempt("describe", () -> corner.describe(id));
        answers.attempt(
                "update",
                () -> corner.calls()
                        .updateSchedule(corner.updating(corner.ordering("done"))
                                .setScheduleId(id)
                                .build()));
        answers.attempt(
                "pause",
                () -> Patches.send(corner, id, SchedulePatch.newBuilder().setPause("x")));
        answers.attempt(
                "trigger",
                () -> Patches.send(
                        corner,
                        id,
                        SchedulePatch.newBuilder().setTriggerImmediately(TriggerImmediatelyRequest.newBuilder())));
        answers.attempt(
                "backfill",
                () -> Patches.send(
                        corner, id, SchedulePatch.newBuilder().addBackfillRequest(BackfillRequest.newBuilder())));
        answers.attempt("empty patch", () -> Patches.send(corner, id, SchedulePatch.newBuilder()));
        answers.attempt(
                "matching times", () -> Patches.times(corner, id, "2020-01-01T00:00:00Z", "2020-01-02T00:00:00Z"));
        answers.attempt("delete", () -> Patches.delete(corner, id));
    }
}
