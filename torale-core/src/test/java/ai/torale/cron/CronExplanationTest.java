package ai.torale.cron;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronExplanationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 9 * * *                   | At 09:00 every day.",
                "*/15 * * * *                | Every 15 minutes.",
                "5/15 * * * *                | Every 15 minutes, from minute 5 of every hour.",
                "*/45 * * * *                | At minutes 0 and 45 of every hour.",
                "0 * * * *                   | Every hour.",
                "30 * * * *                  | At minute 30 of every hour.",
                "* * * * *                   | Every minute.",
                "*/5 9-17 * * MON-FRI        | Every 5 minutes from 09:00 to 17:55, Monday to Friday.",
                "0 9-17 * * 1-5              | Every hour from 09:00 to 17:00, Monday to Friday.",
                "0 */2 * * *                 | Every 2 hours from 00:00 to 22:00 every day.",
                "30 1/6 * * *                | At 01:30, 07:30, 13:30 and 19:30 every day.",
                "0 0 1 * *                   | At 00:00 on the 1st of every month.",
                "0 0 1,15 * *                | At 00:00 on the 1st and 15th of every month.",
                "0 0 31 * *                  | At 00:00 on the 31st of every month that has one.",
                "0 0 29 2 *                  | At 00:00 on the 29th of February in leap years.",
                "0 0 13 * 5                  | At 00:00 on the 13th of every month, if that is a Friday.",
                "0 0 1-7 * mon,tue           | At 00:00 on the 1st to 7th of every month, if that is a Monday or Tuesday.",
                "0 12 */2 * *                | At 12:00 on every 2nd day from the 1st to the 31st of every month.",
                "0 0 1 1 *                   | At 00:00 on the 1st of January.",
                "0 9 * JUN-AUG *             | At 09:00 every day in June to August.",
                "0 9 * jan,jul 6,7           | At 09:00 on Saturdays and Sundays in January and July.",
                "* 9 * * *                   | Every minute from 09:00 to 09:59 every day.",
                "0-20 9 * * *                | Every minute from 09:00 to 09:20 every day.",
                "1,2,3,17,40 8,12,20 1 * *   | At minutes 1 to 3, 17 and 40 of the hours 08, 12 and 20 on the 1st of every month.",
                "*/10 8,12,20 * * FRI-7      | Every 10 minutes in the hours 08, 12 and 20, Friday to Sunday.",
                "*/10 * * 6 *                | Every 10 minutes in June.",
                "@weekly                     | At 00:00 on Sundays.",
                "@every 1h                   | Every hour, counted from 00:00 UTC.",
                "@every 1h30m/10m            | Every 1 hour and 30 minutes, counted from 00:10 UTC.",
                "@every 1d/90m               | Every day at 01:30 UTC.",
                "@every 5h                   | Every 5 hours, counted from 00:00 UTC on Thursday, 1 January 1970.",
                "@every 7d/3d                | Every 7 days, counted from 00:00 UTC on Sunday, 4 January 1970.",
                "@every 90s/15s              | Every 1 minute and 30 seconds, counted from 00:00:15 UTC.",
                "@every 1s                   | Every second, counted from 00:00 UTC.",
                "@every 1.5d                 | Every 1 day and 12 hours, counted from 00:00 UTC on Thursday, 1 January 1970.",
                "@every 1000ms               | Every second, counted from 00:00 UTC.",
            })
    void one_sentence_says_when_it_fires(String cron, String sentence) {
        assertThat(Cron.parseWithBothDays(cron).explain()).isEqualTo(sentence);
    }
}
