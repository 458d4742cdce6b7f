package ai.torale.example.quickstart;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a quickstart runs in.
 *
 * @param root the folder of the repository
 * @param mostChecks how many checks the embedded server may hold
 */
record Surroundings(Map<String, String> environment, Path root, PrintStream out, PrintStream err, int mostChecks) {
    /** Some 17 KiB each: a JVM's default heap holds them on a machine with 1 GiB. */
    private static final int MOST_CHECKS = 10_000;

    /** Those of this process. */
    static Surroundings process() {
        return new Surroundings(
                System.getenv(),
                Path.of(System.getProperty("quickstart.root", "")),
                System.out,
                System.err,
                MOST_CHECKS);
    }
}
