package ai.torale.testkit;

import ai.torale.notify.Notifier;
import ai.torale.search.SearchProvider;
import ai.torale.search.SearchResult;
import ai.torale.temporal.Torale;
import ai.torale.temporal.ToraleBuilder;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A folder of recorded histories, one JSON file each, that the workflows of today must still take.
 *
 * <p>A check that is under way when a new version is deployed goes on from its history: replay what older versions have
 * recorded before you deploy. The files are those of the Temporal UI and CLI.
 */
public final class Histories {
    private static final String SUFFIX = ".json";
    private static final TestEnvironmentOptions QUICK = TestEnvironmentOptions.newBuilder()
            .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                    .setShutdownCheckInterval(Duration.ofMillis(1))
                    .build())
            .build();

    private final Path folder;
    private final Consumer<ToraleBuilder> parts;
    private final Consumer<Worker> workflows;

    private Histories(Path folder, Consumer<ToraleBuilder> parts, Consumer<Worker> workflows) {
        this.folder = Objects.requireNonNull(folder, "folder");
        this.parts = Objects.requireNonNull(parts, "parts");
        this.workflows = Objects.requireNonNull(workflows, "workflows");
    }

    /** The histories of this folder, which need not exist yet. */
    public static Histories in(Path folder) {
        return new Histories(folder, builder -> {}, worker -> {});
    }

    /** The same folder, replayed by a Torale with these settings: activity options and scope are part of a history. */
    public Histories with(Consumer<ToraleBuilder> settings) {
        return new Histories(folder, parts.andThen(settings), workflows);
    }

    /** The same folder, replayed with workflows of the host's own beside Torale's. */
    public Histories withWorkflows(Class<?>... types) {
        return new Histories(
                folder, parts, workflows.andThen(worker -> worker.registerWorkflowImplementationTypes(types)));
    }

    /** Writes a check's history to {@code name.json}, in place of what was there. */
    public Path record(String name, CheckStory story) {
        return record(name, story.history());
    }

    /** Writes a history, such as that of {@code client.fetchHistory(…)}, to {@code name.json}. */
    public Path record(String name, WorkflowExecutionHistory history) {
        Path file = folder.resolve(name + SUFFIX);
        try {
            Files.createDirectories(folder);
            return Files.writeString(file, history.toJson(true).stripTrailing() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Replays every file of the folder step by step.
     *
     * @throws AssertionError naming each file that the workflows no longer take, and where; or when there is none
     */
    public void replay() {
        List<Path> files = files();
        if (files.isEmpty()) {
            throw new AssertionError("there is no " + SUFFIX + " file in " + folder.toAbsolutePath() + " to replay");
        }
        List<Exception> failures = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(QUICK);
                Torale torale = torale(environment)) {
            Worker worker = environment.newWorker("replay");
            torale.register(worker);
            workflows.accept(worker);
            for (Path file : files) {
                try {
                    WorkflowReplayer.replayWorkflowExecution(
                            WorkflowExecutionHistory.fromJson(Files.readString(file)), worker);
                } catch (Exception e) {
                    problems.add(file.getFileName() + ": " + words(e));
                    failures.add(e);
                }
            }
        }
        if (!problems.isEmpty()) {
            AssertionError error = new AssertionError(problems.size() + " of " + files.size() + " histories in "
                    + folder + " no longer replay:\n" + String.join("\n", problems));
            failures.forEach(error::addSuppressed);
            throw error;
        }
    }

    private Torale torale(TestWorkflowEnvironment environment) {
        SearchProvider never = request -> SearchResult.unknown("a replay asks nobody");
        Notifier nobody = notification -> {};
        ToraleBuilder builder = Torale.builder(environment.getWorkflowClient())
                .searchProvider(never)
                .notifier("replay", nobody);
        parts.accept(builder);
        return builder.build();
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cause that names the event at which code and history part. */
    private static String words(Throwable failure) {
        Throwable deepest = failure;
        for (int depth = 0; depth < 20 && deepest.getCause() != null; depth++) {
            deepest = deepest.getCause();
        }
        String message = String.valueOf(deepest.getMessage());
        return deepest.getClass().getSimpleName() + ": "
                + message.lines().findFirst().orElse("");
    }
}
