package ai.torale.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** {@code @every}: fires when the time since the epoch is the phase plus a multiple of the interval. */
record IntervalTimetable(Duration interval, Duration phase) implements Timetable {
    @Override
    public Optional<Instant> next(Instant after, ZoneId zone) {
        long past = after.getEpochSecond() - phase.toSeconds();
        // The server rounds towards zero here, so it leaves out the very first fire of 1970 when there is a phase.
        long intervals = past / interval.toSeconds() + 1;
        return Optional.of(
                Instant.ofEpochSecond(intervals * interval.toSeconds()).plus(phase));
    }

    @Override
    public Duration shortestPeriod() {
        return interval;
    }

    @Override
    public String explain() {
        return Explanation.ofInterval(interval, phase);
    }
}
