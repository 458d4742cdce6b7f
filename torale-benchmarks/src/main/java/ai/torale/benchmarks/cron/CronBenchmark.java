package ai.torale.benchmarks.cron;

import ai.torale.cron.Cron;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@link Cron} beside the least that the JDK itself needs for the same answer.
 *
 * <p>Nobody reads five fields without splitting them, and nobody finds the time five minutes later in a zone without
 * asking its offset, so those are the yardsticks. They know the step beforehand; a cron has to look for it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CronBenchmark {
    private static final Pattern BLANKS = Pattern.compile(" +");

    // Not final: the JIT must not know their values.
    private ZoneId zone = ZoneId.of("America/New_York");
    private Instant newYear = Instant.parse("2027-01-01T05:00:00Z");
    private Instant nextNewYear = Instant.parse("2028-01-01T05:00:00Z");
    private Instant fridayEvening = Instant.parse("2027-01-01T23:00:00Z");
    private Instant afterLeapDay = Instant.parse("2072-03-01T00:00:00Z");
    private String text = "*/5 * * * *";
    private String longText = "*/5 9-17 1,15 jan-jun *";
    private Cron everyFiveMinutes = Cron.parse(text);
    private Cron workdays = Cron.parse("0 9 * * MON-FRI");
    private Cron leapDays = Cron.parse("0 0 29 2 *");
    private Cron leapMondays = Cron.parseWithBothDays("0 0 29 2 MON");

    /** Both walks through the year must see the same fires: otherwise the ratio means nothing. */
    @Setup
    public void compareWalks() {
        if (year() != yardstickOfYear()) {
            throw new IllegalStateException("the two walks through the year differ");
        }
    }

    @Benchmark
    public Cron parse() {
        return Cron.parse(text);
    }

    @Benchmark
    public String[] yardstickOfParse() {
        return BLANKS.split(text);
    }

    @Benchmark
    public Cron parseLong() {
        return Cron.parse(longText);
    }

    @Benchmark
    public String[] yardstickOfParseLong() {
        return BLANKS.split(longText);
    }

    @Benchmark
    public Optional<Instant> next() {
        return everyFiveMinutes.next(newYear, zone);
    }

    @Benchmark
    public Instant yardstickOfNext() {
        return ZonedDateTime.ofInstant(newYear, zone).plusMinutes(5).toInstant();
    }

    /** 105,120 fires; the sum keeps the JIT from leaving some out. */
    @Benchmark
    public long year() {
        long sum = 0;
        Optional<Instant> fire = everyFiveMinutes.next(newYear, zone);
        while (fire.isPresent() && fire.get().isBefore(nextNewYear)) {
            sum = 31 * sum + fire.get().getEpochSecond();
            fire = everyFiveMinutes.next(fire.get(), zone);
        }
        return sum;
    }

    @Benchmark
    public long yardstickOfYear() {
        long sum = 0;
        ZonedDateTime fire = ZonedDateTime.ofInstant(newYear, zone).plusMinutes(5);
        while (fire.toInstant().isBefore(nextNewYear)) {
            sum = 31 * sum + fire.toEpochSecond();
            fire = fire.plusMinutes(5);
        }
        return sum;
    }

    /** From Friday to Monday. */
    @Benchmark
    public Optional<Instant> nextWorkday() {
        return workdays.next(fridayEvening, zone);
    }

    /** Almost four years ahead. */
    @Benchmark
    public Optional<Instant> nextLeapDay() {
        return leapDays.next(afterLeapDay, zone);
    }

    /** The worst case: no day matches up to the year 2100. */
    @Benchmark
    public Optional<Instant> nextNever() {
        return leapMondays.next(afterLeapDay, zone);
    }

    /** The worst case of the shortest period, which every written schedule asks for. */
    @Benchmark
    public Duration shortestPeriodOfLeapDays() {
        return leapDays.shortestPeriod();
    }
}
