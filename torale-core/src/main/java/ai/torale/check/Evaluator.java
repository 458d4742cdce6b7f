package ai.torale.check;

import ai.torale.Json;
import ai.torale.notify.Notification;
import ai.torale.search.SearchResult;
import ai.torale.search.Source;
import ai.torale.state.Fingerprint;
import ai.torale.state.SemanticComparison;
import ai.torale.state.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares a search result with a baseline and decides: the pure part of a check. */
final class Evaluator {
    private static final int MAX_ANSWER = 8_000;
    private static final int MAX_ANSWER_BYTES = 24 * 1024;
    private static final int MAX_SOURCES_BYTES = 8 * 1024;

    private final SemanticComparison comparison;
    private final int maxStateBytes;

    /**
     * An evaluator.
     *
     * @param maxStateBytes the largest structured state that can be kept, as JSON in UTF-8
     */
    Evaluator(SemanticComparison comparison, int maxStateBytes) {
        this.comparison = comparison;
        this.maxStateBytes = maxStateBytes;
    }

    Evaluation evaluate(CheckRun run, SearchResult result, Baseline baseline, Instant now) {
        if (result.conditionMet().isEmpty()) {
            return Evaluation.nothing(Outcome.INCONCLUSIVE, reason(result.reasoning()));
        }
        boolean met = result.conditionMet().get();
        String question = Fingerprint.ofQuestion(run.task());
        Optional<State> known = baseline.state()
                .filter(state ->
                        state.epoch().equals(run.epoch()) && state.question().equals(question));
        ChangeDetector.Change change;
        try {
            change = known.map(state -> new ChangeDetector(comparison).compare(run.task(), state, result, met))
                    .orElseGet(() -> new ChangeDetector.Change(false, ChangeDetector.structured(result, met)));
        } catch (RuntimeException e) {
            return Evaluation.nothing(
                    Outcome.INCONCLUSIVE,
                    "The comparison failed: " + e.getClass().getSimpleName());
        }
        if (change.structured().size() > maxStateBytes) {
            return Evaluation.nothing(
                    Outcome.TOO_LARGE,
                    "The state takes " + change.structured().size() + " bytes, " + maxStateBytes + " are allowed");
        }
        return conclude(run, result, baseline, known.orElse(null), change, now.truncatedTo(ChronoUnit.SECONDS));
    }

    private static Evaluation conclude(
            CheckRun run,
            SearchResult result,
            Baseline baseline,
            @Nullable State known,
            ChangeDetector.Change change,
            Instant now) {
        boolean met = result.conditionMet().orElse(false);
        boolean first = known == null;
        boolean toldBefore = known != null && known.notifiedAt().isPresent();
        boolean notifies = !baseline.isLost()
                && new NotifyDecision(met, change.changed(), first, toldBefore)
                        .notifies(run.task().notifyBehavior());
        long version = baseline.version();
        State.Builder values = State.builder(run.epoch(), version)
                .question(Fingerprint.ofQuestion(run.task()))
                .conditionMet(met)
                .structured(change.structured())
                .checkedAt(now);
        Optional<Instant> toldAt =
                notifies ? Optional.of(now) : Optional.ofNullable(known).flatMap(State::notifiedAt);
        toldAt.ifPresent(values::notifiedAt);
        boolean newVersion = notifies
                || known == null
                || known.conditionMet() != met
                || !known.fingerprint().equals(Fingerprint.of(change.structured()));
        State next = values.version(newVersion ? version + 1 : version).build();
        String summary = known == null ? ChangeSummary.ofFirst(met) : ChangeSummary.of(known, next);
        boolean changed = first || change.changed();
        return Evaluation.of(
                outcome(baseline, notifies, changed),
                changed,
                first,
                summary,
                next,
                notifies ? notification(run, result, next, summary, now) : null);
    }

    private static Outcome outcome(Baseline baseline, boolean notifies, boolean changed) {
        if (baseline.isLost()) {
            return Outcome.STATE_LOST;
        }
        if (notifies) {
            return Outcome.NOTIFIED;
        }
        return changed ? Outcome.CHANGED : Outcome.UNCHANGED;
    }

    private static Notification notification(
            CheckRun run, SearchResult result, State next, String summary, Instant now) {
        String key = Fingerprint.key(run.task().id(), run.epoch(), next.version(), next.fingerprint());
        return Notification.builder(key, next.version(), run.task().id())
                .task(run.task())
                .checkId(run.checkId())
                .changeSummary(summary)
                .comparedAt(now)
                .answer(fitting(result.answer()))
                .sources(fitting(result.sources()))
                .build();
    }

    private static String fitting(String answer) {
        String text = Texts.cut(answer, MAX_ANSWER);
        while (Json.sizeOf(text) > MAX_ANSWER_BYTES) {
            text = Texts.cut(text, text.length() / 2);
        }
        return text;
    }

    private static List<Source> fitting(List<Source> sources) {
        List<Source> kept = new ArrayList<>();
        int bytes = 0;
        for (Source source : sources) {
            bytes += Json.sizeOf(source.url()) + Json.sizeOf(source.title());
            if (bytes > MAX_SOURCES_BYTES) {
                break;
            }
            kept.add(source);
        }
        return kept;
    }

    private static String reason(String reasoning) {
        String line = Texts.oneLine(reasoning);
        return line.isEmpty() ? "The search was inconclusive" : Texts.cut(line, 1_000);
    }
}
