package ai.torale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.notify.Notification;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.workflow.MonitoringActivities;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToraleExtensionTest {
    private static final String FOLDER = "torale.test.histories";

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PrintStream before = System.out;

    @TempDir
    Path histories;

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setProperty(FOLDER, histories.toString());
    }

    @AfterEach
    void release() {
        System.setOut(before);
        System.clearProperty(FOLDER);
    }

    @Test
    void every_part_is_a_parameter_of_one_environment() {
        ContractRun run = ContractRun.of(AsksForEverything.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).hasSize(1);
    }

    @Test
    void the_output_of_a_failed_test_tells_its_checks() {
        ContractRun run = ContractRun.of(Fails.class);

        assertThat(run.failures()).hasSize(1);
        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains("check of task 'gpu' at 2026-05-02T00:00:00Z: changed")
                .containsPattern("00:00:00\\.\\d{3}  execute_grounded_search")
                .contains("\"answer\":\"sold out\"");
    }

    @Test
    void a_failed_test_leaves_histories_for_the_ui() throws IOException {
        ContractRun.of(Fails.class);

        Path folder = histories.resolve(Fails.class.getName().replace('$', '_')).resolve("fails");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            assertThat(WorkflowExecutionHistory.fromJson(Files.readString(all.get(0)))
                            .getEvents())
                    .isNotEmpty();
        }
    }

    @Test
    void a_test_that_passes_says_nothing() {
        ContractRun.of(AsksForEverything.class);

        assertThat(output.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void an_unexpected_search_fails_the_test_with_what_was_expected() {
        ContractRun run = ContractRun.of(IsAskedMore.class);

        assertThat(run.failures().values())
                .singleElement()
                .asString()
                .contains("call 2 for all tasks, for task 'gpu' at 2026-01-03T00:00:00Z is not in the script")
                .contains("call 1 for all tasks, for task 'gpu' at 2026-01-02T00:00:00Z: not met 'sold out'");
    }

    @Test
    void a_fault_that_never_strikes_fails_the_test() {
        ContractRun run = ContractRun.of(PlansInVain.class);

        assertThat(run.failures().values())
                .singleElement()
                .asString()
                .contains("never struck")
                .contains("crashBefore(send_notification)");
    }

    @Test
    void settings_that_come_too_late_are_refused() {
        ContractRun run = ContractRun.of(SetsTooLate.class);

        assertThat(run.failures().values()).singleElement().asString().contains("the environment runs already");
    }

    @Test
    void two_classes_run_at_once_in_one_jvm() {
        ContractRun run = ContractRun.of(MeetsTheOther.class, IsTheOther.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.passed())
                .containsExactlyInAnyOrder("one(ToraleTestEnvironment)", "other(ToraleTestEnvironment)");
    }

    private static MonitoringTask daily() {
        return MonitoringTask.builder("gpu", "@daily").build();
    }

    @ToraleTest
    static class AsksForEverything {
        @Test
        void asks(
                ToraleTestEnvironment environment,
                Torale torale,
                ScriptedSearch search,
                RecordingNotifier notifier,
                Faults faults,
                InstantSource clock,
                WorkflowClient client,
                ScheduleClient schedules) {
            search.answers(SearchResult.met("in stock"));
            torale.watch(daily());

            environment.advance(Duration.ofDays(1));

            assertThat(notifier.notifications()).hasSize(1);
            assertThat(environment.faults()).isSameAs(faults);
            assertThat(environment.clock()).isEqualTo(clock);
            assertThat(client.getOptions()).isNotNull();
            assertThat(schedules.getHandle("task-gpu").describe().getInfo().getNumActions())
                    .isEqualTo(1);
        }
    }

    @ToraleTest(startTime = "2026-05-01T00:00:00Z")
    static class Fails {
        @Test
        void fails(ToraleTestEnvironment torale) {
            torale.search().answers(SearchResult.notMet("sold out"));
            torale.watch(daily());

            torale.advance(Duration.ofDays(1));

            assertThat(torale.notifications()).isNotEmpty();
        }
    }

    @ToraleTest
    static class IsAskedMore {
        @Test
        void asked(ToraleTestEnvironment torale) {
            torale.search().answers(SearchResult.notMet("sold out"));
            torale.watch(daily());

            torale.advance(Duration.ofDays(2));
        }
    }

    @ToraleTest
    static class PlansInVain {
        @Test
        void plans(ToraleTestEnvironment torale) {
            torale.search().answers(SearchResult.notMet("sold out"));
            torale.watch(daily());
            torale.faults().crashBefore(MonitoringActivities.SEND);

            torale.advance(Duration.ofDays(1));
        }
    }

    @ToraleTest
    static class SetsTooLate {
        @Test
        void sets(ToraleTestEnvironment torale, ToraleTestEnvironment.Builder settings) {
            assertThat(torale).isNotEqualTo(settings);
        }
    }

    @ToraleTest
    static class MeetsTheOther {
        /** Nobody passes before both have come. */
        static final CyclicBarrier MEETING = new CyclicBarrier(2);

        @Test
        void one(ToraleTestEnvironment torale) throws Exception {
            aMonthWith("one", torale);
        }

        static void aMonthWith(String answer, ToraleTestEnvironment torale) throws Exception {
            torale.search().always(SearchResult.met(answer));
            torale.watch(daily());
            MEETING.await(20, TimeUnit.SECONDS);

            torale.advance(Duration.ofDays(30));

            MEETING.await(20, TimeUnit.SECONDS);
            assertThat(torale.notifications()).extracting(Notification::answer).containsExactly(answer);
            assertThat(torale.checks("gpu")).hasSize(30);
        }
    }

    @ToraleTest
    static class IsTheOther {
        @Test
        void other(ToraleTestEnvironment torale) throws Exception {
            MeetsTheOther.aMonthWith("other", torale);
        }
    }
}
