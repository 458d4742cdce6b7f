package ai.torale.temporal.schedule;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.cron.Cron;
import ai.torale.task.MonitoringTask;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a schedule manager was told once, for all tasks. */
record ScheduleSettings(
        String taskQueue,
        String idPrefix,
        boolean carriesTasks,
        Duration executionTimeout,
        Duration minimumPeriod,
        Function<MonitoringTask, ScheduleOptions> options,
        Function<MonitoringTask, List<Problem>> taskRules,
        InstantSource clock) {
    static final String SCHEDULE = "task-";

    String scheduleId(String taskId) {
        return idPrefix + SCHEDULE + taskId;
    }

    /** The task whose schedule has this id, if this installation made it; empty for an id of another form. */
    Optional<String> taskId(String scheduleId) {
        String prefix = scheduleId("");
        return Optional.of(scheduleId)
                .filter(id -> id.startsWith(prefix))
                .map(id -> id.substring(prefix.length()))
                .filter(id -> MonitoringTask.idProblems(id).isEmpty());
    }

    /** Everything for which a task's schedule is refused before the server is asked. */
    List<Problem> problems(MonitoringTask task) {
        List<Problem> problems = new ArrayList<>(taskRules.apply(task));
        Cron cron = task.parsedCron();
        if (cron.shortestPeriod().compareTo(minimumPeriod) < 0) {
            problems.add(new Problem(
                    "CRON_TOO_SHORT",
                    "cron",
                    task.cron(),
                    "it fires every " + cron.shortestPeriod() + ", use " + minimumPeriod + " or more (minimumPeriod)"));
        }
        try {
            problems.addAll(options.apply(task).problems(cron));
        } catch (InvalidException e) {
            problems.addAll(e.problems());
        }
        return problems;
    }
}
