package ai.torale.search;

import ai.torale.InvalidException;
import ai.torale.Json;
import ai.torale.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a search found: whether the condition is met, the answer in words, and the structured state.
 *
 * <p>Immutable; each {@code with} method answers a copy. Only the structured state and {@link #conditionMet()} are
 * compared from check to check, so the words may differ at every search. All parts together may take 256 KiB. Half a character in the words, as a
 * careless cut leaves it, becomes U+FFFD.
 */
public final class SearchResult {
    private final @Nullable Boolean conditionMet;
    private final String answer;
    private final String reasoning;
    private final List<Source> sources;
    private final @Nullable Json state;

    private SearchResult(
            @Nullable Boolean conditionMet,
            String answer,
            String reasoning,
            List<Source> sources,
            @Nullable Json state) {
        this.conditionMet = conditionMet;
        this.answer = WellFormed.text(Objects.requireNonNull(answer, "answer"));
        this.reasoning = WellFormed.text(Objects.requireNonNull(reasoning, "reasoning"));
        this.sources = List.copyOf(sources);
        this.state = state;
    }

    /** The condition is met. */
    public static SearchResult met(String answer) {
        return new SearchResult(true, answer, "", List.of(), null);
    }

    /** The condition is not met. */
    public static SearchResult notMet(String answer) {
        return new SearchResult(false, answer, "", List.of(), null);
    }

    /** The world could not be read: the check is inconclusive, changes no state and tells nobody. */
    public static SearchResult unknown(String reason) {
        return new SearchResult(null, "", reason, List.of(), null);
    }

    /** The same result with a structured state: maps, lists, texts, numbers, booleans and nulls. */
    public SearchResult withState(Map<String, ?> state) {
        return withState(Json.of(state));
    }

    /**
     * The same result with a structured state given as the text of a JSON object or array.
     *
     * @throws InvalidException when it is neither
     */
    public SearchResult withStateJson(String state) {
        return withState(Json.parse(state));
    }

    /**
     * The same result with a structured state.
     *
     * @throws InvalidException when it is neither an object nor an array
     */
    public SearchResult withState(Json state) {
        if (!state.isStructured()) {
            throw InvalidException.of(
                    "search result",
                    new Problem("STATE_INVALID", "state", kind(state), "give a JSON object or array as the state"));
        }
        return new SearchResult(conditionMet, answer, reasoning, sources, state);
    }

    /** The same result with the places that the answer comes from. */
    public SearchResult withSources(List<Source> sources) {
        return new SearchResult(conditionMet, answer, reasoning, sources, state);
    }

    /** The same result with the reasons for the answer. */
    public SearchResult withReasoning(String reasoning) {
        return new SearchResult(conditionMet, answer, reasoning, sources, state);
    }

    /** Whether the condition is met; empty when the search was inconclusive. */
    public Optional<Boolean> conditionMet() {
        return Optional.ofNullable(conditionMet);
    }

    /** The answer in words; may be empty. */
    public String answer() {
        return answer;
    }

    /** The reasons for the answer, or why the search was inconclusive; may be empty. */
    public String reasoning() {
        return reasoning;
    }

    /** The places that the answer comes from. */
    public List<Source> sources() {
        return sources;
    }

    /** The structured state, an object or array; empty when the provider gives none. */
    public Optional<Json> state() {
        return Optional.ofNullable(state);
    }

    /** Names the type instead of the value, which may be an answer. */
    private static String kind(Json state) {
        Object value = state.value();
        return value == null ? "null" : value.getClass().getSimpleName();
    }

    @Override
    public String toString() {
        return "SearchResult[" + (conditionMet == null ? "unknown" : conditionMet ? "met" : "not met") + "]";
    }
}
