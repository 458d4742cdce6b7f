package ai.torale.testkit.server;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the overlap policies make of the starts that are due.
 *
 * @param startAlone the one to start of those that must not overlap; may be none
 * @param startBeside those to start whatever is running
 * @param waiting those that wait until nothing is running
 * @param skipped how many are dropped
 * @param cancel whether to cancel what is running
 * @param terminate whether to terminate what is running
 */
record Overlap(
        @Nullable Start startAlone,
        List<Start> startBeside,
        List<Start> waiting,
        int skipped,
        boolean cancel,
        boolean terminate) {

    /** As the server's scheduler decides; each start's policy is resolved. */
    static Overlap of(List<Start> due, boolean running, ScheduleOverlapPolicy policy) {
        Plan plan = new Plan(running);
        due.forEach(start -> plan.add(start, start.policy(policy)));
        return plan.decided();
    }

    private static final class Plan {
        private final boolean running;
        private final List<Start> beside = new ArrayList<>();
        private final List<Start> waiting = new ArrayList<>();
        private @Nullable Start alone;
        private int skipped;
        private boolean cancel;
        private boolean terminate;

        Plan(boolean running) {
            this.running = running;
        }

        void add(Start start, ScheduleOverlapPolicy policy) {
            if (policy == ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL) {
                beside.add(start);
            } else if (!running && alone == null) {
                alone = start;
            } else {
                addOverlapping(start, policy);
            }
        }

        private void addOverlapping(Start start, ScheduleOverlapPolicy policy) {
            switch (policy) {
                case SCHEDULE_OVERLAP_POLICY_BUFFER_ONE -> {
                    if (waiting.isEmpty()) {
                        waiting.add(start);
                    } else {
                        skipped++;
                    }
                }
                case SCHEDULE_OVERLAP_POLICY_BUFFER_ALL -> waiting.add(start);
                case SCHEDULE_OVERLAP_POLICY_CANCEL_OTHER -> {
                    cancel |= running;
                    replace(start);
                }
                case SCHEDULE_OVERLAP_POLICY_TERMINATE_OTHER -> {
                    terminate |= running;
                    replace(start);
                }
                default -> skipped++;
            }
        }

        private void replace(Start start) {
            if (running) {
                waiting.add(start);
            } else {
                alone = start;
            }
        }

        Overlap decided() {
            List<Start> others = cancel || terminate ? List.of() : List.copyOf(beside);
            return new Overlap(alone, others, List.copyOf(waiting), skipped, cancel, terminate);
        }
    }
}
