package ai.torale.testkit;

import static java.util.stream.Collectors.joining;

import ai.torale.temporal.workflow.DeliveryWorkflow;
import ai.torale.temporal.workflow.MonitoringWorkflow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;

/** Tells a check's story to people. */
final class StoryText {
    private static final int MAX_JSON = 1_000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private StoryText() {}

    static String of(CheckStory story) {
        StringBuilder text = new StringBuilder()
                .append(what(story))
                .append(" at ")
                .append(story.scheduledAt())
                .append(": ")
                .append(story.outcome())
                .append(" [")
                .append(story.workflowId())
                .append(", run ")
                .append(story.runId())
                .append("]\n");
        story.steps().forEach(step -> append(text, step));
        story.report().ifPresent(report -> line(text, "summary", String.valueOf(report.changeSummary())));
        line(text, "failure", story.error());
        return text.toString();
    }

    /** The stories one after another; says so when there is none. */
    static String of(Collection<CheckStory> stories) {
        return stories.isEmpty()
                ? "no check has begun\n"
                : stories.stream().map(StoryText::of).collect(joining());
    }

    private static String what(CheckStory story) {
        return switch (story.workflowType()) {
            case MonitoringWorkflow.TYPE -> "check of task '" + story.taskId() + "'";
            case DeliveryWorkflow.TYPE -> "delivery of task '" + story.taskId() + "'";
            default -> "workflow " + story.workflowType();
        };
    }

    private static void append(StringBuilder text, CheckStory.Step step) {
        text.append("  ").append(time(step.scheduledAt())).append("  ").append(step.activityType());
        if (step.attempts() != 1) {
            text.append(", ").append(step.attempts()).append(" attempts");
        }
        text.append('\n');
        line(text, "in", step.input());
        line(text, "out", step.output());
        line(text, "error", step.error());
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append("      ")
                    .append(String.format(Locale.ROOT, "%-8s", name))
                    .append(value.length() <= MAX_JSON ? value : value.substring(0, MAX_JSON) + "…")
                    .append('\n');
        }
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }
}
