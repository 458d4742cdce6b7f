package ai.torale.temporal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.task.MonitoringTask;
import io.temporal.client.WorkflowClientOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleContentTest {
    /** Another hash for the same content would have every schedule of every host rewritten at an upgrade. */
    @ParameterizedTest
    @CsvSource({
        "0 9 * * MON-FRI, true, 4c21f063d2331b9e",
        "@every 90m, true, 30564cc1532d315e",
        "0 9 * * MON-FRI, false, 08dcefe7bce62b16"
    })
    void the_mark_of_a_content_never_changes(String cron, boolean carriesTasks, String hash) {
        MonitoringTask task = MonitoringTask.builder("gpu-price", cron)
                .timeZone("Europe/Paris")
                .searchQuery("the price")
                .attribute("url", "https://shop.example/gpu")
                .build();

        assertThat(content(task, carriesTasks).mark().hash()).isEqualTo(hash);
    }

    private static ScheduleContent content(MonitoringTask task, boolean carriesTasks) {
        return new ScheduleContent(
                task,
                new ScheduleSettings(
                        "torale-workers",
                        "",
                        carriesTasks,
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(1),
                        any -> ScheduleOptions.defaults(),
                        any -> List.of(),
                        InstantSource.system()),
                WorkflowClientOptions.getDefaultInstance());
    }
}
