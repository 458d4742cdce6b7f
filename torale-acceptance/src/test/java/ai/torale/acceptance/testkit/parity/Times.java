package ai.torale.acceptance.testkit.parity;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import io.temporal.api.schedule.v1.CalendarSpec;
import io.temporal.api.schedule.v1.IntervalSpec;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import io.temporal.api.workflowservice.v1.ListScheduleMatchingTimesRequest;
import io.temporal.api.workflowservice.v1.ListScheduleMatchingTimesResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the servers make of specs: their form, their times, and their refusals. */
final class Times {
    /** So many calendars, intervals and cron strings in each build; {@code -Dtorale.parity.specs=10000} compares more. */
    private static final int GENERATED = Integer.getInteger("torale.parity.specs", 240);

    private static final int PORTIONS = 3;

    private Times() {}

    static List<Behaviour> all() {
        List<Behaviour> all = new ArrayList<>(List.of(
                new Behaviour("times: ranges of the question", Times::questions),
                new Behaviour("times: jitter keeps within its bounds", Times::jitter),
                new Behaviour("specs: cron strings as described back", Times::crons),
                new Behaviour("specs: calendars and intervals as described back", Times::calendars),
                new Behaviour("specs: that are refused", Times::refused)));
        IntStream.range(0, PORTIONS)
                .mapToObj(portion -> new Behaviour(
                        "times: generated specs, part " + (portion + 1),
                        (corner, answers) -> generated(corner, answers, portion)))
                .forEach(all::add);
        return all;
    }

    private static void generated(Corner corner, Answers answers, int portion) {
        SpecSamples samples = new SpecSamples(portion);
        corner.create(quiet(corner, Samples.oncePast()));
        for (int i = 0; i < GENERATED / PORTIONS / SpecSamples.TIMES; i++) {
            SpecSamples.Sample sample = samples.next();
            corner.calls()
                    .updateSchedule(
                            corner.updating(quiet(corner, sample.spec())).build());
            answers.note(
                    "spec " + i + " from " + sample.from(),
                    Patches.times(corner, corner.id(), sample.from(), sample.to()));
        }
        answers.note("the last one described", corner.describe().getSchedule().getSpec());
    }

    private static io.temporal.api.schedule.v1.Schedule.Builder quiet(Corner corner, ScheduleSpec.Builder spec) {
        return corner.ordering("done")
                .setSpec(spec)
                .setState(ScheduleState.newBuilder().setPaused(true));
    }

    private static void questions(Corner corner, Answers answers) {
        corner.create(quiet(
                corner,
                Samples.every(3_600, 0)
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
        corner.update(corner.updating(quiet(corner, Samples.every(60, 7))));
        answers.note("most", Patches.times(corner, corner.id(), "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"));
        corner.update(corner.updating(quiet(corner, ScheduleSpec.newBuilder())));
        answers.note("no spec", Patches.times(corner, corner.id(), "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"));
        corner.update(corner.updating(quiet(corner, Samples.every(86_400 * 400, 0))));
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
                corner.create(quiet(corner, spec));
            } else {
                corner.update(corner.updating(quiet(corner, spec)));
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

    private static void crons(Corner corner, Answers answers) {
        ScheduleSpec.Builder accepted = Samples.cron(
                "0 9 * * *",
                "*/5 * * * *",
                "0 9 * * 1-5",
                "0 9 * * 7",
                "0 9 * * SUN-SAT",
                "0 0 1 JAN-mar mon,WED",
                "30 2,14 */2 * *",
                "5-59/13 8-18 * * *",
                "@hourly",
                "@daily",
                "@midnight",
                "@weekly",
                "@monthly",
                "@yearly",
                "@annually",
                "@every 90s",
                "@every 1h/30m",
                "@every 1d12h",
                "@monthly # a comment",
                "0 9 * * * # 0 9 * * *",
                "0 9 * * * #",
                "@every 5m # lost",
                "  0   9 * * *  ",
                "0 9 * * MON#2",
                "0 9 1 * MON");
        spec(corner, answers, "one of each kind", accepted);
        spec(
                corner,
                answers,
                "zone before",
                Samples.cron("TZ=Asia/Tokyo 0 9 * * *", "CRON_TZ=Asia/Tokyo 0 8 * * * # x"));
        spec(
                corner,
                answers,
                "the spec's zone",
                Samples.cron("TZ=Asia/Tokyo 0 9 * * *").setTimezoneName("Asia/Tokyo"));
        for (String cron : List.of("0 0 9 * * *", "0 9 * * * 2089", "0 0 9 * * * 2089", "0 0 31 2 *")) {
            spec(corner, answers, "only there: " + cron, Samples.cron(cron));
        }
        for (String cron : List.of(
                "0 9 * *",
                "60 * * * *",
                "0 9 * * L",
                "0 9 ? * *",
                "H 9 * * *",
                "0 9 * * 5-1",
                "@reboot",
                "@every 0s",
                "@every 500ms",
                "@every 1h/2h",
                "@every",
                "TZ=Nowhere/Land 0 9 * * *",
                "TZ=UTC",
                "",
                "# nothing")) {
            spec(corner, answers, "nowhere: " + cron, Samples.cron(cron));
        }
        spec(corner, answers, "two zones", Samples.cron("TZ=Asia/Tokyo 0 9 * * *", "TZ=Europe/Paris 0 9 * * *"));
        spec(corner, answers, "a zone and none", Samples.cron("TZ=Asia/Tokyo 0 9 * * *", "0 9 * * *"));
        spec(
                corner,
                answers,
                "another zone",
                Samples.cron("TZ=Asia/Tokyo 0 9 * * *").setTimezoneName("Asia/Seoul"));
    }

    private static void calendars(Corner corner, Answers answers) {
        List<CalendarSpec> texts = List.of(
                CalendarSpec.getDefaultInstance(),
                CalendarSpec.newBuilder().setHour("9").build(),
                CalendarSpec.newBuilder().setHour("9").setComment("each day").build(),
                CalendarSpec.newBuilder()
                        .setDayOfWeek("MON-FRI")
                        .setMonth("Jan,Jul")
                        .build(),
                CalendarSpec.newBuilder()
                        .setMinute("*/20")
                        .setHour("8-18/2")
                        .setDayOfMonth("1,15")
                        .build());
        List<StructuredCalendarSpec> structured = List.of(
                StructuredCalendarSpec.getDefaultInstance(),
                StructuredCalendarSpec.newBuilder()
                        .addHour(Range.getDefaultInstance())
                        .build(),
                StructuredCalendarSpec.newBuilder()
                        .addHour(Samples.range(9, 0))
                        .addMinute(Samples.range(5, 40, 7))
                        .build());
        CalendarSpec.Builder excluded =
                CalendarSpec.newBuilder().setHour("3").setMinute("*/7").setComment("not then");
        spec(
                corner,
                answers,
                "calendars",
                ScheduleSpec.newBuilder()
                        .addAllCalendar(texts)
                        .addExcludeCalendar(excluded)
                        .addAllStructuredCalendar(structured)
                        .addExcludeStructuredCalendar(structured.get(0))
                        .addExcludeStructuredCalendar(structured.get(2)));
        spec(
                corner,
                answers,
                "intervals",
                ScheduleSpec.newBuilder()
                        .addInterval(IntervalSpec.newBuilder().setInterval(Durations.fromMillis(1_500)))
                        .addInterval(IntervalSpec.newBuilder()
                                .setInterval(Durations.fromSeconds(10))
                                .setPhase(Durations.fromMillis(2_500))));
        spec(
                corner,
                answers,
                "only there: seconds",
                Samples.calendar(CalendarSpec.newBuilder().setSecond("*/10")));
        spec(
                corner,
                answers,
                "only there: years",
                Samples.calendar(CalendarSpec.newBuilder().setYear("2089-2091")));
        spec(corner, answers, "only there: the zone Local", Samples.oncePast().setTimezoneName("Local"));
        spec(
                corner,
                answers,
                "nowhere: blanks",
                Samples.calendar(CalendarSpec.newBuilder().setHour(" 9 , 10 ")));
        for (String zone : List.of("UTC", "Etc/UTC", "Europe/Kyiv", "US/Pacific", "EST", "EST5EDT", "GMT", "Zulu")) {
            answers.attempt(
                    "zone " + zone,
                    () -> corner.calls()
                            .updateSchedule(corner.updating(
                                            quiet(corner, Samples.oncePast().setTimezoneName(zone)))
                                    .build()));
        }
    }

    private static void refused(Corner corner, Answers answers) {
        for (String zone : List.of("Nowhere", "europe/berlin", "+02:00", "Z", "UTC+1", "GMT+1", "CEST", "PST")) {
            spec(corner, answers, "zone " + zone, Samples.oncePast().setTimezoneName(zone));
        }
        calendar(corner, answers, "second", StructuredCalendarSpec.newBuilder().addSecond(Samples.range(60, 60)));
        calendar(corner, answers, "minute", StructuredCalendarSpec.newBuilder().addMinute(Samples.range(0, 60)));
        calendar(corner, answers, "hour", StructuredCalendarSpec.newBuilder().addHour(Samples.range(-1, 3)));
        calendar(corner, answers, "day", StructuredCalendarSpec.newBuilder().addDayOfMonth(Samples.range(0, 3)));
        calendar(corner, answers, "month", StructuredCalendarSpec.newBuilder().addMonth(Samples.range(13, 0)));
        calendar(corner, answers, "weekday", StructuredCalendarSpec.newBuilder().addDayOfWeek(Samples.range(7, 7)));
        calendar(corner, answers, "year", StructuredCalendarSpec.newBuilder().addYear(Samples.range(1999, 2101)));
        calendar(
                corner,
                answers,
                "backwards",
                StructuredCalendarSpec.newBuilder().addHour(Samples.range(9, 8)));
        calendar(corner, answers, "step", StructuredCalendarSpec.newBuilder().addHour(Samples.range(0, 9, -1)));
        calendar(corner, answers, "comment", StructuredCalendarSpec.newBuilder().setComment("x".repeat(201)));
        calendar(
                corner,
                answers,
                "several",
                StructuredCalendarSpec.newBuilder()
                        .addSecond(Samples.range(60, 70))
                        .addHour(Samples.range(24, 0, -2)));
        interval(corner, answers, "no interval", IntervalSpec.newBuilder());
        interval(corner, answers, "short", IntervalSpec.newBuilder().setInterval(Durations.fromMillis(999)));
        interval(corner, answers, "negative", IntervalSpec.newBuilder().setInterval(Durations.fromSeconds(-5)));
        interval(corner, answers, "phase", Samples.every(10, 10).getInterval(0).toBuilder());
        interval(corner, answers, "negative phase", Samples.every(10, -1).getInterval(0).toBuilder());
        for (String text : List.of("9-8", "x", "61", "*/0", "1,,2")) {
            spec(
                    corner,
                    answers,
                    "nowhere: minute " + text,
                    Samples.calendar(CalendarSpec.newBuilder().setMinute(text)));
        }
    }

    private static void calendar(Corner corner, Answers answers, String name, StructuredCalendarSpec.Builder calendar) {
        spec(corner, answers, name, ScheduleSpec.newBuilder().addStructuredCalendar(calendar));
    }

    private static void interval(Corner corner, Answers answers, String name, IntervalSpec.Builder interval) {
        spec(corner, answers, name, ScheduleSpec.newBuilder().addInterval(interval));
    }

    /** The form that the server keeps, the first times in 2089, or the refusal. */
    private static void spec(Corner corner, Answers answers, String name, ScheduleSpec.Builder spec) {
        answers.attempt("[" + name + "]", () -> {
            if (corner.exists()) {
                corner.calls()
                        .updateSchedule(corner.updating(quiet(corner, spec)).build());
            } else {
                corner.create(quiet(corner, spec));
            }
            return corner.describe().getSchedule().getSpec();
        });
    }
}
