package ai.torale.acceptance.cron;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Problem;
import ai.torale.acceptance.cron.CronSamples.Pair;
import ai.torale.acceptance.cron.CronSamples.Window;
import ai.torale.acceptance.server.DevServer;
import ai.torale.acceptance.server.RealServer;
import ai.torale.cron.Cron;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Our cron against the server's own: equal to the second, in every zone, around every change of clocks.
 *
 * <p>Each build compares 300 pairs of cron and zone. {@code -Dtorale.cron.pairs=5000} compares more,
 * {@code -Dtorale.cron.seed=7} others, and {@code -Dtorale.cron.server=host:port} asks a server that runs already: see
 * CONTRIBUTING.md.
 */
@RealServer
class CronDifferentialIT {
    private static final int PAIRS = Integer.getInteger("torale.cron.pairs", 300);
    private static final long SEED = Long.getLong("torale.cron.seed", 20_260_101L);
    private static final int SERVER_LIMIT = 1_000;
    /** Of the table in docs/cron.md: a code, and an example. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(CRON_[A-Z_]+)` \\| ([^|\n]+?) \\| [^|\n]+ \\|$");

    private static ScheduleServer server;

    @BeforeAll
    static void connect(DevServer devServer) {
        server = new ScheduleServer(System.getProperty("torale.cron.server", devServer.target()));
    }

    @AfterAll
    static void disconnect() {
        server.close();
    }

    @Test
    void every_preview_equals_the_server_to_the_second() throws Exception {
        Instant started = Instant.now();
        CronSamples samples = new CronSamples(SEED);
        List<Pair> pairs = Stream.generate(samples::pair).limit(PAIRS).toList();
        AtomicLong windows = new AtomicLong();
        AtomicLong answers = new AtomicLong();

        List<String> differences = forEach(pairs, pair -> {
            List<Window> windowsOfPair = new CronSamples(SEED + pair.number()).windows(pair);
            windows.addAndGet(windowsOfPair.size());
            return differences(pair, windowsOfPair, answers);
        });

        System.out.printf(
                "cron: seed %d, %d pairs, %d zones, %d windows, %d answers, %d differences, %d seconds%n",
                SEED,
                pairs.size(),
                pairs.stream().map(Pair::zone).distinct().count(),
                windows.get(),
                answers.get(),
                differences.size(),
                Duration.between(started, Instant.now()).toSeconds());
        assertThat(differences).isEmpty();
    }

    @Test
    void what_the_server_refuses_is_refused_and_what_is_refused_beyond_that_is_on_the_documented_list()
            throws Exception {
        CronSamples samples = new CronSamples(SEED);
        List<String> texts = Stream.generate(samples::mutant).limit(PAIRS).toList();

        List<String> surprises = forEach(texts, text -> {
            boolean accepted = server.accepts(text);
            List<Problem> problems = Cron.problems(text);
            boolean expected =
                    accepted ? problems.stream().allMatch(problem -> isOnTheList(problem, text)) : !problems.isEmpty();
            return expected ? List.of() : List.of(verdicts(text, accepted, problems));
        });

        assertThat(surprises).isEmpty();
    }

    @Test
    void each_example_on_the_list_is_taken_by_the_server_and_refused_for_its_reason() throws Exception {
        List<String> lies = forEach(RefusedBeyondServer.ALL, refusal -> {
            String text = refusal.text();
            boolean accepted = server.accepts(text);
            List<Problem> problems = Cron.problems(text);
            boolean refusedForThis =
                    problems.stream().map(Problem::code).toList().equals(List.of(refusal.code()));
            return accepted && refusedForThis && refusal.sign().isIn(text, server)
                    ? List.of()
                    : List.of(refusal.code() + " " + verdicts(text, accepted, problems));
        });

        assertThat(lies).isEmpty();
    }

    @Test
    void the_list_is_the_table_in_the_docs() throws IOException {
        Path docs = DevServer.repository().resolve("docs/cron.md");

        Stream<List<String>> documented = ROW.matcher(Files.readString(docs))
                .results()
                .map(row -> List.of(row.group(1), row.group(2).replace("`", "")));

        assertThat(documented)
                .containsExactlyElementsOf(RefusedBeyondServer.ALL.stream()
                        .map(refusal -> List.of(refusal.code(), refusal.example()))
                        .toList());
    }

    private static List<String> differences(Pair pair, List<Window> windows, AtomicLong answers) {
        String id = server.create(pair.cron().text(), pair.zone());
        List<String> differences = new ArrayList<>();
        for (Window window : windows) {
            try {
                List<Instant> answered = server.times(id, window.from(), window.to());
                difference(pair, window, answered, answers).ifPresent(differences::add);
            } catch (StatusRuntimeException e) {
                // Such as a deadline of a busy server: thousands of other answers are not thrown away for it.
                differences.add(pair + " " + window + " was not compared: " + e.getMessage());
            }
        }
        server.delete(id);
        return differences;
    }

    private static Optional<String> difference(Pair pair, Window window, List<Instant> answered, AtomicLong answers) {
        List<Instant> expected = untilItGoesBack(window.from(), answered);
        boolean whole = expected.size() == answered.size();
        List<Instant> actual = fires(pair, window, whole ? expected.size() + 1 : expected.size());
        answers.addAndGet(expected.size());
        if (whole && answered.size() >= SERVER_LIMIT) {
            return Optional.of(pair + " " + window + " has too many answers to compare");
        }
        return actual.equals(expected)
                ? Optional.empty()
                : Optional.of(pair + " " + window + " " + firstDifference(expected, actual));
    }

    private static List<Instant> fires(Pair pair, Window window, int most) {
        return Stream.iterate(
                        pair.cron().next(window.from(), pair.zone()),
                        fire -> fire.filter(time -> !time.isAfter(window.to())).isPresent(),
                        fire -> fire.flatMap(time -> pair.cron().next(time, pair.zone())))
                .map(Optional::get)
                .limit(most)
                .toList();
    }

    /** In Caracas on 2016-05-01 and in Apia on 2011-12-30 the server repeats itself for ever; we go on. */
    private static List<Instant> untilItGoesBack(Instant from, List<Instant> answered) {
        int i = 0;
        while (i < answered.size() && answered.get(i).isAfter(i == 0 ? from : answered.get(i - 1))) {
            i++;
        }
        return answered.subList(0, i);
    }

    private static String firstDifference(List<Instant> expected, List<Instant> actual) {
        int i = 0;
        while (i < Math.min(expected.size(), actual.size()) && expected.get(i).equals(actual.get(i))) {
            i++;
        }
        return "from answer " + i + " on, server: " + rest(expected, i) + ", ours: " + rest(actual, i);
    }

    private static List<Instant> rest(List<Instant> times, int from) {
        return times.subList(from, Math.min(times.size(), from + 3));
    }

    private static boolean isOnTheList(Problem problem, String text) {
        return RefusedBeyondServer.ALL.stream()
                .filter(refusal -> refusal.code().equals(problem.code()))
                .anyMatch(refusal -> refusal.sign().isIn(text, server));
    }

    private static String verdicts(String text, boolean accepted, List<Problem> problems) {
        return "'" + text + "' server: " + (accepted ? "takes it" : "refuses it") + ", ours: " + problems;
    }

    /** A few at a time: the server answers each from a workflow of its own. */
    private static <T> List<String> forEach(List<T> all, Function<T, List<String>> check) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Callable<List<String>>> checks = new ArrayList<>();
            all.forEach(one -> checks.add(() -> check.apply(one)));
            List<String> found = new ArrayList<>();
            for (Future<List<String>> future : threads.invokeAll(checks)) {
                found.addAll(future.get());
            }
            return found;
        } finally {
            threads.shutdownNow();
        }
    }
}
