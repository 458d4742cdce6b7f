package ai.torale.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds the story behind a value that is asserted on, in the environments that this thread has started.
 *
 * <p>Not in those of other threads: tests that run at once have tasks of the same ids.
 */
final class Stories {
    private static final int SHOWN = 10;
    private static final ThreadLocal<List<ToraleTestEnvironment>> OPEN = ThreadLocal.withInitial(ArrayList::new);

    private Stories() {}

    static void open(ToraleTestEnvironment environment) {
        List<ToraleTestEnvironment> open = OPEN.get();
        open.removeIf(ToraleTestEnvironment::isClosed);
        open.add(environment);
    }

    static void close(ToraleTestEnvironment environment) {
        OPEN.get().remove(environment);
    }

    /** The stories that match, told; empty when there is none, or no environment is open. */
    static String matching(Predicate<CheckStory> matches) {
        List<CheckStory> all = OPEN.get().stream()
                .filter(environment -> !environment.isClosed())
                .flatMap(environment -> environment.stories().stream())
                .filter(matches)
                .toList();
        List<CheckStory> last = all.subList(Math.max(0, all.size() - SHOWN), all.size());
        return last.isEmpty() ? "" : "\n\n" + StoryText.of(last);
    }
}
