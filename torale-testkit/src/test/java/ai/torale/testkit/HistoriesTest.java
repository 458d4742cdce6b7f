package ai.torale.testkit;

import static ai.torale.search.SearchResult.met;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.task.MonitoringTask;
import ai.torale.temporal.workflow.MonitoringActivities;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.payload.codec.ZlibPayloadCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
                .withMessageContaining("Failure handling event 11 of type 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED'")
                .withMessageContaining("an actual value 'name: \"compare\"")
                .withMessageNotContaining(" at io.temporal")
                .withMessageNotContaining("new.json");
    }

    @Test
    void what_a_hosts_data_converter_wrote_is_replayed_with_it() {
        recordCompressed("compressed");

        assertThatCode(() ->
                        Histories.in(folder).client(HistoriesTest::compressing).replay())
                .doesNotThrowAnyException();
    }

    @Test
    void a_history_of_another_data_converter_says_where_it_ends_and_what_helps() {
        recordCompressed("compressed");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Histories.in(folder).replay())
                .withMessageContaining("compressed.json: ")
                .withMessageContaining("Failure handling event 5 of type 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED'")
                .withMessageContaining("Histories.client(");
    }

    @Test
    void a_folder_without_a_history_is_no_success() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Histories.in(folder.resolve("none")).replay())
                .withMessageContaining("there is no .json file");
    }

    private void recordCompressed(String name) {
        try (ToraleTestEnvironment torale = ToraleTestEnvironment.builder()
                .client(HistoriesTest::compressing)
                .start()) {
            record(torale, name);
        }
    }

    private static WorkflowClientOptions.Builder compressing(WorkflowClientOptions.Builder options) {
        return options.setDataConverter(
                new CodecDataConverter(DefaultDataConverter.newDefaultInstance(), List.of(new ZlibPayloadCodec())));
    }

    private Path record(ToraleTestEnvironment torale, String name) {
        MonitoringTask task = MonitoringTask.builder(name, "@daily")
                .searchQuery("is it in stock? ".repeat(20))
                .build();
        torale.search().answers(met("in stock")).always(met("in stock"));
        torale.watch(task);
        torale.advance(Duration.ofDays(1));
        return Histories.in(folder).record(name, torale.checks(task).get(0));
    }
}
