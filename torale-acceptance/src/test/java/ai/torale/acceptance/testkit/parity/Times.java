package ai.torale.acceptance.testkit.parity;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.workflowservice.v1.ListScheduleMatchingTimesRequest;
import io.temporal.api.workflowservice.v1.ListScheduleMatchingTimesResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The times of specs. */
final class Times {
    /** So many calendars, intervals and cron strings in each build; {@code -Dtorale.parity.specs=6000} compares more. */
    private static final int GENERATED = Integer.getInteger("torale.parity.specs", 240);

    private static final int PORTIONS = 3;

    private Times() {}

    static List<Behaviour> all() {
        List<Behaviour> all = new ArrayList<>(List.of(
                new Behaviour("times: ranges of the question", Times::questions),
                new Behaviour("times: jitter keeps within its bounds", Times::jitter)));
        IntStream.range(0, PORTIONS)
                .mapToObj(portion -> new Behaviour(
                        "times: generated specs, part " + (portion + 1),
                        (corner, answers) -> generated(corner, answers, portion)))
                .forEach(all::add);
        return all;
    }

    private static void generated(Corner corner, Answers answers, int portion) {
        SpecSamples samples = new SpecSamples(portion);
        corner.create(corner.quiet(Samples.oncePast()));
        for (int i = 0; i < GENERATED / PORTIONS / SpecSamples.TIMES; i++) {
            SpecSamples.Sample sample = samples.next();
            corner.calls()
                    .updateSchedule(corner.updating(corner.quiet(sample.spec())).build());
            answers.note(
                    "spec " + i + " from " + sample.from(),
                    Patches.times(corner, corner.id(), sample.from(), sample.to()));
        }
        answers.note("the last one described", corner.describe().getSchedule().getSpec());
    }

    private static void questions(Corner corner, Answers answers) {
        corner.create(corner.quiet(Samples.every(3_600, 0)
                .setStartTime(Samples.time("2020-01-01T02:00:00Z"))
                .setEndTime(Samples.time("2020-01-05T02:00:00Z"))));
        for (List<String> range : List.of(
                List.of("2020-01-01T02:00:00Z", "2020-01-01T04:00:00Z"),
                List.of("2020-01-01T01:59:59.999Z", "2020-01-01T03:59:59.999Z"),
                List.of("2020-01-01T03:00:00.5Z", "2020-01-01T04:00:00Z"),
                List.of("2020-01-01T00:00:00Z", "2020-01-01T02:00:00Z"),
                List.of("2020-01-05T00:00:00Z", "2021-01-01T00:00:00Z"),
                List.of("2020-01-02T00:00:00Z", "2020-01-02T00:00:00Z"),
                List.of("2020-01-03T00:00:00Z", "2020-01-02T00:00:00Z"),
                List.of("1969-01-01T00:00:00Z", "2020-01-01T03:00:00Z"))) {
            answers.attempt(range.toString(), () -> Patches.times(corner, corner.id(), range.get(0), range.get(1)));
        }
        answers.attempt("no range", () -> times(corner, ListScheduleMatchingTimesRequest.newBuilder()));
        answers.attempt(
                "no end",
                () -> times(
                        corner,
                        ListScheduleMatchingTimesRequest.newBuilder()
                                .setStartTime(Samples.time("2020-01-03T00:00:00Z"))));
        answers.attempt(
                "no start",
                () -> times(
                        corner,
                        ListScheduleMatchingTimesRequest.newBuilder()
                                .setEndTime(Samples.time("2020-01-03T00:00:00Z"))));
        corner.update(corner.updating(corner.quiet(Samples.every(60, 7))));
        answers.note("most", Patches.times(corner, corner.id(), "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"));
        corner.update(corner.updating(corner.quiet(ScheduleSpec.newBuilder())));
        answers.note("no spec", Patches.times(corner, corner.id(), "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"));
        corner.update(corner.updating(corner.quiet(Samples.every(86_400 * 400, 0))));
        answers.note("to the end", Patches.times(corner, corner.id(), "2090-01-01T00:00:00Z", "2300-01-01T00:00:00Z"));
        answers.note("before 1970", Patches.times(corner, corner.id(), "1950-01-01T00:00:00Z", "1975-01-01T00:00:00Z"));
    }

    private static ListScheduleMatchingTimesResponse times(
            Corner corner, ListScheduleMatchingTimesRequest.Builder request) {
        return corner.calls()
                .listScheduleMatchingTimes(request.setNamespace(Corner.NAMESPACE)
                        .setScheduleId(corner.id())
                        .build());
    }

    /** The times differ, so only their number and their distance from the nominal ones are compared. */
    private static void jitter(Corner corner, Answers answers) {
        for (Duration jitter : List.of(Durations.fromSeconds(90), Durations.fromHours(5))) {
            ScheduleSpec.Builder spec = Samples.every(3_600, 0).setJitter(jitter);
            if (jitter.getSeconds() == 90) {
                corner.create(corner.quiet(spec));
            } else {
                corner.update(corner.updating(corner.quiet(spec)));
            }
            List<Long> late = Patches.times(corner, corner.id(), "2020-01-01T00:30:00Z", "2020-01-03T00:30:00Z")
                    .getStartTimeList()
                    .stream()
                    .map(time -> time.getSeconds() % 3_600)
                    .toList();
            answers.value(
                    jitter + " within bounds",
                    late.stream().allMatch(seconds -> seconds < Math.min(3_600, jitter.getSeconds())));
            answers.value(jitter + " not all equal", late.stream().distinct().count() > 10);
            answers.note(jitter + " described", corner.describe().getSchedule().getSpec());
        }
    }
}
