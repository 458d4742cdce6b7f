package ai.torale.acceptance.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ai.torale.check.Outcome;
import ai.torale.temporal.Torale;
import ai.torale.testkit.RecordingNotifier;
import ai.torale.testkit.ScriptedSearch;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The workflows of today take every recorded history step by step as it was recorded. */
class HistoriesTest {
    @ParameterizedTest
    @MethodSource("histories")
    void a_recorded_history_is_replayed_step_by_step(Path file) throws IOException {
        WorkflowExecutionHistory history = WorkflowExecutionHistory.fromJson(Files.readString(file));

        try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance();
                Torale torale = Torale.builder(environment.getWorkflowClient())
                        .searchProvider(new ScriptedSearch())
                        .notifier("test", new RecordingNotifier())
                        .build()) {
            Worker worker = environment.newWorker("replay");
            torale.register(worker);

            assertThatCode(() -> WorkflowReplayer.replayWorkflowExecution(history, worker))
                    .as(file.getFileName() + " no longer replays: see README.md beside it")
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void every_outcome_has_a_recorded_history() {
        List<String> outcomes = Stream.of(Outcome.values())
                .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
                .toList();

        assertThat(histories().map(file -> file.getFileName().toString().replace(".json", "")))
                .containsAll(outcomes)
                .contains("completed", "failed", "delivery");
    }

    static Stream<Path> histories() {
        return RecordedHistories.files();
    }
}
