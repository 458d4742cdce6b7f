package ai.torale.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleHandle;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScheduledRunsTest {
    @Test
    void a_daily_schedule_in_new_york_fires_at_the_nominal_times_across_the_change_of_clocks() {
        try (Bench bench = Bench.from("2024-03-07T00:00:00Z")) {
            bench.schedule(
                    "mon",
                    "done",
                    Bench.spec("0 9 * * *").setTimeZoneName("America/New_York").build(),
                    schedule -> schedule);

            bench.advanceTo("2024-03-14T00:00:00Z");

            assertThat(bench.ids("ExecutionStatus = 'Completed'"))
                    .containsExactly(
                            "mon-2024-03-07T14:00:00Z",
                            "mon-2024-03-08T14:00:00Z",
                            "mon-2024-03-09T14:00:00Z",
                            "mon-2024-03-10T13:00:00Z",
                            "mon-2024-03-11T13:00:00Z",
                            "mon-2024-03-12T13:00:00Z",
                            "mon-2024-03-13T13:00:00Z");
        }
    }

    @Test
    void a_month_of_hourly_runs_is_complete() {
        try (Bench bench = Bench.from("2024-04-01T00:00:00Z")) {
            ScheduleHandle schedule = bench.schedule("hourly", "30 * * * *");

            bench.advanceTo("2024-05-01T00:00:00Z");

            ScheduleDescription description = schedule.describe();
            assertThat(description.getInfo().getNumActions()).isEqualTo(720);
            assertThat(bench.list("ExecutionStatus = 'Completed'")).hasSize(720);
        }
    }

    @Test
    void a_fire_at_the_very_end_of_an_advance_has_finished() {
        try (Bench bench = Bench.from("2024-04-01T00:00:00Z")) {
            bench.schedule("edge", "0 9 * * *");

            bench.advanceTo("2024-04-01T09:00:00Z");

            assertThat(bench.ids("ExecutionStatus = 'Completed'")).containsExactly("edge-2024-04-01T09:00:00Z");
        }
    }

    @Test
    void the_environments_own_sleep_finishes_what_fell_due() {
        try (Bench bench = Bench.from("2024-04-01T00:00:00Z")) {
            bench.schedule("edge", "0 9 * * *");

            bench.server()
                    .environment()
                    .sleep(java.time.Duration.between(bench.server().now(), Instant.parse("2024-04-01T09:00:00Z")));

            assertThat(bench.ids("ExecutionStatus = 'Completed'")).containsExactly("edge-2024-04-01T09:00:00Z");
        }
    }
}
