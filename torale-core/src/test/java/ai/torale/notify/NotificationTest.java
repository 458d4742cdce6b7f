package ai.torale.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.search.Source;
import ai.torale.task.MonitoringTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NotificationTest {
    private static final String KEY = "47cd7a7b2bab3ae17d1ad0ba3ee8b9de";

    @Test
    void it_takes_its_words_from_the_task() {
        MonitoringTask task = MonitoringTask.builder("gpu-price", "0 9 * * *")
                .name("GPU price")
                .searchQuery("price of the GPU")
                .conditionDescription("below 500")
                .build();

        Notification notification =
                Notification.builder(KEY, 3, "gpu-price").task(task).build();

        assertThat(notification.taskName()).isEqualTo("GPU price");
        assertThat(notification.searchQuery()).isEqualTo("price of the GPU");
        assertThat(notification.conditionDescription()).isEqualTo("below 500");
    }

    @Test
    void the_name_of_the_task_is_its_id_until_another_is_given() {
        assertThat(Notification.builder(KEY, 3, "gpu-price").build().taskName()).isEqualTo("gpu-price");
    }

    @Test
    void its_time_is_cut_to_whole_seconds() {
        Notification notification = Notification.builder(KEY, 3, "gpu-price")
                .comparedAt(Instant.parse("2024-01-15T09:00:05.999Z"))
                .build();

        assertThat(notification.comparedAt()).isEqualTo("2024-01-15T09:00:05Z");
    }

    static Stream<UnaryOperator<Notification.Builder>> changes() {
        return Stream.of(
                builder -> builder.taskName("x"),
                builder -> builder.searchQuery("x"),
                builder -> builder.conditionDescription("x"),
                builder -> builder.checkId("x"),
                builder -> builder.changeSummary("x"),
                builder -> builder.comparedAt(Instant.ofEpochSecond(1)),
                builder -> builder.answer("x"),
                builder -> builder.sources(List.of(new Source("x", ""))));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void two_are_equal_only_when_all_they_say_is(UnaryOperator<Notification.Builder> change) {
        Notification one = Notification.builder(KEY, 3, "gpu-price").build();
        Notification same = Notification.builder(KEY, 3, "gpu-price").build();
        Notification other =
                change.apply(Notification.builder(KEY, 3, "gpu-price")).build();

        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
    }

    @Test
    void what_happens_later_to_the_builder_does_not_reach_it() {
        List<Source> sources = new ArrayList<>(List.of(new Source("https://shop.example", "Shop")));
        Notification.Builder builder =
                Notification.builder(KEY, 3, "gpu-price").answer("in stock").sources(sources);
        Notification notification = builder.build();

        sources.clear();
        builder.answer("sold out");

        assertThat(notification.answer()).isEqualTo("in stock");
        assertThat(notification.sources()).hasSize(1);
    }

    @Test
    void all_problems_are_reported_at_once() {
        InvalidException refused = catchThrowableOfType(
                InvalidException.class,
                () -> Notification.builder("key\r\nX-Injected: 1", -1, " ").build());

        assertThat(refused.problems())
                .extracting(Problem::code, Problem::field, Problem::value)
                .containsExactly(
                        tuple("NOTIFICATION_KEY", "key", "key\\u000d\\u000aX-Injected: 1"),
                        tuple("NOTIFICATION_VERSION", "version", "-1"),
                        tuple("TASK_ID", "taskId", " "));
    }

    @Test
    void it_prints_no_answer() {
        Notification notification =
                Notification.builder(KEY, 3, "gpu-price").answer("hunter2").build();

        assertThat(notification).hasToString("Notification[" + KEY + ", gpu-price, version 3]");
    }
}
