package ai.torale.testkit.server;

import ai.torale.cron.Calendar;
import io.temporal.api.schedule.v1.IntervalSpec;
import io.temporal.api.schedule.v1.ScheduleSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * When a spec fires.
 *
 * <p>Jitter is a hash of the nominal time and the seed, as on the server, but another one: the server's seed holds the
 * namespace's random id, so its jitter cannot be foretold anyway.
 */
final class SpecTimes {
    private static final Instant AFTER_ALL = Instant.parse("2101-01-01T00:00:00Z");

    private final List<Calendar> calendars;
    private final List<Calendar> excluded;
    private final List<IntervalSpec> intervals;
    private final ZoneId zone;
    private final Instant before;
    private final Instant end;
    private final Duration jitter;
    private final String seed;

    /**
     * A fire.
     *
     * @param nominal what the spec says
     * @param actual with jitter
     */
    record Fire(Instant nominal, Instant actual) {}

    /** Of a spec in the server's form. */
    SpecTimes(ScheduleSpec spec, String seed) {
        this.calendars = spec.getStructuredCalendarList().stream()
                .map(SpecForm::calendar)
                .toList();
        this.excluded = spec.getExcludeStructuredCalendarList().stream()
                .map(SpecForm::calendar)
                .toList();
        this.intervals = spec.getIntervalList();
        this.zone = SpecForm.zone(spec.getTimezoneName());
        this.before = (spec.hasStartTime() ? Times.instant(spec.getStartTime()) : Instant.EPOCH).minusSeconds(1);
        this.end = spec.hasEndTime() ? Times.instant(spec.getEndTime()) : AFTER_ALL;
        this.jitter = Times.duration(spec.getJitter());
        this.seed = seed;
    }

    /** The first fire whose nominal time is after an instant. */
    Optional<Fire> next(Instant after) {
        Optional<Instant> nominal = raw(after.isBefore(before) ? before : after);
        while (nominal.isPresent() && isExcluded(nominal.get())) {
            nominal = nominal.get().isAfter(end) ? Optional.empty() : raw(nominal.get());
        }
        return nominal.filter(time -> !time.isAfter(end) && time.isBefore(AFTER_ALL))
                .map(this::fire);
    }

    private Fire fire(Instant nominal) {
        if (jitter.isZero() || jitter.isNegative()) {
            return new Fire(nominal, nominal);
        }
        Duration gap = raw(nominal)
                .map(following -> Duration.between(nominal, following))
                .orElse(jitter);
        long most = (gap.compareTo(jitter) < 0 ? gap : jitter).toMillis();
        return new Fire(nominal, nominal.plusMillis((long) (hash(nominal) * most)));
    }

    /** From 0 to less than 1. */
    private double hash(Instant nominal) {
        CRC32 hash = new CRC32();
        hash.update((nominal + seed).getBytes(StandardCharsets.UTF_8));
        return hash.getValue() / (double) (1L << 32);
    }

    private Optional<Instant> raw(Instant after) {
        Optional<Instant> first = Optional.empty();
        for (Calendar calendar : calendars) {
            first = earlier(first, calendar.next(after, zone));
        }
        for (IntervalSpec interval : intervals) {
            first = earlier(first, Optional.of(next(interval, after)));
        }
        return first;
    }

    private static Instant next(IntervalSpec spec, Instant after) {
        long interval = spec.getInterval().getSeconds();
        long phase = spec.getPhase().getSeconds();
        return Instant.ofEpochSecond(((after.getEpochSecond() - phase) / interval + 1) * interval + phase);
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return one.isEmpty() || other.filter(one.get()::isAfter).isPresent() ? other : one;
    }

    private boolean isExcluded(Instant nominal) {
        return excluded.stream().anyMatch(calendar -> calendar.matches(nominal, zone));
    }
}
