package ai.torale.temporal.workflow;

import java.time.Duration;
import java.util.Optional;

/**
 * Finds out why a check knows no state: asks the schedule once.
 *
 * <p>Nothing carried may mean a first check, a check that somebody else started, or a state that was lost.
 */
final class FirstCheck {
    /** The schedule may note a run it has started some 10 ms late (measured on the CHASM scheduler). */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final TaskSchedules schedules;

    FirstCheck(TaskSchedules schedules) {
        this.schedules = schedules;
    }

    /** Why nothing is carried. */
    enum Finding {
        /** The schedule runs this check, and every one before it has failed. */
        FIRST,
        /** The schedule runs this check, and earlier ones may have completed: their state is lost. */
        LOST,
        /** The schedule does not run this check. */
        NOT_SCHEDULED
    }

    /**
     * What the schedule says.
     *
     * @param started how many checks it has started in all, so no version that was lost is higher
     */
    record Answer(Finding finding, long started) {}

    Answer find(String taskId, String checkId) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            Optional<TaskSchedules.Facts> facts = schedules.describe(taskId);
            if (facts.isPresent() && facts.get().running().contains(checkId)) {
                boolean first = facts.get().ended().stream().allMatch(checkId::equals);
                return new Answer(
                        first ? Finding.FIRST : Finding.LOST, facts.get().started());
            }
            if (facts.isEmpty() || System.nanoTime() - end > 0) {
                return new Answer(Finding.NOT_SCHEDULED, 0);
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }
}
