package ai.torale.temporal;

import ai.torale.check.Baseline;
import ai.torale.temporal.schedule.RecentCheck;
import ai.torale.temporal.schedule.ScheduledTask;
import ai.torale.temporal.workflow.CarriedState;
import ai.torale.temporal.workflow.CheckReport;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what the last completed check carried, for a preview: the scheduler itself hands it to checks only. */
final class KnownState {
    private static final Logger LOG = LoggerFactory.getLogger(KnownState.class);

    /** So many checks does a schedule list at the most; before them there may have been others. */
    private static final int LISTED = 10;

    private KnownState() {}

    /** What is known; {@linkplain Baseline#lost() lost} when earlier checks may have known something nobody can read. */
    static Baseline of(WorkflowClient client, ScheduledTask scheduled) {
        List<RecentCheck> newestFirst = new ArrayList<>(scheduled.recent());
        Collections.reverse(newestFirst);
        for (RecentCheck check : newestFirst) {
            if (check.status() == RecentCheck.Status.FAILED || isRunning(check, scheduled)) {
                continue;
            }
            try {
                return baseline(report(client, check));
            } catch (WorkflowFailedException e) {
                LOG.debug("check {} has failed, its schedule has not noticed yet", check.runId());
            } catch (RuntimeException | TimeoutException e) {
                return Baseline.lost(); // deleted, or behind a retired key: foreign codecs throw what they like
            }
        }
        return newestFirst.size() < LISTED ? Baseline.none() : Baseline.lost();
    }

    /** The older scheduler notes late that a check has ended, but never lists one as running that has ended. */
    private static boolean isRunning(RecentCheck check, ScheduledTask scheduled) {
        return scheduled.running().stream().anyMatch(running -> running.runId().equals(check.runId()));
    }

    private static Baseline baseline(CheckReport report) {
        return Optional.ofNullable(report.carried())
                .flatMap(CarriedState::toState)
                .map(Baseline::of)
                .orElse(Baseline.none());
    }

    /** By the call that SDK 1.30 has as well. */
    @SuppressWarnings("deprecation")
    private static CheckReport report(WorkflowClient client, RecentCheck check) throws TimeoutException {
        return client.newUntypedWorkflowStub(check.workflowId(), Optional.of(check.runId()), Optional.empty())
                .getResult(5, TimeUnit.SECONDS, CheckReport.class);
    }
}
