package ai.torale.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.torale.InvalidException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fires around changes of clocks were read off a real server; CronDifferentialIT asks it about many more. */
class CronPreviewTest {
    private static final ZoneId UTC = ZoneOffset.UTC;
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void the_next_fire_is_strictly_after_the_given_instant() {
        Cron hourly = Cron.parse("0 * * * *");

        assertThat(hourly.next(NEW_YEAR, UTC)).contains(Instant.parse("2026-01-01T01:00:00Z"));
        assertThat(hourly.next(NEW_YEAR.minusNanos(1), UTC)).contains(NEW_YEAR);
    }

    @ParameterizedTest
    @CsvSource({
        // clocks go forward: a time that does not exist is left out
        "30 2 * * *, America/New_York, 2026-03-07T12:00:00Z, 2026-03-09T06:30:00Z",
        "30 1 * * *, Europe/London, 2025-03-29T12:00:00Z, 2025-03-31T00:30:00Z",
        "30 2 * * *, Africa/Casablanca, 2026-03-21T12:00:00Z, 2026-03-23T01:30:00Z",
        // by half an hour: the time moves
        "10 2 * * *, Australia/Lord_Howe, 2025-10-04T12:00:00Z, 2025-10-04T15:40:00Z",
        // at midnight, west of Greenwich: the whole Sunday is left out
        "0 9 * * 0, America/Havana, 2025-03-02T14:00:00Z, 2025-03-16T13:00:00Z",
        // clocks go back, west of Greenwich: a repeated time fires twice
        "30 1 * * *, America/New_York, 2025-11-02T00:00:00Z, 2025-11-02T05:30:00Z 2025-11-02T06:30:00Z 2025-11-03T06:30:00Z",
        // clocks go back, east of it and in London: the second of two, and the hour before fires again
        "30 2 * * *, Europe/Paris, 2025-10-25T12:00:00Z, 2025-10-26T01:30:00Z 2025-10-27T01:30:00Z",
        "30 1 * * *, Europe/Paris, 2025-10-25T12:00:00Z, 2025-10-25T23:30:00Z 2025-10-26T00:30:00Z 2025-10-27T00:30:00Z",
        "30 1 * * *, Europe/London, 2025-10-25T12:00:00Z, 2025-10-26T01:30:00Z 2025-10-27T01:30:00Z",
        "0 * * * *, Europe/Paris, 2025-10-25T23:30:00Z, 2025-10-26T00:00:00Z 2025-10-26T02:00:00Z 2025-10-26T03:00:00Z",
        "*/30 * * * *, Australia/Lord_Howe, 2025-04-05T13:30:00Z, 2025-04-05T14:00:00Z 2025-04-05T15:00:00Z",
        "30 2 * * *, Africa/Casablanca, 2026-02-14T12:00:00Z, 2026-02-15T02:30:00Z",
        // offsets that are no whole hours
        "15 9 * * *, Asia/Kathmandu, 2026-01-01T00:00:00Z, 2026-01-01T03:30:00Z",
    })
    void the_zone_decides_and_clocks_change_as_on_the_server(String cron, String zone, Instant after, String fires) {
        List<Instant> expected =
                List.of(fires.split(" ")).stream().map(Instant::parse).toList();

        assertThat(Cron.parse(cron).next(after, ZoneId.of(zone), expected.size()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0 0 29 2 *, 2024-02-29T00:00:00Z 2028-02-29T00:00:00Z 2032-02-29T00:00:00Z",
        "0 0 31 * *, 2024-01-31T00:00:00Z 2024-03-31T00:00:00Z 2024-05-31T00:00:00Z",
        "0 0 29 2 1, 2044-02-29T00:00:00Z 2072-02-29T00:00:00Z",
    })
    void days_that_only_some_years_or_months_have_are_waited_for(String cron, String fires) {
        List<Instant> expected =
                List.of(fires.split(" ")).stream().map(Instant::parse).toList();

        assertThat(Cron.parseWithBothDays(cron).next(Instant.parse("2024-01-01T00:00:00Z"), UTC, 3))
                .startsWith(expected.toArray(Instant[]::new))
                .hasSize(expected.size());
    }

    @Test
    void both_days_fire_on_days_that_match_both() {
        Cron friday13 = Cron.parseWithBothDays("0 9 13 * FRI");

        assertThat(friday13.next(NEW_YEAR, UTC, 3))
                .containsExactly(
                        Instant.parse("2026-02-13T09:00:00Z"),
                        Instant.parse("2026-03-13T09:00:00Z"),
                        Instant.parse("2026-11-13T09:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "@every 90m, 2026-01-01T00:00:00Z, 2026-01-01T01:30:00Z",
        "@every 1h/30m, 2026-01-01T00:00:00Z, 2026-01-01T00:30:00Z",
        "@every 7d, 2026-01-01T00:00:00Z, 2026-01-08T00:00:00Z",
        "@every 7d/3d, 2026-01-01T00:00:00Z, 2026-01-04T00:00:00Z",
        "@every 5h, 2026-01-01T00:00:00Z, 2026-01-01T04:00:00Z",
        "@every 400d/390d, 1969-01-01T00:00:00Z, 1972-03-01T00:00:00Z",
    })
    void every_counts_from_1970_in_utc_plus_the_phase(String cron, Instant after, Instant fire) {
        Cron every = Cron.parse(cron);

        assertThat(every.next(after, UTC)).contains(fire);
        assertThat(every.next(after, ZoneId.of("Asia/Kathmandu"))).contains(fire);
    }

    @ParameterizedTest
    @CsvSource({
        "17 */3 * * MON-FRI, America/New_York, 2026-03-08T00:00:00Z",
        "*/20 1-2 * * *, America/New_York, 2026-11-01T00:00:00Z",
        "0 3 29 2 *, Asia/Kathmandu, 2028-02-28T12:00:00Z",
        "@every 1h30m/7m, Europe/Paris, 2026-10-24T22:00:00Z",
    })
    void at_every_second_between_two_fires_the_next_fire_is_the_second_one(String cron, String zone, Instant start) {
        Cron parsed = Cron.parse(cron);
        Optional<Instant> fire = parsed.next(start, ZoneId.of(zone));

        for (Instant now = start; now.isBefore(start.plus(Duration.ofHours(12))); now = now.plusSeconds(1)) {
            if (fire.isPresent() && !now.isBefore(fire.get())) {
                fire = parsed.next(now, ZoneId.of(zone));
            }
            assertThat(parsed.next(now, ZoneId.of(zone))).isEqualTo(fire);
        }
    }

    @Test
    void fires_always_lie_ahead_even_where_a_whole_day_was_skipped() {
        List<ZoneId> zones =
                List.of(ZoneId.of("Pacific/Apia"), ZoneId.of("America/Caracas"), ZoneId.of("Europe/Paris"));
        Random random = new Random(20_111_230);

        for (int i = 0; i < 5_000; i++) {
            Instant now = Instant.parse("2011-12-25T00:00:00Z").plusSeconds(random.nextInt(5 * 366 * 24 * 60 * 60));
            ZoneId zone = zones.get(random.nextInt(zones.size()));

            assertThat(Cron.parse("*/7 */2 * * *").next(now, zone).orElseThrow())
                    .isAfter(now);
        }
        assertThat(Cron.parse("0 9 * * *").next(Instant.parse("2011-12-29T19:00:00Z"), ZoneId.of("Pacific/Apia")))
                .contains(Instant.parse("2011-12-30T19:00:00Z"));
    }

    @Test
    void a_window_includes_its_start_and_excludes_its_end() {
        Cron hourly = Cron.parse("@hourly");

        assertThat(hourly.between(NEW_YEAR, NEW_YEAR.plus(Duration.ofHours(2)), UTC))
                .containsExactly(NEW_YEAR, NEW_YEAR.plus(Duration.ofHours(1)));
        assertThat(hourly.between(NEW_YEAR.plusNanos(1), NEW_YEAR.plusSeconds(3600), UTC))
                .isEmpty();
        assertThat(hourly.between(NEW_YEAR, NEW_YEAR, UTC)).isEmpty();
    }

    @Test
    void a_window_and_a_chain_of_next_fires_agree() {
        Random random = new Random(7);
        Cron cron = Cron.parse("*/17 2-23/3 * 1,3,10,11 *");
        ZoneId zone = ZoneId.of("America/New_York");

        for (int i = 0; i < 200; i++) {
            Instant from = NEW_YEAR.plusSeconds(random.nextInt(365 * 24 * 60 * 60));
            Instant to = from.plusSeconds(random.nextInt(10 * 24 * 60 * 60));
            List<Instant> chain = new ArrayList<>();
            Optional<Instant> fire = cron.next(from.minusSeconds(1), zone);
            while (fire.filter(to::isAfter).isPresent()) {
                chain.add(fire.get());
                fire = cron.next(fire.get(), zone);
            }

            assertThat(cron.between(from, to, zone)).isEqualTo(chain);
        }
    }

    @Test
    void a_list_is_never_cut_off_silently() {
        Cron everySecond = Cron.parse("@every 1s");

        assertThat(everySecond.between(NEW_YEAR, NEW_YEAR.plusSeconds(Cron.MAX_FIRES), UTC))
                .hasSize(Cron.MAX_FIRES);
        assertThatThrownBy(() -> everySecond.between(NEW_YEAR, NEW_YEAR.plusSeconds(Cron.MAX_FIRES + 1), UTC))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("at most 10000 fires");
        assertThat(everySecond.next(NEW_YEAR, UTC, 0)).isEmpty();
        assertThatThrownBy(() -> everySecond.next(NEW_YEAR, UTC, Cron.MAX_FIRES + 1))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("CRON_COUNT");
    }

    @Test
    void nothing_fires_before_1970_or_after_2100_and_no_instant_is_too_far() {
        Cron yearly = Cron.parse("@yearly");

        assertThat(yearly.next(Instant.MIN, UTC)).contains(Instant.EPOCH);
        assertThat(yearly.next(Instant.parse("2099-06-01T00:00:00Z"), UTC, 5))
                .containsExactly(Instant.parse("2100-01-01T00:00:00Z"));
        assertThat(yearly.next(Instant.MAX, ZoneId.of("Pacific/Apia"))).isEmpty();
        assertThat(yearly.between(Instant.MIN, Instant.EPOCH, UTC)).isEmpty();
        assertThat(yearly.between(Instant.MIN, Instant.MAX, UTC)).hasSize(131);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * * | PT1M",
                "*/45 * * * * | PT15M",
                "0 9 * * * | PT24H",
                "0 9,17 * * * | PT8H",
                "59 23,0 * * * | PT1H",
                "50,10 0,23 * * MON | PT40M",
                "0 9 * * MON | PT168H",
                "0 9 * * MON,TUE | PT24H",
                "@monthly | PT672H",
                "@yearly | PT8760H",
                "0 0 29 2 * | PT35064H",
                "@every 90s/15s | PT1M30S",
            })
    void the_shortest_period_is_that_of_the_closest_two_fires(String cron, Duration period) {
        assertThat(Cron.parse(cron).shortestPeriod()).isEqualTo(period);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 0 1,31 * *",
                "0 0 28-31 2,3 *",
                "0 0 29 2,3 *",
                "0 0 30 1-3 *",
                "0 0 * 2 MON",
                "0 0 * 2,3 SUN",
                "0 0 * 1,12 WED,FRI",
                "0 0 31 12 FRI",
                "0 0 29 2 MON",
            })
    void no_two_fires_of_the_century_are_closer_than_the_shortest_period(String text) {
        Cron cron = Cron.parseWithBothDays(text);
        List<Instant> fires =
                cron.between(Instant.parse("2000-01-01T00:00:00Z"), Instant.parse("2101-01-01T00:00:00Z"), UTC);

        assertThat(IntStream.range(1, fires.size()).mapToObj(i -> Duration.between(fires.get(i - 1), fires.get(i))))
                .isNotEmpty()
                .allMatch(distance -> distance.compareTo(cron.shortestPeriod()) >= 0)
                .contains(cron.shortestPeriod());
    }
}
