package ai.torale.testkit;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Predicate;

/** Finds the story behind a value that is asserted on, in the environments that are open. */
final class Stories {
    private static final int SHOWN = 10;
    private static final Set<ToraleTestEnvironment> OPEN = new CopyOnWriteArraySet<>();

    private Stories() {}

    static void open(ToraleTestEnvironment environment) {
        OPEN.add(environment);
    }

    static void close(ToraleTestEnvironment environment) {
        OPEN.remove(environment);
    }

    /** The stories that match, told; empty when there is none, or no environment is open. */
    static String matching(Predicate<CheckStory> matches) {
        List<CheckStory> all = OPEN.stream()
                .flatMap(environment -> environment.stories().stream())
                .filter(matches)
                .toList();
        List<CheckStory> last = all.subList(Math.max(0, all.size() - SHOWN), all.size());
        return last.isEmpty() ? "" : "\n\n" + StoryText.of(last);
    }
}
