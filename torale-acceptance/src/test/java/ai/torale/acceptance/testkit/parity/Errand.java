package ai.torale.acceptance.testkit.parity;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** What the schedules of this suite start; its order says what it does. */
@WorkflowInterface
public interface Errand {
    /** The workflow's type. */
    String TYPE = "Errand";

    /** Ends what holds. */
    String GO = "go";

    @WorkflowMethod
    String run(String order);

    @SignalMethod
    void go();

    /** Runs an order: done, nothing, hold, count, again or fail. */
    final class ErrandImpl implements Errand {
        private boolean mayGo;

        @Override
        public String run(String order) {
            return switch (order) {
                case "hold" -> held();
                case "nothing" -> null;
                case "count" -> counted();
                case "again" -> Workflow.newContinueAsNewStub(Errand.class).run("done");
                case "fail" -> throw ApplicationFailure.newNonRetryableFailure("as ordered", "Ordered");
                default -> order;
            };
        }

        @Override
        public void go() {
            mayGo = true;
        }

        private String held() {
            Workflow.await(() -> mayGo);
            return "held";
        }

        private static String counted() {
            String last = Workflow.getLastCompletionResult(String.class);
            String failure = Workflow.getPreviousRunFailure()
                    .map(failed -> " after " + failed.getClass().getSimpleName() + " " + failed.getMessage())
                    .orElse("");
            return (last == null ? 1 : Integer.parseInt(last.split(" ", -1)[0]) + 1) + failure;
        }
    }
}
