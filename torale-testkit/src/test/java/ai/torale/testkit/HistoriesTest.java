package ai.torale.testkit;

import static ai.torale.search.SearchResult.met;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.task.MonitoringTask;
import ai.torale.temporal.workflow.MonitoringActivities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@ToraleTest
class HistoriesTest {
    @TempDir
    Path folder;

    @Test
    void what_was_recorded_is_replayed(ToraleTestEnvironment torale) {
        record(torale, "notified");

        assertThatCode(() -> Histories.in(folder).replay()).doesNotThrowAnyException();
    }

    @Test
    void a_history_that_the_workflow_no_longer_takes_is_named(ToraleTestEnvironment torale) throws IOException {
        Path file = record(torale, "old");
        Files.writeString(file, Files.readString(file).replace(MonitoringActivities.COMPARE, "compare"));
        record(torale, "new");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Histories.in(folder).replay())
                .withMessageContaining("1 of 2 histories")
                .withMessageContaining("old.json: ")
                .withMessageNotContaining("new.json");
    }

    @Test
    void a_folder_without_a_history_is_no_success() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Histories.in(folder.resolve("none")).replay())
                .withMessageContaining("there is no .json file");
    }

    private Path record(ToraleTestEnvironment torale, String name) {
        MonitoringTask task = MonitoringTask.builder(name, "@daily").build();
        torale.search().answers(met("in stock")).always(met("in stock"));
        torale.watch(task);
        torale.advance(Duration.ofDays(1));
        return Histories.in(folder).record(name, torale.checks(task).get(0));
    }
}
