package ai.torale.temporal.workflow;

import ai.torale.Json;
import ai.torale.search.SearchResult;
import ai.torale.search.Source;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code execute_grounded_search} answers.
 *
 * @param conditionMet null for an inconclusive search
 * @param currentState the structured state as JSON text, an object or array; null when the provider gives none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SearchOutput(
        @JsonProperty("condition_met") @Nullable Boolean conditionMet,
        @JsonProperty("answer") @Nullable String answer,
        @JsonProperty("reasoning") @Nullable String reasoning,
        @JsonProperty("sources") @Nullable List<SourceFields> sources,

        @JsonProperty("current_state") @JsonRawValue @JsonDeserialize(using = RawJson.class) @Nullable String currentState) {

    /** A place that an answer comes from. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record SourceFields(
            @JsonProperty("url") @Nullable String url,
            @JsonProperty("title") @Nullable String title) {
        static List<SourceFields> of(List<Source> sources) {
            return sources.stream()
                    .map(source -> new SourceFields(source.url(), source.title()))
                    .toList();
        }

        static List<Source> toSources(@Nullable List<SourceFields> fields) {
            return fields == null
                    ? List.of()
                    : fields.stream()
                            .map(source -> new Source(
                                    Objects.requireNonNullElse(source.url, ""),
                                    Objects.requireNonNullElse(source.title, "")))
                            .toList();
        }
    }

    static SearchOutput of(SearchResult result) {
        return new SearchOutput(
                result.conditionMet().orElse(null),
                result.answer(),
                result.reasoning(),
                SourceFields.of(result.sources()),
                result.state().map(Json::toString).orElse(null));
    }

    SearchResult toResult() {
        String said = Objects.requireNonNullElse(answer, "");
        String reasons = Objects.requireNonNullElse(reasoning, "");
        if (conditionMet == null) {
            return SearchResult.unknown(reasons);
        }
        SearchResult result = (conditionMet ? SearchResult.met(said) : SearchResult.notMet(said))
                .withReasoning(reasons)
                .withSources(SourceFields.toSources(sources));
        return currentState == null ? result : result.withStateJson(currentState);
    }
}
