package ai.torale.testkit;

import ai.torale.temporal.workflow.CheckReport;
import ai.torale.temporal.workflow.MonitoringWorkflow;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.common.WorkflowExecutionHistory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the server has recorded of one check, or of one delivery that outlived its check.
 *
 * <p>{@link #toString} tells it for people: each step with its time, input, outcome and error.
 */
public final class CheckStory {
    private final WorkflowExecution execution;
    private final WorkflowExecutionHistory history;
    private final String workflowType;
    private final String taskId;
    private final Instant scheduledAt;
    private final String outcome;
    private final String error;
    private final @Nullable CheckReport report;
    private final List<Step> steps;

    CheckStory(WorkflowExecution execution, StoryReader reader) {
        this.execution = execution;
        this.history = reader.history();
        this.workflowType = reader.workflowType();
        this.taskId = reader.taskId();
        this.scheduledAt = reader.scheduledAt();
        this.outcome = reader.outcome();
        this.error = reader.error();
        this.report = reader.report();
        this.steps = reader.steps();
    }

    /**
     * One step of a check.
     *
     * @param activityType what was done, such as {@code execute_grounded_search}
     * @param scheduledAt when the check asked for it
     * @param attempts how often it was tried so far
     * @param input what it was given, as JSON
     * @param output what it answered, as JSON; empty when it has not answered
     * @param error why its last failed attempt failed; empty when none did
     */
    public record Step(
            String activityType, Instant scheduledAt, int attempts, String input, String output, String error) {}

    /** The id of the workflow. */
    public String workflowId() {
        return execution.getWorkflowId();
    }

    /** The run id of the workflow: of a check's first execution it is the check's id. */
    public String runId() {
        return execution.getRunId();
    }

    String workflowType() {
        return workflowType;
    }

    /** Whether it is a check, and no delivery that outlived one. */
    public boolean isCheck() {
        return workflowType.equals(MonitoringWorkflow.TYPE);
    }

    /** The task that was checked, or told of; empty when neither the input nor a schedule names it. */
    public String taskId() {
        return taskId;
    }

    /** The time for which the schedule planned it; when it began, if no schedule did. */
    public Instant scheduledAt() {
        return scheduledAt;
    }

    /**
     * The outcome that a check reported, such as {@code notified}, or how else it ended: {@code failed},
     * {@code timed_out}, {@code terminated}, {@code canceled}, {@code completed} (a delivery); {@code running} if it has
     * not.
     */
    public String outcome() {
        return outcome;
    }

    /** Why it failed, or, while it cannot go on, why not; empty otherwise, and once it has recovered. */
    public String error() {
        return error;
    }

    /** What the check reported; empty when it did not complete. */
    public Optional<CheckReport> report() {
        return Optional.ofNullable(report);
    }

    /** Its steps, in the order in which they were asked for. */
    public List<Step> steps() {
        return steps;
    }

    /** The names of its steps, in the order in which they were asked for. */
    public List<String> stepNames() {
        return steps.stream().map(Step::activityType).toList();
    }

    /** The history as the server has it, for replay and the Temporal UI. */
    public WorkflowExecutionHistory history() {
        return history;
    }

    @Override
    public String toString() {
        return StoryText.of(this);
    }
}
