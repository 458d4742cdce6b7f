package ai.torale.testkit;

import static java.util.stream.Collectors.joining;

import ai.torale.search.SearchException;
import ai.torale.search.SearchProvider;
import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A search provider that follows a script: one answer or failure for each call, in turn.
 *
 * <p>A task with a script of its own, {@link #of}, is answered from that alone. A call that no script names fails for
 * good, and {@link #verify} fails the test with what was expected; a {@link ToraleTestEnvironment} verifies by itself.
 *
 * <p>Safe for many threads. A retry is a call of its own and takes the next line.
 */
public final class ScriptedSearch implements SearchProvider {
    private static final int SHOWN_LINES = 10;

    private final String whose;
    private final Map<String, ScriptedSearch> byTask = new LinkedHashMap<>();
    private final Deque<Line> script = new ArrayDeque<>();
    private final List<String> used = new ArrayList<>();
    private final List<SearchRequest> requests = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private @Nullable Line always;

    /** A script without a line: every call is unexpected. */
    public ScriptedSearch() {
        this("for all tasks");
    }

    private ScriptedSearch(String whose) {
        this.whose = whose;
    }

    /** The script of one task, empty at first; from now on the task takes no line of this one. */
    public synchronized ScriptedSearch of(String taskId) {
        return byTask.computeIfAbsent(taskId, id -> new ScriptedSearch("of task '" + id + "'"));
    }

    /** Answers the next unscripted call. */
    public ScriptedSearch answers(SearchResult result) {
        return add(answer(result));
    }

    /** Answers the next unscripted call with what a function makes of the request; it may throw. */
    public ScriptedSearch answers(Function<SearchRequest, SearchResult> answer) {
        return add(new Line("a function", Objects.requireNonNull(answer, "answer")));
    }

    /**
     * Answers the next unscripted call late.
     *
     * <p>The delay passes in real time, for skipped time stands still while an activity runs; an interrupt ends it, as
     * at the time limit of the activity.
     */
    public ScriptedSearch answersAfter(Duration delay, SearchResult result) {
        return add(new Line("after " + delay + " " + describe(result), request -> {
            Pause.of(
                    delay,
                    () -> SearchException.transientFailure("the search was interrupted after less than " + delay));
            return result;
        }));
    }

    /** Fails the next unscripted call. */
    public ScriptedSearch fails(RuntimeException failure) {
        return add(new Line("fails with " + failure, request -> {
            throw failure;
        }));
    }

    /** Answers every call after the last line of the script. */
    public ScriptedSearch always(SearchResult result) {
        return always(answer(result));
    }

    /** Answers every call after the last line of the script with what a function makes of the request; it may throw. */
    public ScriptedSearch always(Function<SearchRequest, SearchResult> answer) {
        return always(new Line("a function", Objects.requireNonNull(answer, "answer")));
    }

    /** What was asked so far, in order; of one task only in {@linkplain #of its script}. */
    public synchronized List<SearchRequest> requests() {
        return List.copyOf(requests);
    }

    /** How many answers are still to be given, those of single tasks included. */
    public synchronized int remaining() {
        return script.size()
                + byTask.values().stream().mapToInt(ScriptedSearch::remaining).sum();
    }

    /**
     * Fails when there was a call that no script names.
     *
     * @throws AssertionError naming each such call, and what was expected
     */
    public void verify() {
        List<String> calls = unexpected();
        if (!calls.isEmpty()) {
            throw new AssertionError(String.join("\n", calls));
        }
    }

    @Override
    public SearchResult search(SearchRequest request) {
        @Nullable ScriptedSearch own;
        synchronized (this) {
            own = byTask.get(request.task().id());
            if (own != null) {
                requests.add(request);
            }
        }
        return own == null ? next(request).answer.apply(request) : own.search(request);
    }

    private synchronized Line next(SearchRequest request) {
        requests.add(request);
        Line line = script.isEmpty() ? always : script.removeFirst();
        String call = "call " + requests.size() + " " + whose + ", for task '"
                + request.task().id() + "' at " + request.scheduledAt();
        if (line == null) {
            String message = unexpected(call);
            unexpected.add(message);
            throw SearchException.permanentFailure(message);
        }
        used.add(call + ": " + line.description);
        return line;
    }

    private String unexpected(String call) {
        int first = Math.max(0, used.size() - SHOWN_LINES);
        String before = used.subList(first, used.size()).stream()
                .map(line -> "\n  " + line)
                .collect(joining("", used.isEmpty() ? "; it was empty" : "; the last were:", ""));
        return call + " is not in the script " + whose + ": expected " + used.size()
                + (used.size() == 1 ? " call" : " calls") + before
                + "\nadd answers(...), fails(...) or always(...), or watch less";
    }

    private synchronized List<String> unexpected() {
        List<String> all = new ArrayList<>(unexpected);
        byTask.values().forEach(script -> all.addAll(script.unexpected()));
        return all;
    }

    private synchronized ScriptedSearch add(Line line) {
        script.add(line);
        return this;
    }

    private synchronized ScriptedSearch always(Line line) {
        always = line;
        return this;
    }

    private static Line answer(SearchResult result) {
        Objects.requireNonNull(result, "result");
        return new Line(describe(result), request -> result);
    }

    private static String describe(SearchResult result) {
        String met = result.conditionMet().map(is -> is ? "met" : "not met").orElse("unknown");
        return met + " '" + (result.conditionMet().isPresent() ? result.answer() : result.reasoning()) + "'"
                + result.state().map(state -> " " + state).orElse("");
    }

    private record Line(String description, Function<SearchRequest, SearchResult> answer) {}
}
