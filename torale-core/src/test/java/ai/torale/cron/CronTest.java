package ai.torale.cron;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.InvalidException;
import ai.torale.Problem;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {
    private static final Instant START = Instant.parse("2027-12-25T10:30:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@yearly              | 0 0 1 1 *",
                "@annually            | 0 0 1 1 *",
                "@monthly             | 0 0 1 * *",
                "@weekly              | 0 0 * * 0",
                "@daily               | 0 0 * * *",
                "@midnight            | 0 0 * * *",
                "@hourly              | 0 * * * *",
                "*/15 * * * *         | 0,15,30,45 * * * *",
                "5/15 * * * *         | 5,20,35,50 * * * *",
                "10-20/5 * * * *      | 10,15,20 * * * *",
                "00 09 01 01 *        | 0 9 1 1 *",
                "0   9  * * *         | 0 9 * * *",
                "3,1,2,1 * * * *      | 1-3 * * * *",
                "0 0 1 JAN-mar *      | 0 0 1 1,2,3 *",
                "0 0 1 sept,Decem *   | 0 0 1 9,12 *",
                "0 0 * * MON-FRI      | 0 0 * * 1-5",
                "0 0 * * su,Tues,we   | 0 0 * * 0,2,3",
                "0 0 * * SUN-SAT      | 0 0 * * *",
                "0 0 * * 7            | 0 0 * * 0",
                "0 0 * * 5-7          | 0 0 * * 0,5,6",
                "0 0 * * 0-7          | 0 0 * * *",
                "0 0 * * 1-7/2        | 0 0 * * 0,1,3,5",
                "0 0 * * 5/2          | 0 0 * * 0,5",
                "0 0 * * */2          | 0 0 * * 0,2,4,6",
                "0 0 * * */7          | 0 0 * * 0",
                "@every 90m           | @every 1h30m",
                "@every 1.5d          | @every 36h",
                "@every .5h/0         | @every 1800s",
                "@every 60000ms       | @every 1m",
            })
    void two_ways_to_write_the_same_fire_at_the_same_times(String one, String other) {
        assertThat(Cron.parse(one).next(START, ZoneOffset.UTC, 500))
                .isEqualTo(Cron.parse(other).next(START, ZoneOffset.UTC, 500));
        assertThat(Cron.parse(one).explain()).isEqualTo(Cron.parse(other).explain());
    }

    @Test
    void the_text_is_kept_as_written_without_blanks_around_it() {
        assertThat(Cron.parse("  0  9 * * mon ").text()).isEqualTo("0  9 * * mon");
        assertThat(Cron.parse("@daily")).hasToString("@daily");
    }

    @Test
    void crons_are_equal_when_they_are_written_alike() {
        assertThat(Cron.parse("0 9 * * *"))
                .isEqualTo(Cron.parse(" 0 9 * * *"))
                .hasSameHashCodeAs(Cron.parse("0 9 * * *"));
        assertThat(Cron.parse("@daily")).isNotEqualTo(Cron.parse("0 0 * * *"));
    }

    @Test
    void any_text_is_read_or_refused_in_less_than_100_milliseconds() {
        Random random = new Random(20_260_101);
        List<String> pieces = List.of(
                "*",
                "/",
                "-",
                ",",
                " ",
                "@every ",
                "@",
                "#",
                "L",
                "W",
                "?",
                "H(",
                "TZ=",
                "0",
                "7",
                "31",
                "59",
                "99999999999",
                "jan",
                "MON",
                "d",
                "h",
                "ms",
                ".",
                "+",
                "\t",
                "\n",
                "\u0000",
                "é",
                "\ud83d\ude00",
                "\ud800",
                "İ",
                "ß");

        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(60);
            while (text.length() < length) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            long started = cpuNanos();

            List<Problem> problems = Cron.problems(text.toString());
            use(text.toString(), problems);

            assertThat(Duration.ofNanos(cpuNanos() - started))
                    .as(text.toString())
                    .isLessThan(Duration.ofMillis(100));
        }
    }

    /** Of this thread: other processes must not decide how long reading takes. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void use(String text, List<Problem> problems) {
        try {
            Cron cron = Cron.parse(text);
            assertThat(problems).isEmpty();
            assertThat(cron.next(START, ZoneId.of("Pacific/Chatham"))).isPresent();
            assertThat(cron.explain()).endsWith(".");
            assertThat(cron.shortestPeriod()).isPositive();
        } catch (InvalidException e) {
            assertThat(e.problems()).isEqualTo(problems).isNotEmpty();
        }
    }
}
