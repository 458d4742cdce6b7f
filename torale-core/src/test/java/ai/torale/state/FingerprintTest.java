package ai.torale.state;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Json;
import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FingerprintTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"a\":1}               | v1:015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862",
                "{\"a\":1.0}             | v1:015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862",
                "{\"a\":1e0}             | v1:015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862",
                "{\"a\":100}             | v1:b79a809cb7dcacce1cf6c2f6c7f86ed89b8de84134003fd03caa2c594fe8977a",
                "{\"name\":\"Pok\u00e9mon\"}  | v1:ab552dd68fff87758c30e17ec71712285c400d3321c185d9cad8594082cbdd51",
                "{\"name\":\"Poke\u0301mon\"} | v1:ab552dd68fff87758c30e17ec71712285c400d3321c185d9cad8594082cbdd51",
            })
    void the_fingerprint_of_a_state_is_wire_format(String state, String fingerprint) {
        assertThat(Fingerprint.of(Json.parse(state))).isEqualTo(fingerprint);
    }

    @Test
    void the_key_of_a_notification_is_wire_format() {
        String key = Fingerprint.key(
                "gpu-price", "e1", 3, "v1:015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862");

        assertThat(key).isEqualTo("47cd7a7b2bab3ae17d1ad0ba3ee8b9de");
    }

    @ParameterizedTest
    @CsvSource({"other, e1, 3, f", "gpu-price, e2, 3, f", "gpu-price, e1, 4, f", "gpu-price, e1, 3, g"})
    void every_part_of_a_key_counts(String taskId, String epoch, long version, String fingerprint) {
        assertThat(Fingerprint.key(taskId, epoch, version, fingerprint))
                .isNotEqualTo(Fingerprint.key("gpu-price", "e1", 3, "f"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"a\":1,\"_metadata\":{\"at\":2}}            | {\"a\":1}",
                "{\"_metadata\":1}                             | {}",
                "[{\"a\":1,\"_metadata\":2},{\"_metadata\":3}] | [{\"a\":1},{}]",
                "[1,{\"_metadata\":3},[2],null]                | [1,{},[2],null]",
            })
    void metadata_does_not_count_at_the_top_level_or_in_the_items_of_a_list(String state, String without) {
        assertThat(Fingerprint.of(Json.parse(state))).isEqualTo(Fingerprint.of(Json.parse(without)));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"a\":{\"_metadata\":1}}   | {\"a\":{}}",
                "{\"a\":[{\"_metadata\":1}]} | {\"a\":[{}]}",
                "[[{\"_metadata\":1}]]       | [[{}]]",
                "[\"_metadata\"]             | []",
                "{\"_Metadata\":1}           | {}",
            })
    void metadata_counts_everywhere_else(String state, String without) {
        assertThat(Fingerprint.of(Json.parse(state))).isNotEqualTo(Fingerprint.of(Json.parse(without)));
    }

    static Stream<UnaryOperator<MonitoringTask.Builder>> otherQuestions() {
        return Stream.of(
                task -> task.searchQuery("other"),
                task -> task.conditionDescription("other"),
                task -> task.provider("other"),
                task -> task.attribute("url", "other"),
                task -> task.attribute("other", "1"));
    }

    @ParameterizedTest
    @MethodSource("otherQuestions")
    void query_condition_provider_and_attributes_make_the_question(UnaryOperator<MonitoringTask.Builder> edit) {
        MonitoringTask task = MonitoringTask.builder("gpu-price", "0 9 * * *")
                .attribute("url", "https://shop.example")
                .build();

        MonitoringTask edited = edit.apply(task.toBuilder()).build();

        assertThat(Fingerprint.ofQuestion(edited)).isNotEqualTo(Fingerprint.ofQuestion(task));
    }

    @Test
    void name_user_cron_zone_channels_and_behaviour_are_no_part_of_the_question() {
        MonitoringTask task = MonitoringTask.builder("gpu-price", "0 9 * * *").build();

        MonitoringTask renamed = MonitoringTask.builder("gpu-price", "0 10 * * *")
                .name("GPU")
                .userId("u1")
                .timeZone("Europe/Paris")
                .channels("email")
                .notifyBehavior(NotifyBehavior.ONCE)
                .build();

        assertThat(Fingerprint.ofQuestion(renamed)).isEqualTo(Fingerprint.ofQuestion(task));
    }

    @Test
    void the_fingerprint_of_a_question_is_stored_for_months_and_must_not_change() {
        MonitoringTask task = MonitoringTask.builder("gpu-price", "0 9 * * *")
                .searchQuery("price")
                .conditionDescription("below 500")
                .provider("web")
                .attribute("url", "https://shop.example")
                .build();

        Json question = Json.parse("{\"search_query\":\"price\",\"condition_description\":\"below 500\","
                + "\"provider\":\"web\",\"attributes\":{\"url\":\"https://shop.example\"}}");

        assertThat(Fingerprint.ofQuestion(task))
                .isEqualTo(Fingerprint.of(question))
                .isEqualTo("v1:ab67f80a8071b14df9e7124c9423c5546aacae167d79a0307aba207df52f2285");
    }
}
