package ai.torale.acceptance.check;

import ai.torale.acceptance.server.Stage;
import ai.torale.acceptance.wire.Wire;
import ai.torale.temporal.schedule.Triggered;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.ActivityTaskCompletedEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import java.time.Instant;
import java.util.List;

/** What the server has recorded of one check. */
final class CheckHistory {
    private final List<HistoryEvent> events;

    private CheckHistory(List<HistoryEvent> events) {
        this.events = events;
    }

    static CheckHistory of(Stage stage, Triggered triggered) {
        return new CheckHistory(stage.history(triggered).getEvents());
    }

    WorkflowExecutionStartedEventAttributes started() {
        return events.get(0).getWorkflowExecutionStartedEventAttributes();
    }

    /** When the schedule planned the check. */
    Instant scheduledAt() {
        String quoted = started()
                .getSearchAttributes()
                .getIndexedFieldsOrThrow("TemporalScheduledStartTime")
                .getData()
                .toStringUtf8();
        return Instant.parse(Wire.read(quoted, String.class));
    }

    String input() {
        return text(started().getInput());
    }

    String input(String activityType) {
        return text(scheduled(activityType)
                .getActivityTaskScheduledEventAttributes()
                .getInput());
    }

    String output(String activityType) {
        return text(result(activityType));
    }

    boolean hasOutput(String activityType) {
        return result(activityType).getPayloadsCount() > 0;
    }

    private Payloads result(String activityType) {
        long scheduled = scheduled(activityType).getEventId();
        return events.stream()
                .filter(HistoryEvent::hasActivityTaskCompletedEventAttributes)
                .map(HistoryEvent::getActivityTaskCompletedEventAttributes)
                .filter(completed -> completed.getScheduledEventId() == scheduled)
                .map(ActivityTaskCompletedEventAttributes::getResult)
                .findFirst()
                .orElseThrow(() -> new AssertionError(activityType + " did not complete in " + types()));
    }

    /** What the check reported. */
    String report() {
        return text(last().getWorkflowExecutionCompletedEventAttributes().getResult());
    }

    /** How the check failed. */
    Failure failure() {
        return last().getWorkflowExecutionFailedEventAttributes().getFailure();
    }

    String failureDetail() {
        return text(failure().getApplicationFailureInfo().getDetails());
    }

    HistoryEvent last() {
        return events.get(events.size() - 1);
    }

    List<EventType> types() {
        return events.stream().map(HistoryEvent::getEventType).toList();
    }

    private HistoryEvent scheduled(String activityType) {
        return events.stream()
                .filter(event -> event.hasActivityTaskScheduledEventAttributes()
                        && event.getActivityTaskScheduledEventAttributes()
                                .getActivityType()
                                .getName()
                                .equals(activityType))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + activityType + " in " + types()));
    }

    private static String text(Payloads payloads) {
        return payloads.getPayloads(0).getData().toStringUtf8();
    }
}
