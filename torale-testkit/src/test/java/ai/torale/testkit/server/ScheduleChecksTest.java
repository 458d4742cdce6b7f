package ai.torale.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleAction;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The words are those of Temporal's server 1.29; ParityIT in torale-acceptance compares them with a real one. */
class ScheduleChecksTest {
    private static final ScheduleChecks CHECKS = new ScheduleChecks(new Attributes(
            "default", Map.of("Price", IndexedValueType.INDEXED_VALUE_TYPE_INT), "RegisteredLater"::equals));

    @Test
    void a_task_queue_gets_its_kind() {
        Schedule accepted = CHECKS.accepted(schedule(action()));

        assertThat(accepted.getAction().getStartWorkflow().getTaskQueue().getKind())
                .isEqualTo(TaskQueueKind.TASK_QUEUE_KIND_NORMAL);
    }

    @Test
    void a_schedule_without_an_action_is_accepted() {
        assertThat(CHECKS.accepted(Schedule.getDefaultInstance()).hasAction()).isFalse();
    }

    @Test
    void search_attributes_show_their_types() {
        SearchAttributes accepted = CHECKS.accepted(attribute("Price", 7));

        assertThat(accepted.getIndexedFieldsOrThrow("Price").getMetadataOrThrow("type"))
                .isEqualTo(ByteString.copyFromUtf8("Int"));
    }

    @Test
    void a_search_attribute_of_which_the_type_is_not_known_takes_any_value() {
        assertThat(CHECKS.accepted(attribute("RegisteredLater", "x"))).isEqualTo(attribute("RegisteredLater", "x"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NoSuch     | 7    | Namespace default has no mapping defined for search attribute NoSuch
            Price      | many | invalid value for search attribute Price of type Int: many
            WorkflowId | 7    | WorkflowId attribute can't be set in SearchAttributes
            """)
    void search_attributes_that_the_server_refuses_are_refused_in_its_words(String name, String value, String words) {
        assertThatThrownBy(() -> CHECKS.accepted(attribute(name, value))).hasMessage("INVALID_ARGUMENT: " + words);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_the_server_refuses_is_refused_in_its_words(NewWorkflowExecutionInfo.Builder action, String words) {
        assertThatThrownBy(() -> CHECKS.accepted(schedule(action))).hasMessage("INVALID_ARGUMENT: " + words);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(action().clearWorkflowType(), "WorkflowType is not set on request."),
                Arguments.of(action().clearTaskQueue(), "taskQueue is not set"),
                Arguments.of(action().setTaskQueue(TaskQueue.newBuilder()), "missing task queue name"),
                Arguments.of(action().setWorkflowId("x".repeat(980)), "WorkflowId length exceeds limit."),
                Arguments.of(action().setCronSchedule("* * * * *"), "Scheduled workflow must not contain CronSchedule"),
                Arguments.of(
                        action().setWorkflowIdReusePolicy(
                                        WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE),
                        "Scheduled workflow must not contain WorkflowIDReusePolicy"),
                Arguments.of(
                        action().setWorkflowRunTimeout(Durations.fromSeconds(-1)),
                        "An invalid WorkflowRunTimeoutSeconds is set on request. cause: negative duration"));
    }

    private static SearchAttributes attribute(String name, Object value) {
        return SearchAttributes.newBuilder()
                .putIndexedFields(
                        name,
                        DefaultDataConverter.STANDARD_INSTANCE.toPayload(value).orElseThrow())
                .build();
    }

    private static NewWorkflowExecutionInfo.Builder action() {
        return NewWorkflowExecutionInfo.newBuilder()
                .setWorkflowId("nightly")
                .setWorkflowType(WorkflowType.newBuilder().setName("Nightly"))
                .setTaskQueue(TaskQueue.newBuilder().setName("queue"));
    }

    private static Schedule schedule(NewWorkflowExecutionInfo.Builder action) {
        return Schedule.newBuilder()
                .setAction(ScheduleAction.newBuilder().setStartWorkflow(action))
                .build();
    }
}
