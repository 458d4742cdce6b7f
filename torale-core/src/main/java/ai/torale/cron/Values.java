package ai.torale.cron;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The values of one field in order, and the pattern that a reader would see in them; never empty. */
record Values(List<Integer> values) {
    private static final int SHORTEST_RUN = 3;

    static Values of(long bits) {
        return new Values(IntStream.range(0, Long.SIZE)
                .filter(bit -> ((bits >> bit) & 1) == 1)
                .boxed()
                .toList());
    }

    int first() {
        return values.get(0);
    }

    int last() {
        return values.get(values.size() - 1);
    }

    int count() {
        return values.size();
    }

    /** The distance between neighbours when it is the same everywhere; 0 otherwise, and for a single value. */
    int step() {
        if (count() == 1) {
            return 0;
        }
        int step = values.get(1) - first();
        boolean even = IntStream.range(1, count()).allMatch(i -> values.get(i) - values.get(i - 1) == step);
        return even ? step : 0;
    }

    /** Three or more neighbours and nothing else. */
    boolean isRun() {
        return step() == 1 && count() >= SHORTEST_RUN;
    }

    /** Such as {@code 1, 2, 8 to 12 and 20}. */
    String list(IntFunction<String> name) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count(); ) {
            int end = i;
            while (end + 1 < count() && values.get(end + 1) == values.get(end) + 1) {
                end++;
            }
            if (end - i + 1 >= SHORTEST_RUN) {
                words.add(name.apply(values.get(i)) + " to " + name.apply(values.get(end)));
            } else {
                values.subList(i, end + 1).forEach(value -> words.add(name.apply(value)));
            }
            i = end + 1;
        }
        return Explanation.list(words, "and");
    }
}
