package ai.torale.temporal;

import ai.torale.check.Baseline;
import ai.torale.temporal.schedule.RecentCheck;
import ai.torale.temporal.schedule.ScheduledTask;
import ai.torale.temporal.workflow.CarriedState;
import ai.torale.temporal.workflow.CheckReport;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowTargetOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads what the last completed check carried, for a preview: the scheduler itself hands it to checks only. */
final class KnownState {
    private KnownState() {}

    static Baseline of(WorkflowClient client, ScheduledTask scheduled) {
        List<RecentCheck> newestFirst = new ArrayList<>(scheduled.recent());
        Collections.reverse(newestFirst);
        return newestFirst.stream()
                .filter(check -> check.status() == RecentCheck.Status.COMPLETED)
                .findFirst()
                .flatMap(check -> report(client, check))
                .flatMap(report -> Optional.ofNullable(report.carried()))
                .flatMap(CarriedState::toState)
                .map(Baseline::of)
                .orElse(Baseline.none());
    }

    private static Optional<CheckReport> report(WorkflowClient client, RecentCheck check) {
        try {
            return Optional.of(client.newUntypedWorkflowStub(WorkflowTargetOptions.newBuilder()
                            .setWorkflowId(check.workflowId())
                            .setRunId(check.runId())
                            .build())
                    .getResult(5, TimeUnit.SECONDS, CheckReport.class));
        } catch (WorkflowException | TimeoutException e) {
            return Optional.empty();
        }
    }
}
