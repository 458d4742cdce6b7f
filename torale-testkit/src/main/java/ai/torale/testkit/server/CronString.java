package ai.torale.testkit.server;

import ai.torale.InvalidException;
import ai.torale.cron.Calendar;
import ai.torale.cron.Cron;
import io.temporal.api.schedule.v1.IntervalSpec;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cron string of a schedule: a time zone that may stand before a cron expression, and a comment behind it.
 *
 * @param zone empty when the string names none
 */
record CronString(String zone, Cron cron, String comment) {
    private static final Pattern ZONE = Pattern.compile("(?:CRON_)?TZ=([^ ]*) (.*)");

    /** Refuses with INVALID_ARGUMENT. */
    static CronString of(String text) {
        Matcher zone = ZONE.matcher(text.strip());
        boolean hasZone = zone.matches();
        String[] parts = (hasZone ? zone.group(2) : text).split("#", 2);
        String comment = parts.length == 1 ? "" : parts[1].strip();
        try {
            Cron cron = Cron.parseWithBothDays(parts[0].strip());
            // The server forgets the zone of @every, and its comment.
            boolean every = cron.interval().isPresent();
            return new CronString(hasZone && !every ? zone.group(1) : "", cron, every ? "" : comment);
        } catch (InvalidException e) {
            throw SpecForm.refused(text, e);
        }
    }

    Optional<StructuredCalendarSpec> calendar() {
        return cron.calendar().map(calendar -> {
            StructuredCalendarSpec.Builder spec =
                    StructuredCalendarSpec.newBuilder().setComment(comment);
            for (Calendar.Field field : Calendar.Field.values()) {
                SpecForm.set(
                        spec,
                        field,
                        calendar.ranges(field).stream().map(CronString::range).toList());
            }
            return spec.build();
        });
    }

    Optional<IntervalSpec> interval() {
        return cron.interval().map(interval -> {
            IntervalSpec.Builder spec = IntervalSpec.newBuilder().setInterval(Times.duration(interval));
            return (cron.phase().isZero() ? spec : spec.setPhase(Times.duration(cron.phase()))).build();
        });
    }

    private static Range range(Calendar.Range range) {
        return Range.newBuilder()
                .setStart(range.first())
                .setEnd(range.last())
                .setStep(range.step())
                .build();
    }
}
