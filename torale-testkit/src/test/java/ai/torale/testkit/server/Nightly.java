package ai.torale.testkit.server;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/** A workflow with three activities; what it is given says what else it does. */
@WorkflowInterface
public interface Nightly {
    /** The workflow's type. */
    String TYPE = "Nightly";

    @WorkflowMethod
    String run(String order);

    /** An activity that answers at once. */
    @ActivityInterface
    interface Steps {
        String step(String name);
    }

    /** Answers with its name. */
    final class StepsImpl implements Steps {
        @Override
        public String step(String name) {
            return name;
        }
    }

    /** Runs an order such as {@code sleep PT90M}, {@code fail boom}, {@code count}, {@code bug} or {@code at once}. */
    final class NightlyImpl implements Nightly {
        private final Steps steps = Workflow.newActivityStub(
                Steps.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofMinutes(2))
                        .build());

        @Override
        public String run(String order) {
            if (order.equals("at once")) {
                return order;
            }
            for (String name : new String[] {"one", "two", "three"}) {
                steps.step(name);
            }
            return switch (order.split(" ", -1)[0]) {
                case "sleep" -> slept(Duration.parse(order.split(" ", -1)[1]));
                case "fail" -> throw io.temporal.failure.ApplicationFailure.newNonRetryableFailure(order, "Ordered");
                case "bug" -> throw new IllegalStateException("the host's bug");
                case "count" -> counted();
                default -> order;
            };
        }

        private static String slept(Duration duration) {
            Workflow.sleep(duration);
            return "slept";
        }

        private static String counted() {
            String last = Workflow.getLastCompletionResult(String.class);
            boolean afterFailure = Workflow.getPreviousRunFailure().isPresent();
            return (last == null ? 1 : Integer.parseInt(last.split(" ", -1)[0]) + 1)
                    + (afterFailure ? " after failure" : "");
        }
    }
}
