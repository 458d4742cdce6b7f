package ai.torale.testkit;

import ai.torale.notify.Notification;
import ai.torale.temporal.schedule.ScheduledTask;
import ai.torale.temporal.workflow.MonitoringActivities;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * AssertJ assertions for checks, notifications and schedules, which tell the check's story when they fail.
 *
 * <p>Import {@code assertThat} statically from here and from {@link Assertions}: they do not get in each other's way.
 */
public final class ToraleAssertions {
    private ToraleAssertions() {}

    /** Asserts on a check. */
    public static CheckAssert assertThat(@Nullable CheckStory check) {
        return new CheckAssert(check);
    }

    /** Asserts on a notification. */
    public static NotificationAssert assertThat(@Nullable Notification notification) {
        return new NotificationAssert(notification);
    }

    /** Asserts on a schedule. */
    public static ScheduleAssert assertThat(@Nullable ScheduledTask schedule) {
        return new ScheduleAssert(schedule);
    }

    /** What is said of a check. */
    public static final class CheckAssert extends AbstractAssert<CheckAssert, CheckStory> {
        private CheckAssert(@Nullable CheckStory actual) {
            super(actual, CheckAssert.class);
        }

        /** It reported this outcome, such as {@code notified}, or ended so, such as {@code failed}. */
        public CheckAssert hasOutcome(String outcome) {
            return holds("outcome", check().outcome(), outcome);
        }

        /** It told somebody. */
        public CheckAssert notified() {
            return hasOutcome("notified");
        }

        /** It found the condition met. */
        public CheckAssert foundTheConditionMet() {
            return holds("condition met", conditionMet(), "true");
        }

        /** It found the condition not met. */
        public CheckAssert foundTheConditionNotMet() {
            return holds("condition met", conditionMet(), "false");
        }

        /** The schedule planned it for this time. */
        public CheckAssert wasScheduledAt(Instant time) {
            return holds("scheduled time", check().scheduledAt(), time);
        }

        /** The schedule planned it for this time, in ISO 8601. */
        public CheckAssert wasScheduledAt(String time) {
            return wasScheduledAt(Instant.parse(time));
        }

        /** It failed, and its failure or that of a step says this. */
        public CheckAssert failedBecause(String text) {
            hasOutcome("failed");
            if (!check().error().contains(text)) {
                throw failure(
                        "Expected the check to have failed because of%n  %s%nbut it says%n  %s%s",
                        text, check().error(), story());
            }
            return this;
        }

        /** It did these steps and no other, in this order; a step that was tried again counts once. */
        public CheckAssert tookTheSteps(String... activityTypes) {
            return holds("steps", check().stepNames(), List.of(activityTypes));
        }

        /** It tried this step so often. */
        public CheckAssert triedTheStep(String activityType, int attempts) {
            int actual = check().steps().stream()
                    .filter(step -> step.activityType().equals(activityType))
                    .mapToInt(CheckStory.Step::attempts)
                    .sum();
            return holds("attempts of " + activityType, actual, attempts);
        }

        private String conditionMet() {
            return check().report()
                    .map(report -> String.valueOf(report.conditionMet()))
                    .orElse("not reported");
        }

        private CheckStory check() {
            isNotNull();
            return actual;
        }

        private CheckAssert holds(String what, Object is, Object expected) {
            if (!Objects.equals(is, expected)) {
                throw failureWithActualExpected(
                        is,
                        expected,
                        "Expected the check's %s to be%n  %s%nbut it was%n  %s%s",
                        what,
                        expected,
                        is,
                        story());
            }
            return this;
        }

        private String story() {
            return "\n\n" + check();
        }
    }

    /** What is said of a notification. */
    public static final class NotificationAssert extends AbstractAssert<NotificationAssert, Notification> {
        private NotificationAssert(@Nullable Notification actual) {
            super(actual, NotificationAssert.class);
        }

        /** It says this. */
        public NotificationAssert says(String answer) {
            return holds("answer", notification().answer(), answer);
        }

        /** It tells of the task with this id. */
        public NotificationAssert tellsOf(String taskId) {
            return holds("task", notification().taskId(), taskId);
        }

        /** It comes from this check. */
        public NotificationAssert comesFrom(CheckStory check) {
            return holds("check", notification().checkId(), check.runId());
        }

        /** It says that this changed. */
        public NotificationAssert hasChangeSummary(String summary) {
            return holds("change summary", notification().changeSummary(), summary);
        }

        private Notification notification() {
            isNotNull();
            return actual;
        }

        private NotificationAssert holds(String what, Object is, Object expected) {
            if (!Objects.equals(is, expected)) {
                String checkId = notification().checkId();
                throw failureWithActualExpected(
                        is,
                        expected,
                        "Expected the notification's %s to be%n  %s%nbut it was%n  %s%s",
                        what,
                        expected,
                        is,
                        Stories.matching(story -> story.runId().equals(checkId)));
            }
            return this;
        }
    }

    /** What is said of a schedule. */
    public static final class ScheduleAssert extends AbstractAssert<ScheduleAssert, ScheduledTask> {
        private ScheduleAssert(@Nullable ScheduledTask actual) {
            super(actual, ScheduleAssert.class);
        }

        /** It starts no checks until it is resumed. */
        public ScheduleAssert isPaused() {
            return holds("state", state(), "paused");
        }

        /** It starts checks. */
        public ScheduleAssert isActive() {
            return holds("state", state(), "active");
        }

        /** It is paused, for its task has told what it was to tell once. */
        public ScheduleAssert isCompleted() {
            isPaused();
            boolean completed = schedule().note().startsWith(MonitoringActivities.COMPLETED_NOTE);
            return holds("note", completed ? "completed" : schedule().note(), "completed");
        }

        /** Its note says this. */
        public ScheduleAssert hasNote(String note) {
            return holds("note", schedule().note(), note);
        }

        /** It fires by this cron. */
        public ScheduleAssert firesBy(String cron) {
            return holds("cron", schedule().cron(), cron);
        }

        /** Its cron is read in this zone. */
        public ScheduleAssert isReadIn(ZoneId zone) {
            return holds("time zone", schedule().timeZone(), zone);
        }

        /** It fires next at this time. */
        public ScheduleAssert firesNextAt(Instant time) {
            List<Instant> next = schedule().nextTimes();
            return holds("next time", next.isEmpty() ? "never" : next.get(0), time);
        }

        /** It fires next at this time, in ISO 8601. */
        public ScheduleAssert firesNextAt(String time) {
            return firesNextAt(Instant.parse(time));
        }

        private String state() {
            return schedule().paused() ? "paused" : "active";
        }

        private ScheduledTask schedule() {
            isNotNull();
            return actual;
        }

        private ScheduleAssert holds(String what, Object is, Object expected) {
            if (!Objects.equals(is, expected)) {
                String taskId = schedule().taskId();
                throw failureWithActualExpected(
                        is,
                        expected,
                        "Expected the %s of the schedule of task '%s' to be%n  %s%nbut it was%n  %s%s",
                        what,
                        taskId,
                        expected,
                        is,
                        Stories.matching(story -> story.taskId().equals(taskId)));
            }
            return this;
        }
    }
}
