package ai.torale.acceptance.check;

import ai.torale.acceptance.server.Stage;
import ai.torale.acceptance.wire.Wire;
import ai.torale.temporal.schedule.Triggered;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.ActivityTaskCompletedEventAttributes;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
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

    static CheckHistory of(Stage stage, String workflowId) {
        return new CheckHistory(stage.client().fetchHistory(workflowId).getEvents());
    }

    List<HistoryEvent> events() {
        return events;
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

    /** The activities in the order in which the workflow asked for them. */
    List<ActivityTaskScheduledEventAttributes> activities() {
        return events.stream()
                .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
                .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
                .toList();
    }

    List<ActivityTaskScheduledEventAttributes> activities(String type) {
        return activities().stream()
                .filter(activity -> activity.getActivityType().getName().equals(type))
                .toList();
    }

    ActivityTaskScheduledEventAttributes activity(String type) {
        return activities(type).stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + type + " in " + types()));
    }

    /** How often the first activity of a type was tried. */
    int attempts(String type) {
        long scheduled = scheduledId(type);
        return events.stream()
                .filter(HistoryEvent::hasActivityTaskStartedEventAttributes)
                .map(HistoryEvent::getActivityTaskStartedEventAttributes)
                .filter(started -> started.getScheduledEventId() == scheduled)
                .mapToInt(started -> started.getAttempt())
                .findFirst()
                .orElseThrow();
    }

    String input() {
        return text(started().getInput());
    }

    String input(String activityType) {
        return text(activity(activityType).getInput());
    }

    String output(String activityType) {
        return outputPayload(activityType).getData().toStringUtf8();
    }

    Payload outputPayload(String activityType) {
        return result(activityType).getPayloads(0);
    }

    boolean hasOutput(String activityType) {
        return result(activityType).getPayloadsCount() > 0;
    }

    private Payloads result(String activityType) {
        long scheduled = scheduledId(activityType);
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

    private long scheduledId(String activityType) {
        return events.stream()
                .filter(event -> event.hasActivityTaskScheduledEventAttributes()
                        && event.getActivityTaskScheduledEventAttributes()
                                .getActivityType()
                                .getName()
                                .equals(activityType))
                .mapToLong(HistoryEvent::getEventId)
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + activityType + " in " + types()));
    }

    private static String text(Payloads payloads) {
        return payloads.getPayloads(0).getData().toStringUtf8();
    }
}
