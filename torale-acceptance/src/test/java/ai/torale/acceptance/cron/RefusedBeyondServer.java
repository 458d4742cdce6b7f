package ai.torale.acceptance.cron;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One reason to refuse what the server takes: a row of the table in docs/cron.md.
 *
 * @param code what our refusal says
 * @param example as it stands in the table
 * @param sign where the reason is to be seen, found out without our parser
 */
record RefusedBeyondServer(String code, String example, Sign sign) {
    /** All of them, in the order of the table. */
    static final List<RefusedBeyondServer> ALL = List.of(
            refused("CRON_FIELDS", "0 0 9 * * *", (text, server) -> fields(text).size() == 6),
            refused(
                    "CRON_FIELDS",
                    "0 0 9 * * * 2030",
                    (text, server) -> fields(text).size() == 7),
            refused("CRON_COMMENT", "0 9 * * MON#2", (text, server) -> text.contains("#")),
            refused(
                    "CRON_TIME_ZONE",
                    "TZ=Asia/Tokyo 0 9 * * *",
                    (text, server) -> text.strip().startsWith("TZ=")),
            refused(
                    "CRON_TIME_ZONE",
                    "CRON_TZ=Asia/Tokyo 0 9 * * *",
                    (text, server) -> text.strip().startsWith("CRON_TZ=")),
            refused("CRON_BOTH_DAYS", "0 9 13 * FRI", (text, server) -> namesBothDays(fields(text))),
            refused("CRON_NEVER", "0 0 31 2 *", RefusedBeyondServer::neverFires),
            refused("CRON_NEVER", "@every 50000d", RefusedBeyondServer::neverFires),
            refused("CRON_STEP", "*/90 * * * *", (text, server) -> stepsTooFar(fields(text))),
            refused("CRON_STEP", "*/+5 * * * *", (text, server) -> text.contains("/+")),
            refused("CRON_RANGE", "0 9 * * 1-7", inWeekday("(?i)0*1-0*7|mon?d?a?y?-0*7")),
            refused("CRON_RANGE", "0 9 * * mon/1", inWeekday("(?i)(0*1|mon?d?a?y?)(-0*7)?/0*1")),
            refused("CRON_VALUE", "+5 * * * *", (text, server) -> text.contains("+")),
            refused("CRON_EVERY", "@every 1500ms", inEvery("[ .0-9dhms/]*([.][0-9]|ms)[ .0-9dhms/]*")),
            refused("CRON_EVERY", "@every 60000000us", inEvery(".*[0-9.][un]s.*")),
            refused("CRON_EVERY", "@every +1h", inEvery(".*[+].*")),
            refused("CRON_EVERY", "@every 1h/", inEvery(".*/ *")),
            refused("CRON_EVERY", "@everyday 1h", inEvery("[^ ].*")),
            refused("CRON_CHARACTERS", "0\\t9 * * *", (text, server) -> !text.matches("[ -~]*")),
            refused("CRON_LENGTH", "more than 150 characters", (text, server) -> text.length() > 150));

    private static final List<Integer> SIZES = List.of(60, 24, 31, 12, 7);

    /** Whether a text, which the server took, shows the reason. */
    interface Sign {
        boolean isIn(String text, ScheduleServer server);
    }

    /** The example as it would be typed. */
    String text() {
        return code.equals("CRON_LENGTH") ? "0 9 * * *" + " ".repeat(150) : example.replace("\\t", "\t");
    }

    private static RefusedBeyondServer refused(String code, String example, Sign sign) {
        return new RefusedBeyondServer(code, example, sign);
    }

    private static List<String> fields(String text) {
        return List.of(text.strip().split(" +"));
    }

    private static boolean namesBothDays(List<String> fields) {
        return fields.size() == 5
                && !fields.get(2).equals("*")
                && !fields.get(4).equals("*");
    }

    private static boolean stepsTooFar(List<String> fields) {
        Pattern step = Pattern.compile("/([0-9]+)");
        return IntStream.range(0, fields.size())
                .anyMatch(i -> step.matcher(fields.get(i))
                        .results()
                        .anyMatch(match -> Integer.parseInt(match.group(1)) > SIZES.get(i)));
    }

    private static Sign inWeekday(String part) {
        return (text, server) ->
                List.of(fields(text).get(4).split(",")).stream().anyMatch(written -> written.matches(part));
    }

    private static Sign inEvery(String rest) {
        return (text, server) -> text.strip().startsWith("@every")
                && text.strip().substring("@every".length()).matches(rest);
    }

    private static boolean neverFires(String text, ScheduleServer server) {
        String id = server.create(text, ZoneId.of("UTC"));
        List<Instant> fires = server.times(id, Instant.EPOCH, Instant.parse("2101-01-01T00:00:00Z"));
        server.delete(id);
        return fires.isEmpty();
    }
}
