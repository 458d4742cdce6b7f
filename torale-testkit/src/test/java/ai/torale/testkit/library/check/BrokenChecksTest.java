package ai.torale.testkit.library.check;

import static ai.torale.search.SearchResult.met;
import static ai.torale.search.SearchResult.notMet;
import static ai.torale.testkit.ToraleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.task.MonitoringTask;
import ai.torale.temporal.workflow.CompareInput;
import ai.torale.temporal.workflow.CompareOutput;
import ai.torale.temporal.workflow.MonitoringActivities;
import ai.torale.temporal.workflow.SearchInput;
import ai.torale.temporal.workflow.SearchOutput;
import ai.torale.testkit.CheckStory;
import ai.torale.testkit.ToraleTest;
import ai.torale.testkit.ToraleTestEnvironment;
import ai.torale.testkit.library.Recorded;
import com.google.protobuf.ByteString;
import io.temporal.activity.DynamicActivity;
import io.temporal.api.common.v1.Payload;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleUpdate;
import io.temporal.common.converter.GlobalDataConverter;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever breaks in a check ends it, and the next one is healthy. */
@ToraleTest
class BrokenChecksTest {
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "@daily").build();
    private static final Duration A_DAY = Duration.ofDays(1);

    /** The ways in which a replaced step answers what no step should. */
    enum Fault {
        SEARCH_ANSWERS_NULL,
        COMPARISON_ANSWERS_NULL,
        COMPARISON_ANSWERS_AN_EMPTY_OBJECT,
        COMPARISON_TELLS_NOTHING_IN_PARTICULAR
    }

    /** A host whose steps can be broken. */
    @Nested
    class Steps {
        private volatile @Nullable Fault fault;

        @BeforeEach
        void settings(ToraleTestEnvironment.Builder environment) {
            environment.torale(torale -> torale.activities(this::breakable));
        }

        @ParameterizedTest
        @EnumSource
        void a_broken_answer_fails_its_check_and_the_next_one_knows_the_state(
                Fault broken, ToraleTestEnvironment torale) {
            torale.search().always(notMet("549"));
            torale.watch(TASK);
            torale.advance(A_DAY);
            fault = broken;
            torale.advance(A_DAY);
            fault = null;

            torale.advance(A_DAY);

            assertThat(torale.checks(TASK))
                    .extracting(CheckStory::outcome)
                    .containsExactly("changed", "failed", "unchanged");
            assertIsCheckFailed(torale.checks(TASK).get(1));
        }

        @SuppressWarnings("NullAway") // the fault
        private MonitoringActivities breakable(MonitoringActivities library) {
            return new WrappedActivities(library) {
                @Override
                public SearchOutput executeGroundedSearch(SearchInput input) {
                    return fault == Fault.SEARCH_ANSWERS_NULL ? null : super.executeGroundedSearch(input);
                }

                @Override
                public CompareOutput compareStates(CompareInput input) {
                    Fault now = fault;
                    if (now == Fault.COMPARISON_ANSWERS_NULL) {
                        return null;
                    }
                    if (now == Fault.COMPARISON_ANSWERS_AN_EMPTY_OBJECT) {
                        return read("{}");
                    }
                    return now == Fault.COMPARISON_TELLS_NOTHING_IN_PARTICULAR ? read("""
                                    {"outcome":"notified","notification":{},"channels":["test"]}""") : super.compareStates(input);
                }
            };
        }

        private static CompareOutput read(String json) {
            Payload payload = Payload.newBuilder()
                    .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
                    .setData(ByteString.copyFromUtf8(json))
                    .build();
            return Objects.requireNonNull(
                    GlobalDataConverter.get().fromPayload(payload, CompareOutput.class, CompareOutput.class));
        }
    }

    @Test
    void an_answer_that_cannot_be_read_fails_its_check_and_is_not_quoted() {
        try (ToraleTestEnvironment torale = ToraleTestEnvironment.builder()
                .torale(builder -> builder.activityTaskQueue("execute_grounded_search", "elsewhere"))
                .start()) {
            WorkerFactory workers = WorkerFactory.newInstance(torale.client());
            workers.newWorker("elsewhere")
                    .registerActivitiesImplementations((DynamicActivity) input -> "no JSON of ours");
            workers.start();
            torale.watch(TASK);

            torale.advance(A_DAY);

            workers.shutdownNow();
            CheckStory check = torale.checks(TASK).get(0);
            assertIsCheckFailed(check);
            assertThat(Recorded.failure(check).toString()).doesNotContain("no JSON of ours");
        }
    }

    @Test
    void an_input_that_cannot_be_read_fails_its_check_and_the_next_one_is_healthy(ToraleTestEnvironment torale) {
        torale.search().answers(met("499"));
        torale.watch(TASK);
        edit(torale, config -> "no config at all");
        torale.advance(A_DAY);
        torale.watch(TASK);

        torale.advance(A_DAY);

        assertThat(torale.checks(TASK)).extracting(CheckStory::outcome).containsExactly("failed", "notified");
    }

    @Test
    void an_input_without_its_fields_fails_its_check_and_the_next_one_is_healthy(ToraleTestEnvironment torale) {
        torale.search().answers(met("499"));
        torale.watch(TASK);
        edit(torale, config -> Map.of());
        torale.advance(A_DAY);
        torale.watch(TASK);

        torale.advance(A_DAY);

        assertThat(torale.checks(TASK)).extracting(CheckStory::outcome).containsExactly("failed", "notified");
        assertIsCheckFailed(torale.checks(TASK).get(0));
    }

    @Test
    void a_field_of_a_newer_version_in_the_input_is_no_obstacle(ToraleTestEnvironment torale) {
        torale.search().answers(met("499"));
        torale.watch(TASK);
        edit(torale, config -> {
            Map<Object, Object> newer = new LinkedHashMap<>(config);
            newer.put("newer", Map.of("deep", 1));
            return newer;
        });

        torale.advance(A_DAY);

        CheckStory check = torale.checks(TASK).get(0);
        assertThat(check).notified();
        assertThat(Recorded.input(check.history())).contains("\"newer\":{\"deep\":1}");
    }

    @Test
    void a_check_is_ended_by_the_server_after_15_minutes_or_what_a_host_has_set() {
        assertThat(executionTimeout(ToraleTestEnvironment.builder())).isEqualTo(Duration.ofMinutes(15));
        assertThat(executionTimeout(ToraleTestEnvironment.builder()
                        .torale(torale -> torale.executionTimeout(Duration.ofMinutes(20)))))
                .isEqualTo(Duration.ofMinutes(20));
    }

    private static Duration executionTimeout(ToraleTestEnvironment.Builder builder) {
        try (ToraleTestEnvironment torale = builder.start()) {
            torale.search().answers(met("499"));
            torale.watch(TASK);
            torale.advance(A_DAY);
            return Duration.ofSeconds(Recorded.start(torale.checks(TASK).get(0).history())
                    .getWorkflowExecutionTimeout()
                    .getSeconds());
        }
    }

    private static void assertIsCheckFailed(CheckStory check) {
        assertThat(Recorded.failure(check).getApplicationFailureInfo().getType())
                .isEqualTo("CheckFailed");
    }

    /** Changes the input of the task's schedule behind the library's back. */
    private static void edit(ToraleTestEnvironment torale, Function<Map<?, ?>, Object> change) {
        torale.scheduleClient().getHandle("task-gpu").update(input -> {
            Schedule schedule = input.getDescription().getSchedule();
            ScheduleActionStartWorkflow action =
                    (ScheduleActionStartWorkflow) Objects.requireNonNull(schedule.getAction());
            Map<?, ?> config = Objects.requireNonNull(action.getArguments().get(Map.class));
            return new ScheduleUpdate(Schedule.newBuilder(schedule)
                    .setAction(ScheduleActionStartWorkflow.newBuilder(action)
                            .setArguments(change.apply(config))
                            .build())
                    .build());
        });
    }
}
