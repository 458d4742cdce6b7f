package ai.torale.testkit.library;

import ai.torale.testkit.CheckStory;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.common.WorkflowExecutionHistory;
import java.util.List;

/** What a history says beyond the story that a host reads in it. */
public final class Recorded {
    private Recorded() {}

    /** How a workflow was started. */
    public static WorkflowExecutionStartedEventAttributes start(WorkflowExecutionHistory history) {
        return history.getEvents().get(0).getWorkflowExecutionStartedEventAttributes();
    }

    /** What a workflow was given, as JSON. */
    public static String input(WorkflowExecutionHistory history) {
        return text(start(history).getInput());
    }

    /** The activities in the order in which the workflow asked for them. */
    public static List<ActivityTaskScheduledEventAttributes> activities(WorkflowExecutionHistory history) {
        return history.getEvents().stream()
                .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
                .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
                .toList();
    }

    /** The activities of one type. */
    public static List<ActivityTaskScheduledEventAttributes> activities(CheckStory check, String type) {
        return activities(check.history()).stream()
                .filter(activity -> activity.getActivityType().getName().equals(type))
                .toList();
    }

    /** How a check failed. */
    public static Failure failure(CheckStory check) {
        return check.history()
                .getLastEvent()
                .getWorkflowExecutionFailedEventAttributes()
                .getFailure();
    }

    /** The detail of a check's failure, as JSON. */
    public static String failureDetail(CheckStory check) {
        return text(failure(check).getApplicationFailureInfo().getDetails());
    }

    /** The only payload, as text. */
    public static String text(Payloads payloads) {
        return payloads.getPayloads(0).getData().toStringUtf8();
    }
}
