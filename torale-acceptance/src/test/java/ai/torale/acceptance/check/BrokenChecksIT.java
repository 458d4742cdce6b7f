package ai.torale.acceptance.check;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.acceptance.wire.Wire;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.workflow.CheckReport;
import ai.torale.temporal.workflow.CompareInput;
import ai.torale.temporal.workflow.CompareOutput;
import ai.torale.temporal.workflow.MonitoringActivities;
import ai.torale.temporal.workflow.SearchInput;
import ai.torale.temporal.workflow.SearchOutput;
import io.temporal.activity.DynamicActivity;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleUpdate;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever breaks in a check ends it, and the next one is healthy. */
@RealServer
class BrokenChecksIT {
    /** The ways in which a replaced step answers what no step should. */
    enum Fault {
        SEARCH_ANSWERS_NULL {
            @Override
            MonitoringActivities in(MonitoringActivities library) {
                return new WrappedActivities(library) {
                    @Override
                    @SuppressWarnings("NullAway") // the fault
                    public SearchOutput executeGroundedSearch(SearchInput input) {
                        return null;
                    }
                };
            }
        },
        COMPARISON_ANSWERS_NULL {
            @Override
            MonitoringActivities in(MonitoringActivities library) {
                return comparing(library, null);
            }
        },
        COMPARISON_ANSWERS_AN_EMPTY_OBJECT {
            @Override
            MonitoringActivities in(MonitoringActivities library) {
                return comparing(library, Wire.read("{}", CompareOutput.class));
            }
        },
        COMPARISON_TELLS_NOTHING_IN_PARTICULAR {
            @Override
            MonitoringActivities in(MonitoringActivities library) {
                return comparing(library, Wire.read("""
                        {"outcome":"notified","notification":{},"channels":["test"]}""", CompareOutput.class));
            }
        };

        abstract MonitoringActivities in(MonitoringActivities library);

        @SuppressWarnings("NullAway") // the fault
        private static MonitoringActivities comparing(MonitoringActivities library, @Nullable CompareOutput answer) {
            return new WrappedActivities(library) {
                @Override
                public CompareOutput compareStates(CompareInput input) {
                    return answer;
                }
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_broken_answer_fails_its_check_and_the_next_one_knows_the_state(Fault fault, Stage stage) {
        AtomicBoolean broken = new AtomicBoolean();
        Torale torale =
                stage.start(stage.torale().activities(library -> switching(broken, library, fault.in(library))));
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        for (int i = 0; i < 3; i++) {
            stage.search().answers(SearchResult.notMet("549"));
        }
        stage.check(torale, task);
        broken.set(true);
        CheckHistory failed = Ended.of(stage, stage.trigger(torale, task));
        broken.set(false);

        CheckReport next = stage.check(torale, task);

        assertThat(failed.failure().getApplicationFailureInfo().getType()).isEqualTo("CheckFailed");
        assertThat(next.outcome()).isEqualTo("unchanged");
    }

    @Test
    void an_answer_that_cannot_be_read_fails_its_check_and_is_not_quoted(Stage stage) {
        String elsewhere = stage.taskQueue() + "-elsewhere";
        WorkerFactory workers = WorkerFactory.newInstance(stage.client());
        workers.newWorker(elsewhere).registerActivitiesImplementations((DynamicActivity) input -> "no JSON of ours");
        workers.start();
        try {
            Torale torale = stage.start(stage.torale().activityTaskQueue("execute_grounded_search", elsewhere));
            MonitoringTask task = stage.task("gpu").build();
            torale.watch(task);

            CheckHistory failed = Ended.of(stage, stage.trigger(torale, task));

            assertThat(failed.failure().getApplicationFailureInfo().getType()).isEqualTo("CheckFailed");
            assertThat(failed.failure().toString()).doesNotContain("no JSON of ours");
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void an_input_that_cannot_be_read_fails_its_check_and_the_next_one_is_healthy(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        stage.search().answers(SearchResult.met("499"));
        edit(stage, task, config -> "no config at all");
        CheckHistory failed = Ended.of(stage, stage.trigger(torale, task));
        torale.watch(task.toBuilder().name("mended").build());

        CheckReport next = stage.check(torale, task);

        assertThat(failed.last().getEventType()).isEqualTo(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED);
        assertThat(next.outcome()).isEqualTo("notified");
    }

    @Test
    void an_input_without_its_fields_fails_its_check_and_the_next_one_is_healthy(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        stage.search().answers(SearchResult.met("499"));
        edit(stage, task, config -> Map.of());
        CheckHistory failed = Ended.of(stage, stage.trigger(torale, task));
        torale.watch(task.toBuilder().name("mended").build());

        CheckReport next = stage.check(torale, task);

        assertThat(failed.failure().getApplicationFailureInfo().getType()).isEqualTo("CheckFailed");
        assertThat(next.outcome()).isEqualTo("notified");
    }

    @Test
    void a_field_of_a_newer_version_in_the_input_is_no_obstacle(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        stage.search().answers(SearchResult.met("499"));
        edit(stage, task, config -> {
            Map<Object, Object> newer = new LinkedHashMap<>(config);
            newer.put("newer", Map.of("deep", 1));
            return newer;
        });

        CheckReport report = stage.check(torale, task);

        assertThat(report.outcome()).isEqualTo("notified");
    }

    @Test
    void a_check_is_ended_by_the_server_after_15_minutes(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = stage.task("gpu").build();

        torale.watch(task);

        assertThat(action(schedule(stage, task)).getOptions().getWorkflowExecutionTimeout())
                .isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void a_check_is_ended_by_the_server_after_the_time_that_a_host_has_set(Stage stage) {
        Torale torale = stage.start(stage.torale().executionTimeout(Duration.ofMinutes(20)));
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        stage.search().answers(SearchResult.met("499"));

        Triggered triggered = stage.trigger(torale, task);

        stage.report(triggered);
        assertThat(CheckHistory.of(stage, triggered)
                        .started()
                        .getWorkflowExecutionTimeout()
                        .getSeconds())
                .isEqualTo(Duration.ofMinutes(20).toSeconds());
    }

    private static MonitoringActivities switching(
            AtomicBoolean broken, MonitoringActivities healthy, MonitoringActivities faulty) {
        return new WrappedActivities(healthy) {
            @Override
            public SearchOutput executeGroundedSearch(SearchInput input) {
                return (broken.get() ? faulty : healthy).executeGroundedSearch(input);
            }

            @Override
            public CompareOutput compareStates(CompareInput input) {
                return (broken.get() ? faulty : healthy).compareStates(input);
            }
        };
    }

    /** Changes the input of a task's schedule behind the library's back. */
    private static void edit(Stage stage, MonitoringTask task, Function<Map<?, ?>, Object> change) {
        handle(stage, task).update(input -> {
            Schedule schedule = input.getDescription().getSchedule();
            ScheduleActionStartWorkflow action = action(schedule);
            Map<?, ?> config = Objects.requireNonNull(action.getArguments().get(Map.class));
            return new ScheduleUpdate(Schedule.newBuilder(schedule)
                    .setAction(ScheduleActionStartWorkflow.newBuilder(action)
                            .setArguments(change.apply(config))
                            .build())
                    .build());
        });
    }

    private static Schedule schedule(Stage stage, MonitoringTask task) {
        return handle(stage, task).describe().getSchedule();
    }

    private static ScheduleActionStartWorkflow action(Schedule schedule) {
        return (ScheduleActionStartWorkflow) Objects.requireNonNull(schedule.getAction());
    }

    private static ScheduleHandle handle(Stage stage, MonitoringTask task) {
        return ScheduleClient.newInstance(stage.server().stubs()).getHandle("task-" + task.id());
    }
}
