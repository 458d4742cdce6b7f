package ai.torale.acceptance.history;

import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder of recorded histories, one JSON file for each way in which a check can end. */
final class RecordedHistories {
    private static final Path FOLDER = Path.of("src/test/resources/histories");

    private RecordedHistories() {}

    static Stream<Path> files() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> histories = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            return histories.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps a history, without what names the machine that recorded it. */
    static void keep(String name, WorkflowExecutionHistory history) {
        String json = history.toJson(true);
        try {
            Files.writeString(FOLDER.resolve(name + ".json"), json.stripTrailing() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
