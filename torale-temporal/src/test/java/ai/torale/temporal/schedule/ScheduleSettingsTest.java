package ai.torale.temporal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleSettingsTest {
    @Test
    void a_schedule_id_names_its_task() {
        assertThat(scope("").taskId("task-gpu")).contains("gpu");
        assertThat(scope("").scheduleId("gpu")).isEqualTo("task-gpu");
        assertThat(scope("staging").taskId("staging.task-gpu")).contains("gpu");
        assertThat(scope("staging").scheduleId("gpu")).isEqualTo("staging.task-gpu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "task-", "Task-gpu", "staging.task-gpu", "task-a/b", " task-gpu"})
    void another_form_names_none(String scheduleId) {
        assertThat(scope("").taskId(scheduleId)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "task-gpu",
                "production.task-gpu",
                "staging2.task-gpu",
                "staging.",
                "staging.gpu",
                "staging.task-"
            })
    void another_scope_names_none(String scheduleId) {
        assertThat(scope("staging").taskId(scheduleId)).isEmpty();
    }

    @Test
    void a_task_whose_id_looks_like_a_scope_is_itself() {
        assertThat(scope("").taskId("task-staging.task-gpu")).contains("staging.task-gpu");
        assertThat(scope("staging").taskId("staging.task-task-gpu")).contains("task-gpu");
    }

    private static ScheduleSettings scope(String scope) {
        return new ScheduleSettings(
                "torale-workers",
                scope.isEmpty() ? "" : scope + ".",
                true,
                Duration.ofMinutes(15),
                Duration.ofMinutes(1),
                task -> ScheduleOptions.defaults(),
                task -> List.of(),
                InstantSource.system());
    }
}
