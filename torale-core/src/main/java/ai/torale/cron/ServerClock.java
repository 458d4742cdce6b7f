package ai.torale.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;

/**
 * Local time as Temporal's server walks through it, hour by hour.
 *
 * <p>Around a change of offset the server is neither what java.time does nor what a reader expects, and this class
 * follows it there, because a preview that is right about the zone and wrong about the server is of no use. Of two equal
 * local times the server finds the first west of Greenwich and the second east of it; the repeated hour is walked again
 * by adding one hour to the hour that seems to last two. See docs/cron.md for what that means to a user.
 */
record ServerClock(ZoneRules rules) {
    private static final Duration HOUR = Duration.ofHours(1);

    /**
     * Where the walk stands.
     *
     * @param time the local time that is looked at next
     * @param again whether the hour is walked for the second time
     */
    record Hand(LocalDateTime time, boolean again) {
        Hand moveTo(LocalDateTime other) {
            return new Hand(other, false);
        }

        /** Another minute of the same hour, walked for the second time if it was so. */
        Hand at(int minute) {
            return minute == time.getMinute() ? this : new Hand(startOfHour().plusMinutes(minute), again);
        }

        /** The next hour, still for the second time if it was so. */
        Hand skipHour() {
            return new Hand(startOfNextHour(), again);
        }

        private LocalDateTime startOfHour() {
            return time.truncatedTo(ChronoUnit.HOURS);
        }

        private LocalDateTime startOfNextHour() {
            return startOfHour().plusHours(1);
        }
    }

    Hand justAfter(Instant after) {
        LocalDateTime time = local(after).truncatedTo(ChronoUnit.SECONDS);
        Hand hand = new Hand(time, local(after.minus(HOUR)).getHour() == time.getHour());
        LocalDateTime next = time.plusSeconds(1);
        return next.getHour() == time.getHour() ? new Hand(next, hand.again()) : nextHour(hand);
    }

    Hand nextMinute(Hand hand) {
        LocalDateTime next = hand.time().truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        return next.getMinute() == 0 ? nextHour(hand) : new Hand(next, hand.again());
    }

    /** The next hour, or the same one again when it seems to last longer than an hour. */
    Hand nextHour(Hand hand) {
        Duration length = Duration.between(instant(hand.startOfHour()), instant(hand.startOfNextHour()));
        return !hand.again() && length.compareTo(HOUR) > 0
                ? new Hand(hand.startOfHour(), true)
                : new Hand(hand.startOfNextHour(), false);
    }

    boolean exists(LocalDateTime time) {
        return local(instant(time)).getHour() == time.getHour();
    }

    /** 0 is Sunday; at a midnight that does not exist the server may see the day before. */
    int weekday(LocalDateTime time) {
        return local(instant(time)).getDayOfWeek().getValue() % 7;
    }

    Instant instant(Hand hand, LocalDateTime time) {
        return hand.again() ? instant(time).plus(HOUR) : instant(time);
    }

    /** Takes the offset that holds when the local time is read as UTC, and corrects it once. */
    private Instant instant(LocalDateTime time) {
        Instant asUtc = time.toInstant(ZoneOffset.UTC);
        Instant near = asUtc.minusSeconds(rules.getOffset(asUtc).getTotalSeconds());
        return asUtc.minusSeconds(rules.getOffset(near).getTotalSeconds());
    }

    private LocalDateTime local(Instant instant) {
        return LocalDateTime.ofInstant(instant, rules.getOffset(instant));
    }
}
