package ai.torale.acceptance.check;

import ai.torale.acceptance.server.Stage;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.workflow.CheckReport;
import io.temporal.client.WorkflowFailedException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the end of a check that may fail. */
final class Ended {
    private Ended() {}

    /** The history of a check that has ended, or failed, within 20 seconds; one that hangs fails the test. */
    static CheckHistory of(Stage stage, Triggered triggered) {
        try {
            stage.stub(triggered).getResult(20, TimeUnit.SECONDS, CheckReport.class);
        } catch (WorkflowFailedException e) {
            return CheckHistory.of(stage, triggered);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "the check hangs: " + CheckHistory.of(stage, triggered).types(), e);
        }
        return CheckHistory.of(stage, triggered);
    }
}
