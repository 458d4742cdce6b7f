package ai.torale.acceptance.testkit.parity;

import com.google.protobuf.util.Durations;
import io.temporal.api.schedule.v1.CalendarSpec;
import io.temporal.api.schedule.v1.IntervalSpec;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import java.util.List;

/** The form in which the servers keep specs, and what they refuse. */
final class Specs {
    private static final List<String> CRONS = List.of(
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

    private static final List<String> ONLY_THERE =
            List.of("0 0 9 * * *", "0 9 * * * 2089", "0 0 9 * * * 2089", "0 0 31 2 *");

    private static final List<String> NOWHERE = List.of(
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
            "# nothing");

    private Specs() {}

    static List<Behaviour> all() {
        return List.of(
                new Behaviour("specs: cron strings as described back", Specs::crons),
                new Behaviour("specs: calendars as described back", Specs::calendars),
                new Behaviour("specs: intervals as described back", Specs::intervals),
                new Behaviour("specs: zones, and calendars that only one of them reads", Specs::others),
                new Behaviour("specs: that are refused", Specs::refused));
    }

    private static void crons(Corner corner, Answers answers) {
        spec(corner, answers, "one of each kind", Samples.cron(CRONS.toArray(String[]::new)));
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
        for (String cron : ONLY_THERE) {
            spec(corner, answers, "only there: " + cron, Samples.cron(cron));
        }
        for (String cron : NOWHERE) {
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

    @SuppressWarnings("deprecation") // clients of any age may send what excludes as strings
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
    }

    private static void intervals(Corner corner, Answers answers) {
        spec(
                corner,
                answers,
                "intervals",
                ScheduleSpec.newBuilder()
                        .addInterval(IntervalSpec.newBuilder().setInterval(Durations.fromMillis(1_500)))
                        .addInterval(IntervalSpec.newBuilder()
                                .setInterval(Durations.fromSeconds(10))
                                .setPhase(Durations.fromMillis(2_500))));
    }

    private static void others(Corner corner, Answers answers) {
        corner.create(corner.quiet(Samples.oncePast()));
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
                                            corner.quiet(Samples.oncePast().setTimezoneName(zone)))
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
                        .updateSchedule(corner.updating(corner.quiet(spec)).build());
            } else {
                corner.create(corner.quiet(spec));
            }
            return corner.describe().getSchedule().getSpec();
        });
    }
}
