package ai.torale.acceptance.cron;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.DevServer;
import ai.torale.acceptance.server.RealServer;
import ai.torale.cron.Calendar;
import ai.torale.cron.Calendar.Field;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Calendars with seconds and years against the server's own, around changes of clocks.
 *
 * <p>Each build compares 40 calendars; {@code -Dtorale.calendars=2000} compares more.
 */
@RealServer
class CalendarDifferentialIT {
    private static final int CALENDARS = Integer.getInteger("torale.calendars", 40);
    private static final int SERVER_LIMIT = 1_000;
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("America/New_York"),
            ZoneId.of("Europe/London"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("Asia/Kathmandu"),
            ZoneId.of("America/Sao_Paulo"),
            ZoneId.of("Pacific/Apia"));

    @Test
    void every_time_of_a_calendar_equals_the_servers_to_the_second(DevServer devServer) {
        Random random = new Random(5);
        List<String> differences = new ArrayList<>();
        int answers = 0;
        try (ScheduleServer server = new ScheduleServer(devServer.target())) {
            for (int i = 0; i < CALENDARS; i++) {
                ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
                Instant from = start(zone, random);
                Instant to = from.plus(Duration.ofDays(2));
                Map<Field, List<Calendar.Range>> ranges = ranges(random);
                String id = server.create(spec(ranges, zone));
                List<Instant> theirs = server.times(id, from, to);
                List<Instant> ours = times(Calendar.of(ranges), from, to, zone);
                server.delete(id);
                answers += theirs.size();
                if (!ours.equals(theirs)) {
                    differences.add(ranges + " in " + zone + " from " + from);
                }
            }
        }

        assertThat(differences).isEmpty();
        assertThat(answers).isGreaterThan(CALENDARS * 10);
    }

    /** Half a day before a change of clocks, where the zone has one. */
    private static Instant start(ZoneId zone, Random random) {
        Instant any = Instant.parse("2001-01-01T00:00:00Z").plus(Duration.ofDays(random.nextInt(12_000)));
        ZoneOffsetTransition change = zone.getRules().nextTransition(any);
        return (change == null ? any : change.getInstant()).minus(Duration.ofHours(12));
    }

    /** Seconds and minutes are sparse, lest the server cut its answer off. */
    private static Map<Field, List<Calendar.Range>> ranges(Random random) {
        Map<Field, List<Calendar.Range>> ranges = new EnumMap<>(Field.class);
        ranges.put(Field.SECOND, List.of(range(random, 0, 59, 20), range(random, 0, 59, 40)));
        ranges.put(Field.MINUTE, List.of(range(random, 0, 59, 15)));
        ranges.put(Field.HOUR, List.of(new Calendar.Range(0, 23, 1 + random.nextInt(2))));
        ranges.put(Field.DAY_OF_MONTH, List.of(new Calendar.Range(1, 31, 1)));
        ranges.put(Field.MONTH, List.of(new Calendar.Range(1, 12, 1)));
        ranges.put(Field.WEEKDAY, List.of(new Calendar.Range(0, random.nextInt(3) == 0 ? 2 : 6, 1)));
        ranges.put(
                Field.YEAR,
                random.nextBoolean() ? List.of() : List.of(new Calendar.Range(2000, 2060, 1 + random.nextInt(2))));
        return ranges;
    }

    private static Calendar.Range range(Random random, int first, int last, int step) {
        return new Calendar.Range(first + random.nextInt(step), last, step);
    }

    private static ScheduleSpec spec(Map<Field, List<Calendar.Range>> ranges, ZoneId zone) {
        return ScheduleSpec.newBuilder()
                .setTimezoneName(zone.getId())
                .addStructuredCalendar(StructuredCalendarSpec.newBuilder()
                        .addAllSecond(ranges(ranges, Field.SECOND))
                        .addAllMinute(ranges(ranges, Field.MINUTE))
                        .addAllHour(ranges(ranges, Field.HOUR))
                        .addAllDayOfMonth(ranges(ranges, Field.DAY_OF_MONTH))
                        .addAllMonth(ranges(ranges, Field.MONTH))
                        .addAllDayOfWeek(ranges(ranges, Field.WEEKDAY))
                        .addAllYear(ranges(ranges, Field.YEAR)))
                .build();
    }

    private static List<Range> ranges(Map<Field, List<Calendar.Range>> ranges, Field field) {
        return ranges.getOrDefault(field, List.of()).stream()
                .map(range -> Range.newBuilder()
                        .setStart(range.first())
                        .setEnd(range.last())
                        .setStep(range.step())
                        .build())
                .toList();
    }

    private static List<Instant> times(Calendar calendar, Instant from, Instant to, ZoneId zone) {
        List<Instant> times = new ArrayList<>();
        Optional<Instant> time = calendar.next(from, zone);
        while (time.isPresent() && !time.get().isAfter(to) && times.size() < SERVER_LIMIT) {
            times.add(time.get());
            time = calendar.next(time.get(), zone);
        }
        return times;
    }
}
