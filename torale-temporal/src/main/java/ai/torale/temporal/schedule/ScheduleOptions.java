package ai.torale.temporal.schedule;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.cron.Cron;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a task's schedule behaves, beyond when it fires.
 *
 * <p>A schedule manager is told once which options each task gets ({@link ScheduleManagerBuilder#options}), so that
 * create, update and reconcile never disagree. Immutable.
 */
public final class ScheduleOptions {
    private static final Duration SHORTEST_CATCH_UP = Duration.ofSeconds(10);
    private static final Duration LONGEST_CATCH_UP = Duration.ofDays(365);
    private static final Duration SHORTEST_DEFAULT_CATCH_UP = Duration.ofMinutes(10);
    private static final Duration LONGEST_DEFAULT_CATCH_UP = Duration.ofHours(24);
    private static final int MAX_NOTE = 1_000;

    /**
     * What happens when a check is due while the one before it still runs.
     *
     * <p>Temporal knows more ways; none of them is offered: two checks at once would fork the carried state, and a check
     * that is ended by its successor may have told somebody without remembering it.
     */
    public enum Overlap {
        /** The new check is left out. */
        SKIP,
        /** The new check starts when the running one has ended; at most one waits. */
        BUFFER_ONE
    }

    private final Duration jitter;
    private final @Nullable Duration catchUpWindow;
    private final Overlap overlap;
    private final String note;

    private ScheduleOptions(Builder builder) {
        this.jitter = builder.jitter;
        this.catchUpWindow = builder.catchUpWindow;
        this.overlap = builder.overlap;
        this.note = builder.note;
    }

    /** Every option at its default. */
    public static ScheduleOptions defaults() {
        return builder().build();
    }

    /** Starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** By how much a fire may come later than its cron says, at random. */
    public Duration jitter() {
        return jitter;
    }

    /** How late a missed fire is made up for; empty for the default. */
    public Optional<Duration> catchUpWindow() {
        return Optional.ofNullable(catchUpWindow);
    }

    /** What happens when a check is due while another one runs. */
    public Overlap overlap() {
        return overlap;
    }

    /** What the schedule's note says until somebody pauses or resumes it. */
    public String note() {
        return note;
    }

    /** A builder that starts with these options. */
    public Builder toBuilder() {
        Builder builder = builder().jitter(jitter).overlap(overlap).note(note);
        builder.catchUpWindow = catchUpWindow;
        return builder;
    }

    /** A note that is not too long; no character is cut in two. */
    static String cut(String note) {
        if (note.length() <= MAX_NOTE) {
            return note;
        }
        return note.substring(0, Character.isHighSurrogate(note.charAt(MAX_NOTE - 1)) ? MAX_NOTE - 1 : MAX_NOTE);
    }

    /** The catch-up window for a cron: as set, or its period, at least 10 minutes and at most 24 hours. */
    Duration catchUpWindow(Cron cron) {
        if (catchUpWindow != null) {
            return catchUpWindow;
        }
        Duration period = cron.shortestPeriod();
        if (period.compareTo(SHORTEST_DEFAULT_CATCH_UP) < 0) {
            return SHORTEST_DEFAULT_CATCH_UP;
        }
        return period.compareTo(LONGEST_DEFAULT_CATCH_UP) > 0 ? LONGEST_DEFAULT_CATCH_UP : period;
    }

    /** What does not go together with a cron. */
    List<Problem> problems(Cron cron) {
        return jitter.compareTo(cron.shortestPeriod()) < 0
                ? List.of()
                : List.of(new Problem(
                        "JITTER",
                        "jitter",
                        jitter.toString(),
                        "use less than the period of '" + cron + "', which is " + cron.shortestPeriod()));
    }

    @Override
    public String toString() {
        return "ScheduleOptions[jitter=" + jitter + ", catchUpWindow="
                + (catchUpWindow == null ? "default" : catchUpWindow) + ", overlap=" + overlap + ", note=" + note + "]";
    }

    /** Collects options; not safe for several threads. */
    public static final class Builder {
        private Duration jitter = Duration.ZERO;
        private @Nullable Duration catchUpWindow;
        private Overlap overlap = Overlap.SKIP;
        private String note = "";

        private Builder() {}

        /**
         * By how much a fire may come later than its cron says, at random; whole seconds, shorter than the cron's period.
         * Many tasks with one cron need it: the server starts few at once (30 a second by default). Default: 0.
         */
        public Builder jitter(Duration jitter) {
            this.jitter = Objects.requireNonNull(jitter, "jitter");
            return this;
        }

        /**
         * How late a fire that the server missed is made up for; whole seconds, 10 seconds to 365 days. Default: the cron's
         * period, at least 10 minutes and at most 24 hours.
         */
        public Builder catchUpWindow(Duration catchUpWindow) {
            this.catchUpWindow = Objects.requireNonNull(catchUpWindow, "catchUpWindow");
            return this;
        }

        /** What happens when a check is due while another one runs. Default: {@link Overlap#SKIP}. */
        public Builder overlap(Overlap overlap) {
            this.overlap = Objects.requireNonNull(overlap, "overlap");
            return this;
        }

        /**
         * What the schedule's note says, for people, until somebody pauses or resumes it; at most 1,000 characters. It is
         * written when the schedule is created, and never compared. Default: empty.
         */
        public Builder note(String note) {
            this.note = Objects.requireNonNull(note, "note");
            return this;
        }

        /**
         * Checks the options.
         *
         * @throws InvalidException naming every problem at once
         */
        public ScheduleOptions build() {
            List<Problem> problems = new ArrayList<>();
            if (jitter.isNegative() || jitter.toNanosPart() != 0) {
                problems.add(new Problem("JITTER", "jitter", jitter.toString(), "use whole seconds, 0 or more"));
            }
            if (catchUpWindow != null
                    && (catchUpWindow.compareTo(SHORTEST_CATCH_UP) < 0
                            || catchUpWindow.compareTo(LONGEST_CATCH_UP) > 0
                            || catchUpWindow.toNanosPart() != 0)) {
                problems.add(new Problem(
                        "CATCH_UP_WINDOW",
                        "catchUpWindow",
                        catchUpWindow.toString(),
                        "use whole seconds, 10 seconds to 365 days"));
            }
            if (note.length() > MAX_NOTE) {
                problems.add(new Problem("NOTE", "note", note, "use at most " + MAX_NOTE + " characters"));
            }
            InvalidException.throwIfAny("the schedule options", problems);
            return new ScheduleOptions(this);
        }
    }
}
