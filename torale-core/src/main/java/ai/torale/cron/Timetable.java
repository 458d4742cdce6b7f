package ai.torale.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** When a cron expression fires, computed as Temporal's server computes it. */
interface Timetable {
    /** The year after which the server fires nothing. */
    int LAST_YEAR = 2100;

    /** The first fire after an instant, which lies between 1969-12-31T23:59:59Z and the end of the last year. */
    Optional<Instant> next(Instant after, ZoneId zone);

    Duration shortestPeriod();

    String explain();
}
