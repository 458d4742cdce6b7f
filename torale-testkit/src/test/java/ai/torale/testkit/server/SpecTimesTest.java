package ai.torale.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.temporal.api.schedule.v1.ScheduleSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpecTimesTest {
    private static final Instant START = Instant.parse("2024-04-01T00:00:00Z");

    @Test
    void the_earliest_of_calendars_and_intervals_comes_first() {
        ScheduleSpec spec = ScheduleSpec.newBuilder()
                .addCronString("30 1 * * *")
                .addCronString("@every 2h/15m")
                .build();

        assertThat(nominal(spec, 3))
                .containsExactly(
                        Instant.parse("2024-04-01T00:15:00Z"),
                        Instant.parse("2024-04-01T01:30:00Z"),
                        Instant.parse("2024-04-01T02:15:00Z"));
    }

    @Test
    void excluded_times_are_left_out() {
        ScheduleSpec crons = SpecForm.of(ScheduleSpec.newBuilder()
                .addCronString("0 9 * * *")
                .addCronString("* * * * MON,TUE")
                .build());
        ScheduleSpec spec = crons.toBuilder()
                .removeStructuredCalendar(1)
                .addExcludeStructuredCalendar(crons.getStructuredCalendar(1))
                .build();

        assertThat(nominal(spec, 1)).containsExactly(Instant.parse("2024-04-03T09:00:00Z"));
    }

    @Test
    void start_and_end_are_included() {
        ScheduleSpec spec = ScheduleSpec.newBuilder()
                .addCronString("0 9 * * *")
                .setStartTime(Times.timestamp(Instant.parse("2024-04-05T09:00:00Z")))
                .setEndTime(Times.timestamp(Instant.parse("2024-04-06T09:00:00Z")))
                .build();

        assertThat(nominal(spec, 5))
                .containsExactly(Instant.parse("2024-04-05T09:00:00Z"), Instant.parse("2024-04-06T09:00:00Z"));
    }

    @Test
    void jitter_is_the_same_again_under_the_same_seed_and_within_its_bounds() {
        ScheduleSpec spec = withJitter();

        List<SpecTimes.Fire> fires = fires(spec, "seed", 50);

        assertThat(fires).isEqualTo(fires(spec, "seed", 50)).isNotEqualTo(fires(spec, "other", 50));
        assertThat(fires)
                .allSatisfy(fire -> assertThat(fire.actual())
                        .isBetween(fire.nominal(), fire.nominal().plusSeconds(1_800)));
    }

    @Test
    void jitter_never_reaches_the_next_time() {
        ScheduleSpec spec =
                withJitter().toBuilder().setJitter(Durations.fromDays(3)).build();

        List<SpecTimes.Fire> fires = fires(spec, "seed", 50);

        assertThat(fires)
                .allSatisfy(fire ->
                        assertThat(fire.actual()).isBefore(fire.nominal().plusSeconds(3_600)));
    }

    private static ScheduleSpec withJitter() {
        return ScheduleSpec.newBuilder()
                .addCronString("0 * * * *")
                .setJitter(Durations.fromMinutes(30))
                .build();
    }

    private static List<Instant> nominal(ScheduleSpec spec, int count) {
        return fires(spec, "seed", count).stream().map(SpecTimes.Fire::nominal).toList();
    }

    private static List<SpecTimes.Fire> fires(ScheduleSpec spec, String seed, int count) {
        SpecTimes times = new SpecTimes(SpecForm.of(spec), seed);
        List<SpecTimes.Fire> fires = new ArrayList<>();
        Optional<SpecTimes.Fire> fire = times.next(START);
        while (fire.isPresent() && fires.size() < count) {
            fires.add(fire.get());
            fire = times.next(fire.get().actual());
        }
        return fires;
    }
}
