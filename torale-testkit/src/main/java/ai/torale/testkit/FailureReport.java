package ai.torale.testkit;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What a failed test leaves: the stories of its last checks in its output, and their histories in files. */
final class FailureReport {
    private static final int MAX_STORIES = 20;

    private FailureReport() {}

    /** Never throws: the test's own failure is what matters. */
    @SuppressWarnings("SystemOut") // the output of a test, where build tools look for it
    static void write(ToraleTestEnvironment environment, ExtensionContext context) {
        try {
            List<CheckStory> stories = environment.lastStories(MAX_STORIES);
            Path folder = folder(context);
            Histories histories = Histories.in(folder);
            for (CheckStory story : stories) {
                histories.record(fileName(story.workflowId() + "-" + story.runId()), story);
            }
            System.out.println("Torale, at " + environment.now() + " of " + context.getDisplayName()
                    + ", the last checks (at most " + MAX_STORIES + "):\n" + StoryText.of(stories)
                    + (stories.isEmpty()
                            ? ""
                            : "Their histories, for the Temporal UI's import: " + folder.toAbsolutePath()));
        } catch (RuntimeException e) {
            System.out.println("Torale: the stories of the checks cannot be told: " + e);
        }
    }

    private static Path folder(ExtensionContext context) {
        return Path.of(
                System.getProperty("torale.test.histories", "target/torale-histories"),
                fileName(context.getRequiredTestClass().getName()),
                fileName(context.getRequiredTestMethod().getName()));
    }

    private static String fileName(String text) {
        return text.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
