package ai.torale.benchmarks.store;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A database that waits for the disk, as in production, in a folder that is thrown away. */
final class Server implements AutoCloseable {
    /** The kinds of database. */
    enum Kind {
        H2,
        SQLITE,
        POSTGRESQL,
        MARIADB
    }

    private static final Duration START = Duration.ofMinutes(1);

    private final @Nullable Process process;
    private final Path folder;
    private final HikariDataSource pool = new HikariDataSource();

    Server(Kind kind) {
        try {
            folder = Files.createTempDirectory("torale-benchmark");
            int port = freePort();
            process = kind == Kind.POSTGRESQL || kind == Kind.MARIADB ? start(kind, folder, port) : null;
            pool.setJdbcUrl(
                    switch (kind) {
                        case H2 -> "jdbc:h2:file:" + folder.resolve("h2");
                        case SQLITE ->
                            "jdbc:sqlite:" + folder.resolve("sqlite.db") + "?journal_mode=WAL&busy_timeout=10000";
                        case POSTGRESQL -> "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=torale";
                        case MARIADB -> "jdbc:mariadb://127.0.0.1:" + port + "/torale?user=root&sslMode=disable";
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pool.setInitializationFailTimeout(START.toMillis());
    }

    HikariDataSource pool() {
        return pool;
    }

    private static Process start(Kind kind, Path folder, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                repository().resolve("bin/database").toString(),
                kind.name().toLowerCase(Locale.ROOT),
                folder.resolve("data").toString(),
                "" + port);
        builder.environment().put("DATABASE_DURABLE", "yes");
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path repository() {
        Path path = Path.of("").toAbsolutePath();
        while (!Files.exists(path.resolve("bin/database"))) {
            path = Objects.requireNonNull(path.getParent(), "bin/database is found from within the repository");
        }
        return path;
    }

    @Override
    public void close() {
        pool.close();
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.out.println("left behind: " + folder);
        }
    }
}
