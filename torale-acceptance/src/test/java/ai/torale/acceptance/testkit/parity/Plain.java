package ai.torale.acceptance.testkit.parity;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Takes out of an answer what differs from run to run: ids of runs are numbered in the order in which they are seen,
 * times of the present become one word, and what {@link #MASKED} names shows only that it is there.
 */
final class Plain {
    /** Fields whose content nobody may rely on, and why. */
    private static final Map<String, String> MASKED = Map.of(
            "next_page_token", "opaque by contract",
            "history_size_bytes", "protocol buffers of two servers",
            "state_transition_count", "counts steps inside the server",
            "execution_duration", "runs take some milliseconds");

    private static final Pattern RUN_ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z");
    private static final Duration AROUND = Duration.ofSeconds(3);

    private final Map<String, Integer> runs = new HashMap<>();
    private final Instant begin;
    private final Supplier<Instant> now;

    Plain(Instant begin, Supplier<Instant> now) {
        this.begin = begin;
        this.now = now;
    }

    String text(String path, String value) {
        String field = path.substring(path.lastIndexOf('.') + 1);
        if (MASKED.containsKey(field)) {
            return "(masked)";
        }
        String withoutRuns = RUN_ID.matcher(value)
                .replaceAll(match -> "run-" + runs.computeIfAbsent(match.group(), id -> runs.size() + 1));
        return TIME.matcher(withoutRuns).replaceAll(this::time);
    }

    private String time(MatchResult match) {
        Instant time = Instant.parse(match.group());
        boolean present =
                time.isAfter(begin.minus(AROUND)) && time.isBefore(now.get().plus(AROUND));
        return present ? "(now)" : match.group();
    }
}
