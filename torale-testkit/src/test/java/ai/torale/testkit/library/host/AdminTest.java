package ai.torale.testkit.library.host;

import static ai.torale.search.SearchResult.met;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.task.MonitoringTask;
import ai.torale.temporal.admin.TemporalAdmin;
import ai.torale.temporal.schedule.TaskScheduleException;
import ai.torale.testkit.CheckStory;
import ai.torale.testkit.ToraleTest;
import ai.torale.testkit.ToraleTestEnvironment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@ToraleTest
class AdminTest {
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "@daily").build();

    @Test
    void an_operator_reads_what_a_check_reported(ToraleTestEnvironment torale) {
        torale.search().answers(met("in stock"));
        torale.watch(TASK);
        torale.advance(Duration.ofDays(1));
        TemporalAdmin admin = torale.torale().admin();
        CheckStory check = torale.checks(TASK).get(0);

        assertThat(admin.report(check.workflowId(), check.runId()).outcome()).isEqualTo("notified");
    }

    @Test
    void the_report_of_a_check_that_is_gone_is_refused_as_such(ToraleTestEnvironment torale) {
        TemporalAdmin admin = torale.torale().admin();

        assertThatExceptionOfType(TaskScheduleException.class)
                .isThrownBy(() -> admin.report("task-gpu-1970-01-01T00:00:00Z", "01a204de-30da-7051-9a09-f0d83233a764"))
                .satisfies(e -> assertThat(e.code()).isEqualTo("CHECK_NOT_FOUND"));
    }
}
