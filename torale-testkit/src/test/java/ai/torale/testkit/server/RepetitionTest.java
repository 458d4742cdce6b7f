package ai.torale.testkit.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * The core schedule tests over and over: 20 times in each build, and 1,000 times beside two busy loops with
 * {@code -Dtorale.testkit.repetitions=1000}.
 */
class RepetitionTest {
    private static final int USUAL = 20;
    private static final int REPETITIONS = Integer.getInteger("torale.testkit.repetitions", USUAL);
    private static final AtomicBoolean BUSY = new AtomicBoolean(REPETITIONS > USUAL);

    @BeforeAll
    static void keepTheMachineBusy() {
        for (int i = 0; i < 2 && BUSY.get(); i++) {
            Thread loop = new Thread(() -> {
                while (BUSY.get()) {
                    Thread.onSpinWait();
                }
            });
            loop.setDaemon(true);
            loop.start();
        }
    }

    @AfterAll
    static void rest() {
        BUSY.set(false);
    }

    @TestFactory
    Stream<DynamicTest> never_fails() {
        OverlapPoliciesTest overlaps = new OverlapPoliciesTest();
        ScheduledRunsTest runs = new ScheduledRunsTest();
        CarriedResultsTest results = new CarriedResultsTest();
        WaitingForResultsTest waits = new WaitingForResultsTest();
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(repeated(
                "daily in New York",
                runs::a_daily_schedule_in_new_york_fires_at_the_nominal_times_across_the_change_of_clocks));
        tests.add(repeated("a fire at the end", runs::a_fire_at_the_very_end_of_an_advance_has_finished));
        tests.add(repeated("sleep", runs::the_environments_own_sleep_finishes_what_fell_due));
        tests.add(repeated("skip", overlaps::skip_leaves_out_what_would_overlap));
        tests.add(repeated("buffer one", overlaps::buffer_one_starts_the_first_that_waited_as_soon_as_it_can));
        tests.add(repeated("buffer all", overlaps::buffer_all_starts_everything_in_turn));
        tests.add(repeated("cancel other", overlaps::cancel_other_cancels_what_runs_and_starts_when_it_has_ended));
        tests.add(repeated("terminate other", overlaps::terminate_other_terminates_what_runs_and_starts_at_once));
        tests.add(repeated("allow all", overlaps::allow_all_starts_each_beside_the_others));
        tests.add(repeated("results", () -> results.a_run_that_is_replayed_at_each_workflow_task_is_handed_the_same()));
        tests.add(repeated("results at once", waits::waiting_for_what_ends_at_once_skips_no_time));
        tests.add(repeated("just started", waits::advancing_waits_for_what_was_just_started));
        tests.add(repeated(
                "a sleeper's result",
                waits::waiting_for_a_workflow_that_sleeps_skips_just_its_sleep_and_lets_schedules_fire));
        tests.add(repeated("two threads", waits::an_advance_while_another_thread_waits_for_a_result_leaves_both_whole));
        return tests.stream();
    }

    private static DynamicTest repeated(String name, Executable test) {
        return DynamicTest.dynamicTest(name, () -> {
            for (int i = 0; i < REPETITIONS; i++) {
                test.execute();
            }
        });
    }
}
