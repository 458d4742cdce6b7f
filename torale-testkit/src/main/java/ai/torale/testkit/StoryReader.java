package ai.torale.testkit;

import ai.torale.temporal.workflow.CheckReport;
import ai.torale.temporal.workflow.MonitoringWorkflow;
import ai.torale.temporal.workflow.SendInput;
import ai.torale.temporal.workflow.TaskConfig;
import com.google.protobuf.Timestamp;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DataConverter;
import io.temporal.payload.codec.PayloadCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads a check's story from its history, with the host's data converter. */
final class StoryReader {
    private static final String SCHEDULED_START = "TemporalScheduledStartTime";
    private static final String SCHEDULED_BY = "TemporalScheduledById";
    private static final String SCHEDULE_OF_TASK = ".task-";

    private final WorkflowExecutionHistory history;
    private final DataConverter converter;
    private final UnaryOperator<String> witnessed;
    private final Map<Long, StepFacts> steps = new LinkedHashMap<>();
    private String outcome = "running";
    private String error = "";
    private @Nullable CheckReport report;

    /**
     * Reads a history.
     *
     * @param witnessed how the last failed attempt of an activity id failed, if the history does not say
     */
    StoryReader(WorkflowExecutionHistory history, DataConverter converter, UnaryOperator<String> witnessed) {
        this.history = history;
        this.converter = converter;
        this.witnessed = witnessed;
        history.getEvents().forEach(this::read);
    }

    WorkflowExecutionHistory history() {
        return history;
    }

    String workflowType() {
        return started().getWorkflowType().getName();
    }

    /** As the input says; where somebody spoiled that, as the id of the schedule says. */
    String taskId() {
        Optional<Payloads> input = Optional.of(started().getInput());
        try {
            @Nullable String taskId = workflowType().equals(MonitoringWorkflow.TYPE)
                    ? converter
                            .fromPayloads(0, input, TaskConfig.class, TaskConfig.class)
                            .taskId()
                    : converter
                            .fromPayloads(0, input, SendInput.class, SendInput.class)
                            .notification()
                            .task()
                            .id();
            return taskId == null ? taskIdOfSchedule() : taskId;
        } catch (RuntimeException e) {
            return taskIdOfSchedule();
        }
    }

    /** Of {@code task-gpu} or {@code scope.task-gpu}; empty when no schedule of ours started it. */
    private String taskIdOfSchedule() {
        String scheduleId = "." + searchAttribute(SCHEDULED_BY).orElse("");
        int task = scheduleId.indexOf(SCHEDULE_OF_TASK);
        return task < 0 ? "" : scheduleId.substring(task + SCHEDULE_OF_TASK.length());
    }

    Instant scheduledAt() {
        return searchAttribute(SCHEDULED_START)
                .map(Instant::parse)
                .orElseGet(() -> instant(history.getEvents().get(0).getEventTime()));
    }

    private Optional<String> searchAttribute(String name) {
        return Optional.ofNullable(
                        started().getSearchAttributes().getIndexedFieldsMap().get(name))
                .map(value -> value.getData().toStringUtf8().replace("\"", ""));
    }

    String outcome() {
        return outcome;
    }

    String error() {
        return error;
    }

    @Nullable CheckReport report() {
        return report;
    }

    List<CheckStory.Step> steps() {
        return steps.values().stream().map(StepFacts::step).toList();
    }

    private WorkflowExecutionStartedEventAttributes started() {
        return history.getEvents().get(0).getWorkflowExecutionStartedEventAttributes();
    }

    private void read(HistoryEvent event) {
        switch (event.getEventType()) {
            case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> steps.put(event.getEventId(), new StepFacts(event));
            case EVENT_TYPE_ACTIVITY_TASK_STARTED -> {
                var attempt = event.getActivityTaskStartedEventAttributes();
                StepFacts step = step(attempt.getScheduledEventId());
                step.attempts = attempt.getAttempt();
                step.failed(attempt.hasLastFailure() ? attempt.getLastFailure() : null);
            }
            case EVENT_TYPE_ACTIVITY_TASK_COMPLETED -> {
                var end = event.getActivityTaskCompletedEventAttributes();
                step(end.getScheduledEventId()).output = text(end.getResult());
            }
            case EVENT_TYPE_ACTIVITY_TASK_FAILED -> {
                var end = event.getActivityTaskFailedEventAttributes();
                step(end.getScheduledEventId()).failed(end.getFailure());
            }
            case EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT -> {
                var end = event.getActivityTaskTimedOutEventAttributes();
                step(end.getScheduledEventId()).failed(end.getFailure());
            }
            default -> readEnd(event);
        }
    }

    private void readEnd(HistoryEvent event) {
        switch (event.getEventType()) {
            case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED ->
                completed(event.getWorkflowExecutionCompletedEventAttributes().getResult());
            case EVENT_TYPE_WORKFLOW_EXECUTION_FAILED -> {
                outcome = "failed";
                error = words(event.getWorkflowExecutionFailedEventAttributes().getFailure());
            }
            case EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT -> outcome = "timed_out";
            case EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED -> outcome = "canceled";
            case EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED -> {
                outcome = "terminated";
                error = event.getWorkflowExecutionTerminatedEventAttributes().getReason();
            }
            case EVENT_TYPE_WORKFLOW_TASK_COMPLETED -> error = ""; // it has recovered from what failed before
            case EVENT_TYPE_WORKFLOW_TASK_FAILED ->
                error = words(event.getWorkflowTaskFailedEventAttributes().getFailure());
            default -> {
                // No part of the story.
            }
        }
    }

    private void completed(Payloads result) {
        outcome = "completed";
        if (workflowType().equals(MonitoringWorkflow.TYPE)) {
            try {
                report = converter.fromPayloads(0, Optional.of(result), CheckReport.class, CheckReport.class);
                outcome = report.outcome();
            } catch (RuntimeException e) {
                error = "its report cannot be read by this data converter";
            }
        }
    }

    private StepFacts step(long scheduledEventId) {
        StepFacts step = steps.get(scheduledEventId);
        if (step == null) {
            throw new IllegalStateException("event " + scheduledEventId + " schedules no activity");
        }
        return step;
    }

    /** Payloads as JSON, as far as a codec lets one read them. */
    private String text(Payloads payloads) {
        List<Payload> all = payloads.getPayloadsList();
        try {
            List<Payload> plain = converter instanceof PayloadCodec codec ? codec.decode(all) : all;
            return String.join(
                    ", ",
                    plain.stream().map(one -> one.getData().toStringUtf8()).toList());
        } catch (RuntimeException e) {
            return "(unreadable)";
        }
    }

    private static String words(Failure failure) {
        List<String> words = new ArrayList<>();
        for (Failure cause = failure; words.size() < 10; cause = cause.getCause()) {
            String type = cause.getApplicationFailureInfo().getType();
            words.add(type.isEmpty() ? cause.getMessage() : type + ": " + cause.getMessage());
            if (!cause.hasCause()) {
                break;
            }
        }
        return String.join(" <- ", words);
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    private final class StepFacts {
        private final HistoryEvent scheduled;
        private int attempts;
        private String output = "";
        private String error = "";

        StepFacts(HistoryEvent scheduled) {
            this.scheduled = scheduled;
        }

        void failed(@Nullable Failure failure) {
            if (failure != null) {
                error = words(failure);
            }
        }

        CheckStory.Step step() {
            var asked = scheduled.getActivityTaskScheduledEventAttributes();
            return new CheckStory.Step(
                    asked.getActivityType().getName(),
                    instant(scheduled.getEventTime()),
                    attempts,
                    text(asked.getInput()),
                    output,
                    error.isEmpty() ? witnessed.apply(asked.getActivityId()) : error);
        }
    }
}
