package ai.torale.temporal.schedule;

import static io.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED;
import static io.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED;
import static io.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
import static io.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED;
import static io.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TIMED_OUT;
import static io.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_UNSPECIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.schedule.v1.ScheduleActionResult;
import io.temporal.api.schedule.v1.ScheduleInfo;
import org.junit.jupiter.api.Test;

class RecentChecksTest {
    @Test
    void a_failed_terminated_or_timed_out_check_has_not_completed() {
        ScheduleInfo info = ScheduleInfo.newBuilder()
                .addRecentActions(action("w1", "r1", WORKFLOW_EXECUTION_STATUS_FAILED))
                .addRecentActions(action("w2", "r2", WORKFLOW_EXECUTION_STATUS_TERMINATED))
                .addRecentActions(action("w3", "r3", WORKFLOW_EXECUTION_STATUS_TIMED_OUT))
                .build();

        assertThat(Described.mayHaveCompleted(info)).isEmpty();
    }

    @Test
    void a_check_of_which_nobody_knows_how_it_ended_may_have_completed() {
        ScheduleInfo info = ScheduleInfo.newBuilder()
                .addRecentActions(action("w1", "r1", WORKFLOW_EXECUTION_STATUS_COMPLETED))
                .addRecentActions(action("w2", "r2", WORKFLOW_EXECUTION_STATUS_UNSPECIFIED))
                .addRecentActions(action("w3", "r3", WORKFLOW_EXECUTION_STATUS_RUNNING))
                .build();

        assertThat(Described.mayHaveCompleted(info))
                .extracting(RecentCheck::runId)
                .containsExactly("r1", "r2", "r3");
    }

    @Test
    void of_two_checks_that_share_a_workflow_id_the_first_one_holds_the_status_of_the_last() {
        ScheduleInfo info = ScheduleInfo.newBuilder()
                .addRecentActions(action("w1", "r1", WORKFLOW_EXECUTION_STATUS_FAILED))
                .addRecentActions(action("w1", "r2", WORKFLOW_EXECUTION_STATUS_RUNNING))
                .build();

        assertThat(Described.mayHaveCompleted(info)).isEmpty();
    }

    private static ScheduleActionResult action(String workflowId, String runId, WorkflowExecutionStatus status) {
        return ScheduleActionResult.newBuilder()
                .setStartWorkflowResult(
                        WorkflowExecution.newBuilder().setWorkflowId(workflowId).setRunId(runId))
                .setStartWorkflowStatus(status)
                .build();
    }
}
