package ai.torale.example.quickstart;

import java.io.PrintStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Tells the story, one line for each event; safe for many threads. */
final class Console {
    private final PrintStream out;
    private final InstantSource clock;
    private final DateTimeFormatter time;

    Console(PrintStream out, InstantSource clock, ZoneId zone) {
        this.out = out;
        this.clock = clock;
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    /** Something that is so: an address, a setting. */
    void fact(String name, String value) {
        print("  %-9s %s".formatted(name, value));
    }

    /** Something that happened now. */
    void event(String what, String details) {
        print("%s  %-12s %s".formatted(time.format(clock.instant()), what, details));
    }

    /** A blank line. */
    void gap() {
        print("");
    }

    private synchronized void print(String line) {
        out.println(line);
        out.flush();
    }
}
