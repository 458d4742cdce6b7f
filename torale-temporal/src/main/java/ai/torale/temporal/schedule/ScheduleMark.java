package ai.torale.temporal.schedule;

import ai.torale.Json;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a schedule's calendar comment says: the cron as the user wrote it, and a hash of what was desired.
 *
 * <p>The server turns cron strings into calendars and forgets the strings; a comment survives in describe and list.
 *
 * @param cron as the user wrote it
 * @param hash 16 hex digits over the desired content
 */
record ScheduleMark(String cron, String hash) {
    private static final Pattern COMMENT = Pattern.compile("(?s)(.*) torale:v1:([0-9a-f]{16})");

    /** The mark of a desired content, which holds whatever makes one schedule differ from another. */
    static ScheduleMark of(String cron, Json content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(content.canonical().getBytes(StandardCharsets.UTF_8));
            return new ScheduleMark(cron, HexFormat.of().formatHex(hash, 0, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The mark in a spec that the server answered; empty when there is none. */
    static Optional<ScheduleMark> in(ScheduleSpec spec) {
        return Stream.concat(
                        spec.getStructuredCalendarList().stream(), spec.getExcludeStructuredCalendarList().stream())
                .map(StructuredCalendarSpec::getComment)
                .map(COMMENT::matcher)
                .filter(Matcher::matches)
                .map(match -> new ScheduleMark(match.group(1), match.group(2)))
                .findFirst();
    }

    /** The comment's text. */
    String comment() {
        return cron + " torale:v1:" + hash;
    }
}
