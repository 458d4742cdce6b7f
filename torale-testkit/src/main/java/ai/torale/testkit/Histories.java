package ai.torale.testkit;

import static java.util.stream.Collectors.joining;

import ai.torale.notify.Notifier;
import ai.torale.search.SearchProvider;
import ai.torale.search.SearchResult;
import ai.torale.temporal.Torale;
import ai.torale.temporal.ToraleBuilder;
import io.temporal.client.WorkflowClientOptions;
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
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of recorded histories, one JSON file each, that the workflows of today must still take.
 *
 * <p>A check that is under way when a new version is deployed goes on from its history: replay what older versions have
 * recorded before you deploy. The files are those of the Temporal UI and CLI.
 */
public final class Histories {
    private static final String SUFFIX = ".json";
    private static final String SDK_ERROR = ", error=";
    private static final String WORKFLOW_FAILS = "COMMAND_TYPE_FAIL_WORKFLOW_EXECUTION";
    private static final Pattern FRAME = Pattern.compile("at .*|\\.\\.\\. \\d+ (more|common frames omitted)|");
    private static final int MAX_CAUSES = 10;

    private final Path folder;
    private final Consumer<ToraleBuilder> parts;
    private final Consumer<Worker> workflows;
    private final UnaryOperator<WorkflowClientOptions.Builder> client;

    private Histories(
            Path folder,
            Consumer<ToraleBuilder> parts,
            Consumer<Worker> workflows,
            UnaryOperator<WorkflowClientOptions.Builder> client) {
        this.folder = Objects.requireNonNull(folder, "folder");
        this.parts = Objects.requireNonNull(parts, "parts");
        this.workflows = Objects.requireNonNull(workflows, "workflows");
        this.client = Objects.requireNonNull(client, "client");
    }

    /** The histories of this folder, which need not exist yet. */
    public static Histories in(Path folder) {
        return new Histories(folder, builder -> {}, worker -> {}, options -> options);
    }

    /** The same folder, replayed by a Torale with these settings: activity options and scope are part of a history. */
    public Histories with(Consumer<ToraleBuilder> settings) {
        return new Histories(folder, parts.andThen(settings), workflows, client);
    }

    /**
     * The same folder, replayed with these options of the client: the data converter and the context propagators with
     * which it was recorded.
     */
    public Histories client(UnaryOperator<WorkflowClientOptions.Builder> options) {
        return new Histories(folder, parts, workflows, options);
    }

    /** The same folder, replayed with workflows of the host's own beside Torale's. */
    public Histories withWorkflows(Class<?>... types) {
        return new Histories(
                folder, parts, workflows.andThen(worker -> worker.registerWorkflowImplementationTypes(types)), client);
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
        try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(options());
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

    private TestEnvironmentOptions options() {
        return TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setShutdownCheckInterval(Duration.ofMillis(1))
                        .build())
                .setWorkflowClientOptions(
                        client.apply(WorkflowClientOptions.newBuilder()).build())
                .build();
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

    /** What happened and why, in the words of each cause. */
    private static String words(Throwable failure) {
        List<String> words = new ArrayList<>();
        for (@Nullable Throwable cause = failure;
                cause != null && words.size() < MAX_CAUSES;
                cause = cause.getCause()) {
            words.add(words(cause.getClass().getSimpleName() + ": " + cause.getMessage()));
        }
        String all = String.join(" <- ", words);
        return all.contains(WORKFLOW_FAILS)
                ? all + " The workflow fails when it is replayed: if its input cannot be read,"
                        + " say by which data converter it was written, with Histories.client(...)"
                : all;
    }

    /** The SDK puts event and cause behind the ids of the replay, as the text of a stack. */
    private static String words(String message) {
        int error = message.indexOf(SDK_ERROR);
        return (error < 0 ? message : message.substring(error + SDK_ERROR.length()))
                .lines()
                .map(String::strip)
                .filter(line -> !FRAME.matcher(line).matches())
                .collect(joining(" "));
    }
}
