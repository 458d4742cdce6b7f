package ai.torale.acceptance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import ai.torale.temporal.workflow.CarriedState;
import ai.torale.temporal.workflow.CheckReport;
import ai.torale.temporal.workflow.CompareOutput;
import ai.torale.temporal.workflow.SearchInput;
import ai.torale.temporal.workflow.SearchOutput;
import ai.torale.temporal.workflow.TaskConfig;
import ai.torale.temporal.workflow.TaskFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker in another language, or of another version, may write. */
class ForeignJsonTest {
    @Test
    void a_task_needs_only_its_id_and_schedule() {
        TaskFields fields = Wire.read("""
                {"id":"gpu","schedule":"@daily"}""", TaskFields.class);

        assertThat(fields.toTask())
                .isEqualTo(MonitoringTask.builder("gpu", "@daily").build());
    }

    @Test
    void nulls_in_a_task_count_as_absent() {
        TaskFields fields = Wire.read("""
                {"id":"gpu","schedule":"@daily","user_id":null,"name":null,"search_query":null,"provider":null,
                 "condition_description":null,"time_zone":null,"notify_behavior":null,"channels":null,
                 "attributes":null,"status":null,"policy":null}""", TaskFields.class);

        assertThat(fields.toTask())
                .isEqualTo(MonitoringTask.builder("gpu", "@daily").build());
    }

    @Test
    void a_cron_with_both_days_comes_back_without_a_member_that_says_so() {
        MonitoringTask task = MonitoringTask.builder("friday-13th", "0 9 13 * FRI")
                .bothDays(true)
                .build();
        String json = Wire.written(TaskFields.of(task));

        MonitoringTask read = Wire.read(json, TaskFields.class).toTask();

        assertThat(json).contains("\"schedule\":\"0 9 13 * FRI\"").doesNotContainIgnoringCase("both");
        assertThat(read).isEqualTo(task);
        assertThat(read.toBuilder().name("other").build().cron()).isEqualTo(task.cron());
    }

    @Test
    void an_unknown_notify_behavior_is_read_as_the_default_one() {
        TaskFields fields = Wire.read("""
                {"id":"gpu","schedule":"@daily","notify_behavior":"on_full_moon"}""", TaskFields.class);

        assertThat(fields.toTask().notifyBehavior()).isEqualTo(NotifyBehavior.TRACK_STATE);
    }

    @Test
    void a_config_needs_no_task() {
        TaskConfig config = Wire.read("""
                {"task_id":"gpu","epoch":"e1","task":null}""", TaskConfig.class);

        assertThat(config).isEqualTo(new TaskConfig("gpu", "e1", null));
    }

    @Test
    void an_empty_search_output_is_an_inconclusive_one() {
        SearchOutput output = Wire.read("{}", SearchOutput.class);

        assertThat(output).isEqualTo(new SearchOutput(null, null, null, null, null));
    }

    @Test
    void a_comparison_needs_only_its_outcome() {
        CompareOutput output = Wire.read("""
                {"outcome":"unchanged"}""", CompareOutput.class);

        assertThat(output).isEqualTo(new CompareOutput("unchanged", false, false, null, null, null, null));
    }

    @Test
    void an_unknown_outcome_is_read_as_it_is() {
        CheckReport report = Wire.read("""
                {"task_id":"gpu","check_id":"r","outcome":"postponed"}""", CheckReport.class);

        assertThat(report).isEqualTo(new CheckReport("gpu", "r", "postponed", null, false, null, null, null));
    }

    @Test
    void a_carried_state_of_which_nothing_is_known_yet_has_version_0() {
        CarriedState carried = Wire.read("""
                {"v":1,"epoch":"e1","version":0}""", CarriedState.class);

        assertThat(carried.toState()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.10", "12345678901234567890", "\"text\"", "[1.0,{\"deep\":2.50}]", "null", "true"})
    void what_a_newer_version_carries_is_passed_on_to_the_letter(String value) {
        String json = "{\"v\":1,\"version\":2,\"newer\":" + value + "}";

        String passedOn = Wire.written(Wire.read(json, CarriedState.class));

        assertThat(passedOn).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.10", "12345678901234567890", "0.1000000000000000055511151231257827", "100.00"})
    void numbers_of_a_state_keep_every_digit(String number) {
        String state = "{\"n\":" + number + "}";

        assertThat(carriedThrough(state)).isEqualTo(state);
        assertThat(foundThrough(state)).isEqualTo(state);
        assertThat(knownThrough(state)).isEqualTo(state);
    }

    @Test
    void a_number_beyond_any_double_keeps_its_value() {
        String state = "{\"n\":1e400}";

        assertThat(Wire.canonical(carriedThrough(state))).isEqualTo("{\"n\":1E+400}");
        assertThat(Wire.canonical(foundThrough(state))).isEqualTo("{\"n\":1E+400}");
        assertThat(Wire.canonical(knownThrough(state))).isEqualTo("{\"n\":1E+400}");
    }

    private static String carriedThrough(String state) {
        return state(Wire.read(
                        Wire.written(Wire.read("{\"v\":1,\"state\":" + state + "}", CarriedState.class)),
                        CarriedState.class)
                .state());
    }

    private static String foundThrough(String state) {
        return state(Wire.read(
                        Wire.written(Wire.read("{\"current_state\":" + state + "}", SearchOutput.class)),
                        SearchOutput.class)
                .currentState());
    }

    private static String knownThrough(String state) {
        String json = "{\"id\":\"a\",\"check\":{\"previous_state\":" + state + "}}";
        return state(Wire.read(Wire.written(Wire.read(json, SearchInput.class)), SearchInput.class)
                .check()
                .previousState());
    }

    private static String state(@org.jspecify.annotations.Nullable String state) {
        return state == null ? "absent" : state;
    }
}
