package ai.torale.acceptance.testkit.parity;

import ai.torale.acceptance.server.DevServer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What both servers answered to every behaviour. */
final class Comparison {
    private static final int AT_ONCE = 6;
    private static final String FAILED = "(failed)";

    private final Map<Behaviour, Outcome> outcomes;

    private Comparison(Map<Behaviour, Outcome> outcomes) {
        this.outcomes = outcomes;
    }

    /**
     * A field in which the servers differ.
     *
     * @param here on skipped time; {@code (absent)} when it has no such field
     * @param there on the real server
     */
    record Difference(Behaviour behaviour, String field, String here, String there) {
        @Override
        public String toString() {
            return field + "\n    here:  " + here + "\n    there: " + there;
        }
    }

    /** The fields that were compared, and those that differ. */
    record Outcome(int fields, List<Difference> differences) {}

    /** Several behaviours at once: each has a skipped-time server, schedules and workflow ids of its own. */
    static Comparison of(List<Behaviour> behaviours, DevServer server) {
        String run = "parity-" + HexFormat.of().toHexDigits(System.nanoTime(), 8);
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try (RealSide real = new RealSide(server, run)) {
            Map<Behaviour, Future<Map<String, String>>> here = new LinkedHashMap<>();
            Map<Behaviour, Future<Map<String, String>>> there = new LinkedHashMap<>();
            for (Behaviour behaviour : behaviours) {
                String id = run + "-" + here.size();
                there.put(behaviour, threads.submit(answers(behaviour, real, id)));
                here.put(behaviour, threads.submit(() -> {
                    try (Side skipped = new SkippedSide(run)) {
                        return answers(behaviour, skipped, id).call();
                    }
                }));
            }
            Map<Behaviour, Outcome> outcomes = new LinkedHashMap<>();
            here.forEach((behaviour, answers) ->
                    outcomes.put(behaviour, compare(behaviour, get(answers), get(there.get(behaviour)))));
            return new Comparison(outcomes);
        } finally {
            threads.shutdownNow();
        }
    }

    Outcome of(Behaviour behaviour) {
        return outcomes.getOrDefault(behaviour, new Outcome(0, List.of()));
    }

    List<Difference> differences() {
        return outcomes.values().stream()
                .flatMap(outcome -> outcome.differences().stream())
                .toList();
    }

    /** How many fields were compared. */
    int fields() {
        return outcomes.values().stream().mapToInt(Outcome::fields).sum();
    }

    /** A behaviour that fails has its failure for an answer. */
    private static Callable<Map<String, String>> answers(Behaviour behaviour, Side side, String id) {
        return () -> {
            Answers answers = new Answers(side.now(), side::now);
            try (Corner corner = new Corner(side, id)) {
                behaviour.steps().run(corner, answers);
            } catch (RuntimeException | AssertionError e) {
                answers.value(FAILED, e);
            }
            return answers.fields();
        };
    }

    private static Map<String, String> get(Future<Map<String, String>> answers) {
        try {
            return answers.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** A failure is a difference, also when it is the same on both, and says more than the fields that are missing. */
    private static Outcome compare(Behaviour behaviour, Map<String, String> here, Map<String, String> there) {
        Set<String> fields = new LinkedHashSet<>(here.keySet());
        fields.addAll(there.keySet());
        if (fields.contains(FAILED)) {
            fields.retainAll(Set.of(FAILED));
        }
        List<Difference> differences = fields.stream()
                .map(field -> new Difference(
                        behaviour, field, here.getOrDefault(field, "(absent)"), there.getOrDefault(field, "(absent)")))
                .filter(difference -> !difference.here().equals(difference.there())
                        || difference.field().equals(FAILED))
                .toList();
        return new Outcome(fields.size(), differences);
    }
}
