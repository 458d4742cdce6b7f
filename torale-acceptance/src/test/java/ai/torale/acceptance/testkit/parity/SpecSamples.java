package ai.torale.acceptance.testkit.parity;

import com.google.protobuf.util.Durations;
import io.temporal.api.schedule.v1.IntervalSpec;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Specs drawn at random, with a span of time in which they have some times: often one in which clocks change. */
final class SpecSamples {
    private static final List<String> ZONES = List.of(
            "",
            "UTC",
            "America/New_York",
            "America/Sao_Paulo",
            "America/St_Johns",
            "Asia/Kathmandu",
            "Asia/Tehran",
            "Australia/Lord_Howe",
            "Europe/Berlin",
            "Europe/Dublin",
            "Pacific/Apia",
            "Pacific/Chatham");
    private static final List<String> CRONS = List.of(
            "0 2 * * *",
            "30 1-3 * * *",
            "*/20 0-3 * * *",
            "0 9 * * MON-FRI",
            "15 2 1 * *",
            "@daily # at night",
            "@every 7h/2h",
            "@every 1d",
            "0 0 29 2 *",
            "59 23 28-31 * *");

    /** So many calendars, intervals and cron strings together. */
    static final int TIMES = 6;

    private static final Instant FIRST = Instant.parse("2001-01-01T00:00:00Z");

    /** Clocks went back from 00:01, or left out a whole day: the server goes back with them and does not come on. */
    private static final Map<String, Instant> FIRST_WITHOUT_JUMPS = Map.of(
            "America/St_Johns", Instant.parse("2012-01-01T00:00:00Z"),
            "Pacific/Apia", Instant.parse("2012-01-01T00:00:00Z"));

    private final Random random;

    SpecSamples(int portion) {
        this.random = new Random(11L + portion);
    }

    /** A spec, and what to ask it. */
    record Sample(ScheduleSpec.Builder spec, String from, String to) {}

    Sample next() {
        String zone = ZONES.get(random.nextInt(ZONES.size()));
        Instant from = from(zone);
        Instant to = from.plus(Duration.ofDays(2));
        ScheduleSpec.Builder spec = ScheduleSpec.newBuilder().setTimezoneName(zone);
        for (int i = 0; i < TIMES; i++) {
            addTimes(spec);
        }
        while (random.nextInt(3) == 0) {
            spec.addExcludeStructuredCalendar(StructuredCalendarSpec.newBuilder()
                    .addSecond(range(0, 59, 59))
                    .addMinute(range(0, 59, 20))
                    .addHour(range(0, 23, 8))
                    .addDayOfMonth(range(1, 31, 31))
                    .addMonth(range(1, 12, 12))
                    .addDayOfWeek(range(0, 6, 6)));
        }
        if (random.nextInt(4) == 0) {
            spec.setStartTime(Samples.time(within(from, to).toString()));
        }
        if (random.nextInt(4) == 0) {
            spec.setEndTime(Samples.time(within(from, to).toString()));
        }
        return new Sample(spec, from.toString(), to.toString());
    }

    private void addTimes(ScheduleSpec.Builder spec) {
        switch (random.nextInt(3)) {
            case 0 -> spec.addCronString(CRONS.get(random.nextInt(CRONS.size())));
            case 1 -> spec.addInterval(interval());
            default -> spec.addStructuredCalendar(calendar());
        }
    }

    private IntervalSpec interval() {
        long seconds = 1_200L + random.nextInt(100_000);
        IntervalSpec.Builder interval = IntervalSpec.newBuilder().setInterval(Durations.fromSeconds(seconds));
        return random.nextBoolean()
                ? interval.build()
                : interval.setPhase(Durations.fromSeconds(random.nextInt((int) seconds)))
                        .build();
    }

    private StructuredCalendarSpec calendar() {
        StructuredCalendarSpec.Builder calendar = StructuredCalendarSpec.newBuilder()
                .addMinute(range(0, 59, 30))
                .addHour(range(0, 23, 3))
                .addDayOfMonth(range(1, 31, 2))
                .addMonth(range(1, 12, 2))
                .addDayOfWeek(range(0, 6, 2));
        if (random.nextBoolean()) {
            calendar.addSecond(range(0, 59, 30));
        } else {
            calendar.addSecond(Samples.range(0, 0));
        }
        if (random.nextInt(3) == 0) {
            calendar.addYear(range(2000, 2100, 3)).addYear(range(2000, 2100, 2));
        }
        return calendar.setComment(random.nextBoolean() ? "" : "number " + random.nextInt(10))
                .build();
    }

    /** From somewhere in the lower part to somewhere above it. */
    private Range range(int first, int last, int mostStep) {
        int start = first + random.nextInt(Math.max(1, (last - first) / 3));
        int end = random.nextInt(4) == 0 ? last : start + random.nextInt(last - start + 1);
        int step = 1 + random.nextInt(mostStep);
        return random.nextInt(8) == 0 ? Samples.range(start, 0) : Samples.range(start, end, step);
    }

    /** Half a day before a change of clocks, where the zone has one, or any time in a hundred years. */
    private Instant from(String zone) {
        Instant first = FIRST_WITHOUT_JUMPS.getOrDefault(zone, FIRST);
        Instant any = first.plus(Duration.ofHours(random.nextInt(400_000)));
        ZoneOffsetTransition change =
                zone.isEmpty() ? null : ZoneId.of(zone).getRules().nextTransition(any);
        return change == null || random.nextInt(4) == 0
                ? any
                : change.getInstant().minus(Duration.ofHours(12));
    }

    private Instant within(Instant from, Instant to) {
        long millis = Duration.between(from, to).toMillis();
        return from.plusMillis((long) (random.nextDouble() * millis));
    }
}
