package ai.torale.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonitoringTaskTest {
    @Test
    void an_id_and_a_cron_are_enough() {
        MonitoringTask task = MonitoringTask.builder("gpu-price", "*/5 * * * *").build();

        assertThat(task.name()).isEqualTo("gpu-price");
        assertThat(task.timeZone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(task.notifyBehavior()).isEqualTo(NotifyBehavior.TRACK_STATE);
        assertThat(task.userId() + task.searchQuery() + task.conditionDescription())
                .isEmpty();
        assertThat(task.provider()).isEmpty();
        assertThat(task.channels()).isEmpty();
        assertThat(task.attributes()).isEmpty();
    }

    @Test
    void a_copy_through_the_builder_is_equal_and_a_changed_copy_is_not() {
        MonitoringTask task = MonitoringTask.builder("gpu-price", "*/5 * * * *")
                .timeZone("Europe/Paris")
                .name("GPU price")
                .userId("u1")
                .searchQuery("price of the GPU")
                .conditionDescription("below 500")
                .notifyBehavior(NotifyBehavior.ONCE)
                .provider("web")
                .channels("webhook", "email")
                .attribute("url", "https://shop.example/gpu")
                .build();

        assertThat(task.toBuilder().build()).isEqualTo(task).hasSameHashCodeAs(task);
        assertThat(task.toBuilder().name("other").build()).isNotEqualTo(task);
        assertThat(task.toBuilder().attribute("url", "https://shop.example").build())
                .isNotEqualTo(task);
    }

    @Test
    void a_cron_with_day_of_month_and_weekday_is_accepted_when_both_days_are_asked_for() {
        MonitoringTask task = MonitoringTask.builder("friday-13th", " 0 9 13 * FRI")
                .bothDays(true)
                .build();

        assertThat(task.cron()).isEqualTo(" 0 9 13 * FRI");
        assertThat(task.parsedCron().next(Instant.parse("2026-01-01T00:00:00Z"), task.timeZone()))
                .contains(Instant.parse("2026-02-13T09:00:00Z"));
        assertThat(task.toBuilder().name("other").build().cron()).isEqualTo(task.cron());
    }

    @Test
    void asking_for_both_days_does_not_make_another_task() {
        MonitoringTask.Builder builder = MonitoringTask.builder("gpu-price", "0 9 * * FRI");

        assertThat(builder.bothDays(true).build())
                .isEqualTo(builder.bothDays(false).build());
    }

    @Test
    void channels_and_attributes_come_in_alphabetical_order_and_cannot_be_changed() {
        MonitoringTask task = MonitoringTask.builder("gpu-price", "*/5 * * * *")
                .channels(List.of("webhook", "email", "webhook"))
                .attributes(Map.of("url", "https://shop.example", "below", "500"))
                .build();

        assertThat(task.channels()).containsExactly("email", "webhook").isUnmodifiable();
        assertThat(task.attributes().keySet()).containsExactly("below", "url");
        assertThat(task.attributes()).isUnmodifiable();
    }

    @Test
    void what_the_host_does_later_to_its_collections_and_builder_does_not_reach_the_task() {
        Map<String, String> attributes = new TreeMap<>(Map.of("below", "500"));
        MonitoringTask.Builder builder =
                MonitoringTask.builder("gpu-price", "*/5 * * * *").attributes(attributes);
        MonitoringTask task = builder.build();

        attributes.put("below", "1");
        builder.attribute("above", "2").name("other");

        assertThat(task.attributes()).containsExactly(Map.entry("below", "500"));
        assertThat(task.name()).isEqualTo("gpu-price");
    }

    @Test
    void it_prints_no_more_than_id_and_cron() {
        MonitoringTask task = MonitoringTask.builder("gpu-price", "*/5 * * * *")
                .userId("somebody")
                .searchQuery("something personal")
                .build();

        assertThat(task).hasToString("MonitoringTask[gpu-price, */5 * * * *]");
    }

    @ParameterizedTest
    @CsvSource({
        "UTC, UTC",
        "Z, UTC",
        "Europe/Paris, Europe/Paris",
        "America/Argentina/Ushuaia, America/Argentina/Ushuaia",
        "Etc/GMT+2, Etc/GMT+2",
        "Asia/Kathmandu, Asia/Kathmandu"
    })
    void iana_zones_are_accepted(String given, String zone) {
        MonitoringTask task =
                MonitoringTask.builder("gpu-price", "0 9 * * *").timeZone(given).build();

        assertThat(task.timeZone()).isEqualTo(ZoneId.of(zone));
    }

    @Test
    void the_offset_zero_is_utc() {
        MonitoringTask task = MonitoringTask.builder("gpu-price", "0 9 * * *")
                .timeZone(ZoneOffset.UTC)
                .build();

        assertThat(task.timeZone()).isEqualTo(ZoneId.of("UTC"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{secret:SHOP_TOKEN}",
                "Bearer {secret:SHOP_TOKEN}",
                "{secret:shop.token-2}; path=/",
            })
    void an_attribute_named_like_a_secret_may_refer_to_one(String value) {
        MonitoringTask task = MonitoringTask.builder("gpu-price", "0 9 * * *")
                .attribute("header.Authorization", value)
                .build();

        assertThat(task.attributes()).containsEntry("header.Authorization", value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example/@user",
                "https://shop.example/?q=a@b",
                "https://shop.example/#a@b",
                "mail a@b, then see https://shop.example",
                "see https://shop.example and mail a@b",
                "a@b",
            })
    void an_at_sign_that_is_no_userinfo_is_accepted(String value) {
        MonitoringTask task = MonitoringTask.builder("gpu-price", "0 9 * * *")
                .attribute("url", value)
                .build();

        assertThat(task.attributes()).containsEntry("url", value);
    }

    @Test
    void texts_of_every_script_are_accepted() {
        MonitoringTask task = MonitoringTask.builder("gpu-price", "0 9 * * *")
                .name("Ünïcödé 한국 \uD83D\uDE00")
                .searchQuery("first line\nsecond line\twith a tab")
                .build();

        assertThat(task.name()).isEqualTo("Ünïcödé 한국 \uD83D\uDE00");
        assertThat(task.searchQuery()).contains("\n");
    }

    @Test
    void another_cron_keeps_everything_else() {
        MonitoringTask task = MonitoringTask.builder("gpu-price", "0 9 * * *")
                .searchQuery("the price")
                .build();

        MonitoringTask later = task.toBuilder().cron("0 18 * * *").build();

        assertThat(later.cron()).isEqualTo("0 18 * * *");
        assertThat(later.parsedCron().text()).isEqualTo("0 18 * * *");
        assertThat(later.toBuilder().cron("0 9 * * *").build()).isEqualTo(task);
    }
}
