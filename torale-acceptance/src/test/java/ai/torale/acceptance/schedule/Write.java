package ai.torale.acceptance.schedule;

import ai.torale.acceptance.server.Stage;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.ScheduledTask;
import java.util.Optional;
import java.util.function.Predicate;

/** One of a schedule manager's writes, with a task that it can be done to, and what holds when it is done. */
record Write(
        String name,
        String method,
        MonitoringTask task,
        ScheduleManager schedules,
        Runnable call,
        Predicate<Optional<ScheduledTask>> expected) {
    static Write of(String name, ScheduleManager schedules, Stage stage) {
        MonitoringTask task = stage.task(name).build();
        MonitoringTask renamed = task.toBuilder().name("GPU").build();
        if (!name.equals("create")) {
            schedules.create(task);
        }
        if (name.equals("resume")) {
            schedules.pause(task.id(), "the shop is closed");
        }
        return switch (name) {
            case "create" ->
                new Write(name, "CreateSchedule", task, schedules, () -> schedules.create(task), Optional::isPresent);
            case "update" ->
                new Write(
                        name,
                        "UpdateSchedule",
                        task,
                        schedules,
                        () -> schedules.update(renamed),
                        found -> hasTask(found, renamed));
            case "save" ->
                new Write(
                        name,
                        "UpdateSchedule",
                        task,
                        schedules,
                        () -> schedules.save(renamed),
                        found -> hasTask(found, renamed));
            case "pause" ->
                new Write(
                        name,
                        "PatchSchedule",
                        task,
                        schedules,
                        () -> schedules.pause(task.id(), "sold out"),
                        found -> isPaused(found, true));
            case "resume" ->
                new Write(
                        name,
                        "PatchSchedule",
                        task,
                        schedules,
                        () -> schedules.resume(task.id()),
                        found -> isPaused(found, false));
            case "delete" ->
                new Write(
                        name, "DeleteSchedule", task, schedules, () -> schedules.delete(task.id()), Optional::isEmpty);
            default -> throw new IllegalArgumentException(name);
        };
    }

    void run() {
        call.run();
    }

    /** Whether the server holds what it should after the write. */
    boolean isDone() {
        return expected.test(schedules.find(task.id()));
    }

    /** How often the method was called to prepare the task. */
    int callsBefore() {
        return name.equals("resume") ? 1 : 0;
    }

    private static boolean hasTask(Optional<ScheduledTask> found, MonitoringTask task) {
        return found.flatMap(ScheduledTask::task).filter(task::equals).isPresent();
    }

    private static boolean isPaused(Optional<ScheduledTask> found, boolean paused) {
        return found.filter(schedule -> schedule.paused() == paused).isPresent();
    }
}
