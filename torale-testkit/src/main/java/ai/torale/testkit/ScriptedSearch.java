package ai.torale.testkit;

import ai.torale.search.SearchException;
import ai.torale.search.SearchProvider;
import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** A search provider that follows a script: one answer or failure for each call, in turn. Safe for many threads. */
public final class ScriptedSearch implements SearchProvider {
    private final Deque<Function<SearchRequest, SearchResult>> script = new ArrayDeque<>();
    private final List<SearchRequest> requests = new ArrayList<>();

    /** Answers the next unscripted call. */
    public synchronized ScriptedSearch answers(SearchResult result) {
        return answers(request -> result);
    }

    /** Answers the next unscripted call with what a function makes of the request; it may throw. */
    public synchronized ScriptedSearch answers(Function<SearchRequest, SearchResult> answer) {
        script.add(answer);
        return this;
    }

    /** Fails the next unscripted call. */
    public synchronized ScriptedSearch fails(RuntimeException failure) {
        return answers(request -> {
            throw failure;
        });
    }

    /** What was asked so far, in order. */
    public synchronized List<SearchRequest> requests() {
        return List.copyOf(requests);
    }

    /** How many answers are still to be given. */
    public synchronized int remaining() {
        return script.size();
    }

    @Override
    public SearchResult search(SearchRequest request) {
        return next(request).apply(request);
    }

    private synchronized Function<SearchRequest, SearchResult> next(SearchRequest request) {
        requests.add(request);
        Function<SearchRequest, SearchResult> answer = script.poll();
        if (answer == null) {
            throw SearchException.permanentFailure("call " + requests.size() + " for task '"
                    + request.task().id() + "' is not in the script; add answers(...) or fails(...)");
        }
        return answer;
    }
}
