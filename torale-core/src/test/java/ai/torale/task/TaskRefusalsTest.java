package ai.torale.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import ai.torale.InvalidException;
import ai.torale.Problem;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code MonitoringTask.build()} refuses, and in which words. */
class TaskRefusalsTest {
    private static final String EVERY_FIVE_MINUTES = "*/5 * * * *";

    @Test
    void all_problems_are_reported_at_once_each_with_code_field_value_and_remedy() {
        MonitoringTask.Builder builder = MonitoringTask.builder("a/b", "60 * * * *")
                .timeZone("Mars/X")
                .name("two\nlines")
                .userId("u".repeat(201))
                .searchQuery("half \uD83D")
                .conditionDescription("NUL \0")
                .provider("Web")
                .channels("E mail", "web_hook")
                .attribute("a b", "1")
                .attribute("password", "hunter2");

        InvalidException refused = refusal(builder);

        assertThat(refused.problems())
                .extracting(Problem::code, Problem::field, Problem::value)
                .containsExactly(
                        tuple("TASK_ID", "id", "a/b"),
                        tuple("CRON_VALUE", "cron", "60"),
                        tuple("TIME_ZONE", "timeZone", "Mars/X"),
                        tuple("TEXT", "name", "two\\u000alines"),
                        tuple("TEXT", "userId", "u".repeat(64)),
                        tuple("TEXT", "searchQuery", "half \\ud83d"),
                        tuple("TEXT", "conditionDescription", "NUL \\u0000"),
                        tuple("PROVIDER_NAME", "provider", "Web"),
                        tuple("CHANNEL_NAME", "channels", "E mail"),
                        tuple("CHANNEL_NAME", "channels", "web_hook"),
                        tuple("ATTRIBUTE_KEY", "attributes", "a b"),
                        tuple("ATTRIBUTE_SECRET", "attributes", "password"));
        assertThat(refused.problems()).extracting(Problem::remedy).doesNotContain("");
        assertThat(refused).hasMessageStartingWith("the task is refused: id 'a/b': use 1 to 200 characters");
    }

    @Test
    void day_of_month_and_weekday_together_are_refused_unless_both_days_are_asked_for() {
        MonitoringTask.Builder builder = MonitoringTask.builder("friday-13th", "0 9 13 * FRI");

        assertThat(refusal(builder).problems()).extracting(Problem::code).containsExactly("CRON_BOTH_DAYS");
        assertThatNoException().isThrownBy(() -> builder.bothDays(true).build());
        assertThat(refusal(builder.bothDays(false)).problems())
                .extracting(Problem::code)
                .containsExactly("CRON_BOTH_DAYS");
    }

    @ParameterizedTest
    @MethodSource
    void an_id_outside_the_pattern_is_refused_with_the_pattern(String id) {
        InvalidException refused = refusal(MonitoringTask.builder(id, EVERY_FIVE_MINUTES));

        assertThat(refused.problems())
                .singleElement()
                .extracting(Problem::code, Problem::remedy)
                .containsExactly("TASK_ID", "use 1 to 200 characters of A-Z a-z 0-9 . _ : @ -");
        assertThat(refused.getMessage()).doesNotContain("\r", "\n");
    }

    static Stream<String> an_id_outside_the_pattern_is_refused_with_the_pattern() {
        return Stream.of("", " ", "x".repeat(201), "a/b", "a\r\nb", "x' OR '1'='1", "é", "a\n", "ı", "a b", "../a");
    }

    @Test
    void an_id_of_200_characters_is_accepted() {
        assertThatNoException()
                .isThrownBy(() -> MonitoringTask.builder("A.z_0:@-".repeat(25), EVERY_FIVE_MINUTES)
                        .build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Local",
                "GMT+2",
                "Mars/X",
                "",
                "+02:00",
                "CET",
                "EST",
                "GMT",
                "utc",
                "europe/paris",
                "SystemV/AST4",
                "TZ=Europe/Paris",
                "Europe/Paris ",
                "UTC+1",
                "../../etc/passwd"
            })
    void a_zone_that_is_no_iana_name_is_refused(String zone) {
        InvalidException refused =
                refusal(MonitoringTask.builder("t", EVERY_FIVE_MINUTES).timeZone(zone));

        assertThat(refused.problems())
                .containsExactly(
                        new Problem("TIME_ZONE", "timeZone", zone, "use UTC or an IANA name such as Europe/Paris"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token", "password", "passwd", "Password", "db_pwd", "authorization", "AUTHORISATION", "cookie",
                        "Set-Cookie",
                "api_key", "apiKey", "X-API-Key", "access.key", "private-key", "client_secret", "bearer", "credentials",
                        "jwt",
                "basic_auth", "PASSPHRASE", "tokenId", "API_KEY_ID"
            })
    void an_attribute_named_like_a_secret_is_refused_without_its_value(String key) {
        InvalidException refused =
                refusal(MonitoringTask.builder("t", EVERY_FIVE_MINUTES).attribute(key, "hunter2"));

        assertThat(refused.problems())
                .singleElement()
                .extracting(Problem::code, Problem::value)
                .containsExactly("ATTRIBUTE_SECRET", key);
        assertThat(refused)
                .hasMessageContaining("give secrets to your search provider")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:hunter2@shop.example/",
                "HTTPS://hunter2@shop.example",
                "feed+http://u:hunter2@[::1]:8080/",
                "see https://user:hunter2@shop.example/ today",
                "https://shop.example/?next=ftp://u:hunter2@x"
            })
    void a_url_with_user_and_password_is_refused_without_showing_it(String url) {
        InvalidException refused =
                refusal(MonitoringTask.builder("t", EVERY_FIVE_MINUTES).attribute("url", url));

        assertThat(refused.problems())
                .singleElement()
                .extracting(Problem::code, Problem::value)
                .containsExactly("ATTRIBUTE_SECRET", "url");
        assertThat(refused).hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "é", "a\n", "<script>"})
    void an_attribute_key_outside_the_pattern_is_refused(String key) {
        InvalidException refused =
                refusal(MonitoringTask.builder("t", EVERY_FIVE_MINUTES).attribute(key, "1"));

        assertThat(refused.problems()).extracting(Problem::code).containsExactly("ATTRIBUTE_KEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "two\rlines", "two\u2028lines", "two\u0085lines", "NUL \0", "half \uDE00"})
    void a_name_must_be_one_well_formed_line(String name) {
        InvalidException refused =
                refusal(MonitoringTask.builder("t", EVERY_FIVE_MINUTES).name(name));

        assertThat(refused.problems()).extracting(Problem::code, Problem::field).containsExactly(tuple("TEXT", "name"));
    }

    @Test
    void a_bad_id_is_not_reported_a_second_time_as_the_name_that_it_stands_in_for() {
        InvalidException refused = refusal(MonitoringTask.builder("x".repeat(300), EVERY_FIVE_MINUTES));

        assertThat(refused.problems()).extracting(Problem::field).containsExactly("id");
    }

    @Test
    void a_query_of_4000_characters_is_accepted_and_a_longer_one_refused() {
        MonitoringTask.Builder builder = MonitoringTask.builder("t", EVERY_FIVE_MINUTES);

        assertThatNoException()
                .isThrownBy(() -> builder.searchQuery("é".repeat(4_000)).build());
        assertThat(refusal(builder.searchQuery("é".repeat(4_001))).problems())
                .extracting(Problem::field)
                .containsExactly("searchQuery");
    }

    @Test
    void a_task_whose_json_would_exceed_16_kib_is_refused() {
        MonitoringTask.Builder builder = MonitoringTask.builder("t", EVERY_FIVE_MINUTES);

        assertThatNoException()
                .isThrownBy(() -> builder.attribute("text", "x".repeat(15_900)).build());
        assertThat(refusal(builder.attribute("text", "x".repeat(16_200))).problems())
                .extracting(Problem::code, Problem::field)
                .containsExactly(tuple("TASK_TOO_LARGE", "task"));
    }

    @Test
    void what_json_escapes_counts_with_its_escapes() {
        MonitoringTask.Builder builder =
                MonitoringTask.builder("t", EVERY_FIVE_MINUTES).searchQuery("\u0001".repeat(4_000));

        assertThat(refusal(builder).problems()).extracting(Problem::code).containsExactly("TASK_TOO_LARGE");
    }

    @Test
    void many_channels_count_towards_the_size() {
        List<String> channels =
                IntStream.range(0, 1_000).mapToObj(i -> "channel-number-" + i).toList();

        InvalidException refused =
                refusal(MonitoringTask.builder("t", EVERY_FIVE_MINUTES).channels(channels));

        assertThat(refused.problems()).extracting(Problem::code).containsExactly("TASK_TOO_LARGE");
    }

    @Test
    @Timeout(30)
    void long_hostile_input_is_refused_in_linear_time_and_without_overflowing_the_stack() {
        String megabyte = "a".repeat(1_000_000);
        MonitoringTask.Builder builder = MonitoringTask.builder(megabyte, EVERY_FIVE_MINUTES)
                .timeZone("A" + "/b".repeat(500_000))
                .name(megabyte)
                .userId(megabyte)
                .searchQuery("\u0301\u0316".repeat(500_000))
                .provider(megabyte)
                .channels(megabyte)
                .attribute(megabyte, "1")
                .attribute("token", "{".repeat(1_000_000))
                .attribute("letters", megabyte)
                .attribute("schemes", "a://".repeat(250_000))
                .attribute("colons", ":".repeat(1_000_000));

        InvalidException refused = refusal(builder);

        assertThat(refused.problems())
                .extracting(Problem::code)
                .containsExactly(
                        "TASK_ID",
                        "TIME_ZONE",
                        "TEXT",
                        "TEXT",
                        "TEXT",
                        "PROVIDER_NAME",
                        "CHANNEL_NAME",
                        "ATTRIBUTE_KEY",
                        "ATTRIBUTE_SECRET",
                        "TASK_TOO_LARGE");
        assertThat(refused.getMessage()).hasSizeLessThan(3_000);
    }

    @Test
    void nulls_are_refused_by_name_where_they_are_handed_in() {
        MonitoringTask.Builder builder = MonitoringTask.builder("t", EVERY_FIVE_MINUTES);

        assertThatThrownBy(() -> MonitoringTask.builder(null, EVERY_FIVE_MINUTES))
                .hasMessage("id");
        assertThatThrownBy(() -> MonitoringTask.builder("t", null)).hasMessage("cron");
        assertThatThrownBy(() -> builder.name(null)).hasMessage("name");
        assertThatThrownBy(() -> builder.attribute("key", null)).hasMessage("value");
        assertThatThrownBy(() -> builder.notifyBehavior(null)).hasMessage("notifyBehavior");
    }

    private static InvalidException refusal(MonitoringTask.Builder builder) {
        return catchThrowableOfType(InvalidException.class, builder::build);
    }
}
