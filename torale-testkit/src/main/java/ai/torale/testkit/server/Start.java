package ai.torale.testkit.server;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import java.time.Instant;

/**
 * A run that is due.
 *
 * @param nominal what the spec says
 * @param actual with jitter
 * @param ownPolicy of a trigger or backfill; unspecified for that of the schedule
 * @param manual whether somebody asked for it
 */
record Start(Instant nominal, Instant actual, ScheduleOverlapPolicy ownPolicy, boolean manual) {
    ScheduleOverlapPolicy policy(ScheduleOverlapPolicy ofSchedule) {
        return ownPolicy == ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_UNSPECIFIED ? ofSchedule : ownPolicy;
    }

    /** Only the request's own policy counts: so the server's scheduler does it. */
    boolean standsAlone() {
        return ownPolicy != ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL;
    }
}
