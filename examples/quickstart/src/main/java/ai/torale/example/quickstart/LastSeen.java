package ai.torale.example.quickstart;

import ai.torale.state.State;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.RecentCheck;
import ai.torale.temporal.schedule.ScheduledTask;
import ai.torale.temporal.workflow.CarriedState;
import ai.torale.temporal.workflow.CheckReport;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowTargetOptions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads what checks reported: each one's result is the state that the next one starts from. */
final class LastSeen {
    private static final int LIMIT_SECONDS = 3;

    private LastSeen() {}

    /** The number that the last completed check saw; empty when there was none, or the server no longer keeps it. */
    static Optional<BigDecimal> number(WorkflowClient client, Torale torale, String taskId) {
        List<RecentCheck> newestFirst =
                new ArrayList<>(torale.find(taskId).map(ScheduledTask::recent).orElse(List.of()));
        Collections.reverse(newestFirst);
        return newestFirst.stream()
                .flatMap(check -> report(client, check).stream())
                .findFirst()
                .flatMap(report -> Optional.ofNullable(report.carried()))
                .flatMap(CarriedState::toState)
                .map(State::structured)
                .map(state -> state.asMap().get("number"))
                .filter(BigDecimal.class::isInstance)
                .map(BigDecimal.class::cast);
    }

    /** Waits for the end of the checks that run. */
    static void awaitRunning(WorkflowClient client, Torale torale, String taskId) {
        torale.find(taskId).map(ScheduledTask::running).orElse(List.of()).forEach(check -> report(client, check));
    }

    private static Optional<CheckReport> report(WorkflowClient client, RecentCheck check) {
        try {
            return Optional.of(client.newUntypedWorkflowStub(WorkflowTargetOptions.newBuilder()
                            .setWorkflowId(check.workflowId())
                            .setRunId(check.runId())
                            .build())
                    .getResult(LIMIT_SECONDS, TimeUnit.SECONDS, CheckReport.class));
        } catch (WorkflowException | TimeoutException e) {
            return Optional.empty();
        }
    }
}
