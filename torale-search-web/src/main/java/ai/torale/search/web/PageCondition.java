package ai.torale.search.web;

import ai.torale.Json;
import ai.torale.search.SearchResult;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What has to be true of a page's text, and what of it is remembered.
 *
 * <p>A task is told of a change when its condition is met and its state differs from the one before, so the state
 * holds exactly what is worth telling, and nothing that varies besides.
 */
sealed interface PageCondition {
    /**
     * Whether the text meets the condition.
     *
     * @param previous the state of the last committed check; null at the first
     * @throws Unreadable when the text does not say
     */
    SearchResult judge(PageText text, @Nullable Json previous) throws Unreadable;

    /**
     * Met when the text differs from the one before.
     *
     * <p>Were it met at every check, the first check would tell, as a first check counts as changed. So it is met only
     * beside an earlier state that differs: then the fingerprints differ as well, and the change is told. The next
     * check of the same text is not met; the next other text, the old one included, is met again and told again. A
     * check that is retried sees the same earlier state and gives the same answer.
     */
    record Changes() implements PageCondition {
        @Override
        public SearchResult judge(PageText text, @Nullable Json previous) {
            Json state = KeptText.state(text.whole());
            String before = previous == null ? null : KeptText.of(previous);
            String after = Objects.requireNonNull(KeptText.of(state));
            String now = text.subject() + " is \"" + Excerpt.of(text.whole()) + "\"";
            if (previous == null || before == null) {
                return SearchResult.notMet(now + " at the first look").withState(state);
            }
            if (state.equals(previous)) {
                return SearchResult.notMet(now + " as before").withState(state);
            }
            String how = before.equals(after) ? "after the part that is kept" : Excerpt.between(before, after);
            return SearchResult.met(text.subject() + " changed " + how).withState(state);
        }
    }

    /**
     * Met when the text holds another one; upper and lower case are the same.
     *
     * <p>The state is only whether it does: told when the text appears, not when the page changes around it.
     */
    record Contains(String text) implements PageCondition {
        @Override
        public SearchResult judge(PageText page, @Nullable Json previous) {
            String wanted = folded(PageText.normal(text));
            boolean found = page.parts().stream().anyMatch(part -> folded(part).contains(wanted));
            Map<String, Boolean> state = Map.of("found", found);
            String named = "\"" + Excerpt.of(text) + "\"";
            return found
                    ? SearchResult.met(page.subject() + " contains " + named).withState(state)
                    : SearchResult.notMet(page.subject() + " does not contain " + named)
                            .withState(state);
        }

        private static String folded(String text) {
            return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Met when the text's only number is on the wanted side of a limit.
     *
     * <p>The state is the number: {@code 499 €} and {@code 499.00 €} are the same, 499 and 489 are not.
     */
    record Limit(boolean below, BigDecimal limit) implements PageCondition {
        private static final int MAX_SHOWN = 40;

        @Override
        public SearchResult judge(PageText text, @Nullable Json previous) throws Unreadable {
            BigDecimal number = onlyNumber(text);
            int order = number.compareTo(limit);
            boolean met = below ? order < 0 : order > 0;
            String whole = text.whole();
            String shown = whole.length() > MAX_SHOWN || whole.contains("\n") ? number.toPlainString() : whole;
            String answer = text.subject() + " is " + shown + (met ? ", " : ", not ") + (below ? "below " : "above ")
                    + limit.toPlainString();
            SearchResult result = met ? SearchResult.met(answer) : SearchResult.notMet(answer);
            return result.withState(Map.of("number", number));
        }

        private static BigDecimal onlyNumber(PageText text) throws Unreadable {
            List<WrittenNumber> numbers = text.parts().stream()
                    .flatMap(WrittenNumber::in)
                    .distinct()
                    .limit(2)
                    .toList();
            if (numbers.isEmpty()) {
                throw new Unreadable(text.subject() + " holds no number");
            }
            BigDecimal number = numbers.get(0).value();
            if (numbers.size() > 1) {
                throw new Unreadable(text.subject() + " holds several numbers; select the one that is meant");
            }
            if (number == null) {
                throw new Unreadable(text.subject() + " holds digits that can be read in several ways,"
                        + " such as a date or 1.5k; select a plain number");
            }
            return number;
        }
    }
}
