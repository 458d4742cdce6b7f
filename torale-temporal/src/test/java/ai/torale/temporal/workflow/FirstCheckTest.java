package ai.torale.temporal.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.temporal.workflow.FirstCheck.Finding;
import ai.torale.temporal.workflow.TaskSchedules.Facts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FirstCheckTest {
    @Test
    void a_check_with_none_before_it_is_the_first() throws Exception {
        FirstCheck check = new FirstCheck(answering(new Facts("e1", Set.of("c1"), Set.of(), 1, null)));

        assertThat(check.find("gpu", "c1").finding()).isEqualTo(Finding.FIRST);
    }

    @Test
    void a_check_with_one_before_it_that_may_have_completed_has_lost_its_state() throws Exception {
        FirstCheck check = new FirstCheck(answering(new Facts("e1", Set.of("c2"), Set.of("c1"), 2, null)));

        assertThat(check.find("gpu", "c2")).isEqualTo(new FirstCheck.Answer(Finding.LOST, 2));
    }

    @Test
    void a_check_without_a_schedule_was_not_started_by_it() throws Exception {
        FirstCheck check = new FirstCheck(answering());

        assertThat(check.find("gpu", "c1").finding()).isEqualTo(Finding.NOT_SCHEDULED);
    }

    @Test
    void a_schedule_that_notes_its_run_late_is_asked_again() throws Exception {
        FirstCheck check = new FirstCheck(answering(
                new Facts("e1", Set.of(), Set.of(), 0, null), new Facts("e1", Set.of("c1"), Set.of(), 1, null)));

        assertThat(check.find("gpu", "c1").finding()).isEqualTo(Finding.FIRST);
    }

    private static TaskSchedules answering(Facts... answers) {
        Deque<Facts> script = new ArrayDeque<>(List.of(answers));
        return new TaskSchedules() {
            @Override
            public Optional<Facts> describe(String taskId) {
                return Optional.ofNullable(script.poll());
            }

            @Override
            public void pause(String taskId, String note) {
                throw new AssertionError("nobody pauses");
            }
        };
    }
}
