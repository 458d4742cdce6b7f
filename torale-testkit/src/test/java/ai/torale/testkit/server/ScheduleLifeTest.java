package ai.torale.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.schedule.v1.TriggerImmediatelyRequest;
import io.temporal.api.workflowservice.v1.CreateScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.api.workflowservice.v1.ListScheduleMatchingTimesRequest;
import io.temporal.api.workflowservice.v1.PatchScheduleRequest;
import io.temporal.api.workflowservice.v1.UpdateScheduleRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleBackfill;
import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleListDescription;
import io.temporal.client.schedules.ScheduleRange;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScheduleLifeTest {
    private static final Instant START = Instant.parse("2024-04-01T00:00:00Z");
    private final Bench bench = Bench.from(START.toString());

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void a_paused_schedule_misses_its_times_and_keeps_its_note() {
        ScheduleHandle schedule = bench.schedule("daily", "0 9 * * *");
        schedule.pause("holidays");
        bench.advanceTo("2024-04-03T00:00:00Z");
        assertThat(schedule.describe().getSchedule().getState().getNote()).isEqualTo("holidays");
        schedule.unpause("back");

        bench.advanceTo("2024-04-04T00:00:00Z");

        assertThat(bench.ids("")).containsExactly("daily-2024-04-03T09:00:00Z");
    }

    @Test
    void a_trigger_starts_a_run_now_also_while_paused() {
        ScheduleHandle schedule = bench.schedule("daily", "0 9 * * *");
        schedule.pause("holidays");
        bench.advanceTo("2024-04-01T05:00:00Z");

        schedule.trigger();

        assertThat(bench.ids("")).singleElement().asString().startsWith("daily-2024-04-01T05:00:0");
    }

    @Test
    void a_trigger_may_say_for_which_time() {
        bench.schedule("daily", "0 9 * * *");

        stub().patchSchedule(PatchScheduleRequest.newBuilder()
                .setNamespace("default")
                .setScheduleId("daily")
                .setPatch(SchedulePatch.newBuilder()
                        .setTriggerImmediately(TriggerImmediatelyRequest.newBuilder()
                                .setScheduledTime(Timestamps.fromMillis(
                                        START.minusSeconds(60).toEpochMilli()))))
                .build());

        assertThat(bench.ids("")).containsExactly("daily-2024-03-31T23:59:00Z");
    }

    @Test
    void a_query_of_schedules_knows_no_not_and_no_fields_of_workflows() {
        assertThatThrownBy(() -> bench.server()
                        .scheduleClient()
                        .listSchedules("NOT ScheduleId = 'x'", 10)
                        .toList())
                .hasMessageContaining("INVALID_ARGUMENT");
        assertThatThrownBy(() -> bench.server()
                        .scheduleClient()
                        .listSchedules("WorkflowId = 'x'", 10)
                        .toList())
                .hasMessageContaining("cannot filter on \"WorkflowId\"");
    }

    @Test
    void what_was_deleted_is_not_what_never_was() {
        bench.schedule("daily", "0 9 * * *").delete();

        assertThatThrownBy(() -> describe("daily")).hasMessage("NOT_FOUND: schedule not found");
        assertThatThrownBy(() -> describe("never"))
                .hasMessage("NOT_FOUND: workflow not found for ID: temporal-sys-scheduler:never");
    }

    @Test
    void a_backfill_includes_both_ends_of_its_range() {
        ScheduleHandle schedule = bench.schedule("hourly", "0 * * * *");

        schedule.backfill(List.of(new ScheduleBackfill(
                Instant.parse("2024-03-01T02:00:00Z"),
                Instant.parse("2024-03-01T04:00:00Z"),
                ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL)));

        assertThat(bench.ids(""))
                .containsExactly(
                        "hourly-2024-03-01T02:00:00Z", "hourly-2024-03-01T03:00:00Z", "hourly-2024-03-01T04:00:00Z");
    }

    @Test
    void a_long_backfill_is_done_in_steps_of_ten() {
        ScheduleHandle schedule = bench.schedule("hourly", "0 * * * *");

        schedule.backfill(List.of(new ScheduleBackfill(
                Instant.parse("2024-03-01T00:00:00Z"),
                Instant.parse("2024-03-01T23:00:00Z"),
                ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL)));
        bench.advanceTo("2024-04-01T00:01:00Z");

        assertThat(bench.ids("")).hasSize(24);
    }

    @Test
    void limited_actions_run_out() {
        ScheduleHandle schedule = bench.schedule(
                "twice",
                "done",
                Bench.spec("0 9 * * *").build(),
                change -> change.setState(ScheduleState.newBuilder()
                        .setLimitedAction(true)
                        .setRemainingActions(2)
                        .build()));

        bench.advanceTo("2024-04-05T00:00:00Z");

        assertThat(bench.ids("")).containsExactly("twice-2024-04-01T09:00:00Z", "twice-2024-04-02T09:00:00Z");
        assertThat(schedule.describe().getSchedule().getState().getRemainingActions())
                .isZero();
    }

    @Test
    void start_and_end_bound_the_times() {
        bench.schedule(
                "bounded",
                "done",
                Bench.spec("0 9 * * *")
                        .setStartAt(Instant.parse("2024-04-02T09:00:00Z"))
                        .setEndAt(Instant.parse("2024-04-03T09:00:00Z"))
                        .build(),
                change -> change);

        bench.advanceTo("2024-04-06T00:00:00Z");

        assertThat(bench.ids("")).containsExactly("bounded-2024-04-02T09:00:00Z", "bounded-2024-04-03T09:00:00Z");
    }

    @Test
    void a_schedule_ends_a_week_after_it_has_nothing_left_to_do() {
        ScheduleHandle schedule = bench.schedule(
                "over",
                "done",
                Bench.spec("0 9 * * *")
                        .setEndAt(Instant.parse("2024-04-01T12:00:00Z"))
                        .build(),
                change -> change);

        bench.advanceTo("2024-04-08T10:00:00Z");

        assertThatThrownBy(schedule::describe).cause().hasMessageContaining("NOT_FOUND");
    }

    @Test
    void an_update_replaces_the_spec() {
        ScheduleHandle schedule = bench.schedule("daily", "0 9 * * *");
        schedule.update(input ->
                new ScheduleUpdate(Schedule.newBuilder(input.getDescription().getSchedule())
                        .setSpec(Bench.spec("0 15 * * *").build())
                        .build()));

        bench.advanceTo("2024-04-02T00:00:00Z");

        assertThat(bench.ids("")).containsExactly("daily-2024-04-01T15:00:00Z");
    }

    @Test
    void an_update_with_an_outdated_token_is_dropped_in_silence() {
        bench.schedule("daily", "0 9 * * *");
        DescribeScheduleResponse described = describe("daily");
        bench.server().scheduleClient().getHandle("daily").pause("somebody else's");

        stub().updateSchedule(UpdateScheduleRequest.newBuilder()
                .setNamespace("default")
                .setScheduleId("daily")
                .setSchedule(described.getSchedule())
                .setConflictToken(described.getConflictToken())
                .build());

        assertThat(describe("daily").getSchedule().getState().getPaused()).isTrue();
    }

    @Test
    void an_update_with_the_current_token_is_done_and_moves_it_on() {
        bench.schedule("daily", "0 9 * * *");
        DescribeScheduleResponse described = describe("daily");

        stub().updateSchedule(UpdateScheduleRequest.newBuilder()
                .setNamespace("default")
                .setScheduleId("daily")
                .setSchedule(described.getSchedule().toBuilder()
                        .setState(described.getSchedule().getState().toBuilder().setNotes("changed")))
                .setConflictToken(described.getConflictToken())
                .build());

        assertThat(describe("daily").getSchedule().getState().getNotes()).isEqualTo("changed");
        assertThat(describe("daily").getConflictToken()).isNotEqualTo(described.getConflictToken());
    }

    @Test
    void a_description_shows_calendars_with_their_comment_and_no_cron() {
        ScheduleHandle schedule = bench.schedule("daily", "0 9-17/4 * * MON-FRI # office hours");

        ScheduleSpec spec = schedule.describe().getSchedule().getSpec();

        assertThat(spec.getCronExpressions()).isEmpty();
        assertThat(spec.getCalendars()).singleElement().satisfies(calendar -> {
            assertThat(calendar.getComment()).isEqualTo("office hours");
            assertThat(calendar.getHour()).containsExactly(new ScheduleRange(9, 17, 4));
            assertThat(calendar.getDayOfWeek()).containsExactly(new ScheduleRange(1, 5, 1));
        });
    }

    @Test
    void a_calendar_with_seconds_and_a_year_fires_then_only() {
        ScheduleSpec spec = ScheduleSpec.newBuilder()
                .setCalendars(List.of(ScheduleCalendarSpec.newBuilder()
                        .setSeconds(List.of(new ScheduleRange(5), new ScheduleRange(40)))
                        .setMinutes(List.of(new ScheduleRange(1)))
                        .setHour(List.of(new ScheduleRange(12)))
                        .setDayOfMonth(List.of(new ScheduleRange(2)))
                        .setYear(List.of(new ScheduleRange(2024)))
                        .setMonth(List.of(new ScheduleRange(4)))
                        .build()))
                .build();
        bench.schedule("exact", "done", spec, change -> change);

        bench.advanceTo("2024-04-04T00:00:00Z");

        assertThat(bench.ids("")).containsExactly("exact-2024-04-02T12:01:05Z", "exact-2024-04-02T12:01:40Z");
    }

    @Test
    void a_listing_shows_every_schedule_with_five_future_times() {
        bench.schedule("one", "0 9 * * *");
        bench.schedule("two", "0 10 * * *").pause("later");

        List<ScheduleListDescription> listed =
                bench.server().scheduleClient().listSchedules().toList();

        assertThat(listed).extracting(ScheduleListDescription::getScheduleId).containsExactlyInAnyOrder("one", "two");
        assertThat(listed)
                .allSatisfy(entry ->
                        assertThat(entry.getInfo().getNextActionTimes()).hasSize(5));
    }

    @Test
    void a_listing_takes_a_query() {
        bench.schedule("one", "0 9 * * *");
        bench.schedule("two", "0 10 * * *").pause("later");

        List<ScheduleListDescription> listed = bench.server()
                .scheduleClient()
                .listSchedules("TemporalSchedulePaused = true", 10)
                .toList();

        assertThat(listed).extracting(ScheduleListDescription::getScheduleId).containsExactly("two");
    }

    @Test
    void matching_times_are_listed_up_to_a_thousand() {
        bench.schedule("minutely", "* * * * *");

        int times = stub().listScheduleMatchingTimes(ListScheduleMatchingTimesRequest.newBuilder()
                        .setNamespace("default")
                        .setScheduleId("minutely")
                        .setStartTime(Times.timestamp(START))
                        .setEndTime(Times.timestamp(START.plusSeconds(86_400)))
                        .build())
                .getStartTimeCount();

        assertThat(times).isEqualTo(1_000);
    }

    @Test
    void a_deleted_schedule_fires_no_more_and_is_not_found() {
        ScheduleHandle schedule = bench.schedule("daily", "0 9 * * *");
        schedule.delete();

        bench.advanceTo("2024-04-03T00:00:00Z");

        assertThat(bench.ids("")).isEmpty();
        assertThatThrownBy(schedule::describe).cause().hasMessageContaining("NOT_FOUND");
    }

    @Test
    void a_second_schedule_of_the_same_id_is_refused() {
        bench.schedule("daily", "0 9 * * *");

        assertThatThrownBy(() -> bench.schedule("daily", "0 10 * * *"))
                .isInstanceOf(ScheduleAlreadyRunningException.class);
    }

    @Test
    void what_the_library_refuses_as_cron_is_an_invalid_argument_with_the_reason() {
        assertThatThrownBy(() -> bench.schedule("six", "0 0 9 * * *"))
                .cause()
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                    assertThat(e.getStatus().getDescription()).contains("ai.torale.cron.Cron", "sixth as the year");
                });
    }

    @Test
    void an_unknown_search_attribute_of_the_action_is_refused_at_once() {
        DescribeScheduleResponse other = describeNew("model");

        assertThatThrownBy(() -> stub().createSchedule(CreateScheduleRequest.newBuilder()
                        .setNamespace("default")
                        .setScheduleId("unknown")
                        .setRequestId("1")
                        .setSchedule(withAttribute(other, "NoSuchAttribute"))
                        .build()))
                .hasMessageContaining("INVALID_ARGUMENT")
                .hasMessageContaining("NoSuchAttribute");
    }

    private static io.temporal.api.schedule.v1.Schedule withAttribute(DescribeScheduleResponse other, String name) {
        var schedule = other.getSchedule().toBuilder();
        schedule.getActionBuilder()
                .getStartWorkflowBuilder()
                .getSearchAttributesBuilder()
                .putIndexedFields(
                        name,
                        io.temporal.common.converter.DefaultDataConverter.STANDARD_INSTANCE
                                .toPayload("x")
                                .orElseThrow());
        return schedule.build();
    }

    private DescribeScheduleResponse describeNew(String id) {
        bench.schedule(id, "0 9 * * *");
        return describe(id);
    }

    private DescribeScheduleResponse describe(String id) {
        return stub().describeSchedule(DescribeScheduleRequest.newBuilder()
                .setNamespace("default")
                .setScheduleId(id)
                .build());
    }

    private WorkflowServiceBlockingStub stub() {
        return bench.server().environment().getWorkflowServiceStubs().blockingStub();
    }
}
