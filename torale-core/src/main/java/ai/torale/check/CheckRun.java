package ai.torale.check;

import ai.torale.task.MonitoringTask;
import java.time.Instant;

/**
 * Which check of which task this is.
 *
 * @param task what is checked
 * @param epoch the life of the task that the check belongs to
 * @param checkId the check's own id; the same at every retry
 * @param scheduledAt the time for which the schedule planned it
 */
public record CheckRun(MonitoringTask task, String epoch, String checkId, Instant scheduledAt) {}
