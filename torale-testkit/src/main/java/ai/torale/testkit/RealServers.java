package ai.torale.testkit;

import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which server tests run on, and the one dev server of this JVM. */
final class RealServers {
    static final String PROPERTY = "torale.test.server";
    static final String VARIABLE = "TORALE_TEST_SERVER";
    static final String SKIPPED = "skipped";
    static final String DEV = "dev";

    private static @Nullable TemporalDevServer started;

    private RealServers() {}

    /** The system property, else the environment variable, else what the test says; skipped time if nobody says. */
    static String chosen(String byTest) {
        return Stream.of(System.getProperty(PROPERTY, ""), System.getenv().getOrDefault(VARIABLE, ""), byTest)
                .filter(choice -> !choice.isBlank())
                .findFirst()
                .orElse(SKIPPED);
    }

    /** Where the chosen real server is; starts the dev server if it is that one. */
    static String target(String chosen) {
        if (chosen.equals(DEV)) {
            return devServer().getTarget();
        }
        if (!chosen.matches("\\S+:\\d+")) {
            throw new IllegalArgumentException("the server of tests is '" + chosen + "'; use " + SKIPPED + ", " + DEV
                    + " or the address host:port of a server (" + PROPERTY + ", " + VARIABLE + " or @ToraleTest)");
        }
        return chosen;
    }

    private static synchronized TemporalDevServer devServer() {
        if (started == null) {
            TemporalDevServerOptions.Builder options =
                    TemporalDevServerOptions.newBuilder().setLogLevel("error");
            cli().ifPresent(cli -> options.setExistingPath(cli.toString()).setDownloadEnabled(false));
            TemporalDevServer server = TemporalDevServer.start(options.build());
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            started = server;
        }
        return started;
    }

    /** The CLI that the environment names, or the first on the path; else the SDK downloads one. */
    private static Optional<Path> cli() {
        String named = System.getenv("TEMPORAL_CLI");
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named));
        }
        String path = System.getenv().getOrDefault("PATH", "");
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> Stream.of("temporal", "temporal.exe").map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
