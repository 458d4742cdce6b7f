package ai.torale.notify.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.notify.Notification;
import ai.torale.search.Source;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookBodyTest {
    @Test
    void the_body_is_this_compact_json_in_this_order() {
        String body = text(Samples.notification());

        assertThat(body)
                .isEqualTo("{\"id\":\"47cd7a7b2bab3ae17d1ad0ba3ee8b9de\",\"event_type\":\"task.condition_met\","
                        + "\"created_at\":1705309205,\"object\":\"event\",\"api_version\":\"v1\","
                        + "\"data\":{\"task\":{\"id\":\"gpu-price\",\"name\":\"GPU below 500\","
                        + "\"search_query\":\"price of the card\","
                        + "\"condition_description\":\"the price is below 500\"},"
                        + "\"execution\":{\"id\":\"0190-check\",\"condition_met\":true,"
                        + "\"change_summary\":\"price: 549 -> 499\",\"completed_at\":\"2024-01-15T09:00:05Z\","
                        + "\"version\":3},"
                        + "\"result\":{\"answer\":\"The card costs 499 €.\","
                        + "\"grounding_sources\":[{\"url\":\"https://shop.example/gpu\",\"title\":\"Shop\"}]}}}");
    }

    @Test
    void what_is_not_known_is_an_empty_text_or_list_and_never_left_out() {
        String body = text(Notification.builder("k", 1, "t").build());

        assertThat(body)
                .isEqualTo("{\"id\":\"k\",\"event_type\":\"task.condition_met\",\"created_at\":0,"
                        + "\"object\":\"event\",\"api_version\":\"v1\",\"data\":{"
                        + "\"task\":{\"id\":\"t\",\"name\":\"t\",\"search_query\":\"\",\"condition_description\":\"\"},"
                        + "\"execution\":{\"id\":\"\",\"condition_met\":true,\"change_summary\":\"\","
                        + "\"completed_at\":\"1970-01-01T00:00:00Z\",\"version\":1},"
                        + "\"result\":{\"answer\":\"\",\"grounding_sources\":[]}}}");
    }

    @Test
    void letters_of_every_script_and_markup_are_not_escaped() {
        assertThat(answer("Pokémon ポケモン 🦊 \u2028 <b>&'/</b>")).isEqualTo("Pokémon ポケモン 🦊 \u2028 <b>&'/</b>");
    }

    @Test
    void quotes_backslashes_and_control_characters_are_escaped_in_one_way() {
        assertThat(answer("\" \\ \n \r \t \b \f \u0001 \u001f \u007f"))
                .isEqualTo("\\\" \\\\ \\n \\r \\t \\b \\f \\u0001 \\u001F \u007f");
    }

    @Test
    void half_a_surrogate_pair_becomes_a_question_mark() {
        assertThat(answer("cut \ud83e")).isEqualTo("cut ?");
    }

    @Test
    void completed_at_is_in_whole_seconds_even_where_they_are_zero() {
        Notification notification = Notification.builder("k", 1, "t")
                .comparedAt(Instant.parse("2026-02-28T23:00:00.987654321Z"))
                .build();

        assertThat(text(notification))
                .contains("\"completed_at\":\"2026-02-28T23:00:00Z\"")
                .contains("\"created_at\":1772319600,");
    }

    @Test
    void sources_keep_their_order() {
        Notification notification = Notification.builder("k", 1, "t")
                .sources(List.of(new Source("https://b.example", "B"), new Source("https://a.example", "")))
                .build();

        assertThat(text(notification))
                .contains("\"grounding_sources\":[{\"url\":\"https://b.example\",\"title\":\"B\"},"
                        + "{\"url\":\"https://a.example\",\"title\":\"\"}]");
    }

    private static String answer(String answer) {
        String body = text(Notification.builder("k", 1, "t").answer(answer).build());
        String before = "\"answer\":\"";
        return body.substring(body.indexOf(before) + before.length(), body.indexOf("\",\"grounding_sources\""));
    }

    private static String text(Notification notification) {
        return new String(WebhookBody.of(notification), UTF_8);
    }
}
