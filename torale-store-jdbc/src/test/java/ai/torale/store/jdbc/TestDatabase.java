package ai.torale.store.jdbc;

import static org.junit.jupiter.api.Assumptions.abort;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.opentest4j.TestAbortedException;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/**
 * The databases of these tests, each started once, when it is first asked for.
 *
 * <p>A server of one's own in place of the started one: {@code -Dtorale.test.postgresql=jdbc:postgresql://…}, and so with
 * {@code mariadb} and {@code mysql}.
 */
enum TestDatabase {
    H2(url -> {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL(url);
        return h2;
    }),
    SQLITE(url -> {
        SQLiteDataSource sqlite = new SQLiteDataSource();
        sqlite.setUrl(url);
        return sqlite;
    }),
    POSTGRESQL(url -> {
        PGSimpleDataSource postgresql = new PGSimpleDataSource();
        postgresql.setUrl(url);
        return postgresql;
    }),
    MARIADB(url -> {
        try {
            return new MariaDbDataSource(url);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }),
    /** MySQL's driver; unless another server is named, with the one of MariaDB. */
    MYSQL(url -> {
        com.mysql.cj.jdbc.MysqlDataSource mysql = new com.mysql.cj.jdbc.MysqlDataSource();
        mysql.setUrl(url);
        return mysql;
    });

    private static final Duration START = Duration.ofSeconds(60);
    private static final Map<TestDatabase, RuntimeException> FAILED = new EnumMap<>(TestDatabase.class);
    private static final Map<TestDatabase, Integer> PORTS = new EnumMap<>(TestDatabase.class);
    private static final List<Process> PROCESSES = new CopyOnWriteArrayList<>();
    private static final Path FOLDER = folder();

    private final Function<String, DataSource> driver;
    private DataSource pooled;

    TestDatabase(Function<String, DataSource> driver) {
        this.driver = driver;
    }

    /** Connections from a pool, as a host has them. */
    synchronized DataSource pooled() {
        if (pooled == null) {
            HikariDataSource pool = new HikariDataSource();
            pool.setDataSource(unpooled());
            pool.setMaximumPoolSize(8);
            pooled = pool;
        }
        return pooled;
    }

    /** A new connection for each request. */
    DataSource unpooled() {
        return driver.apply(url());
    }

    private String url() {
        String own = System.getProperty("torale.test." + name().toLowerCase(Locale.ROOT));
        if (own != null) {
            return own;
        }
        return switch (this) {
            case H2 -> "jdbc:h2:file:" + FOLDER.resolve("h2");
            case SQLITE ->
                "jdbc:sqlite:" + FOLDER.resolve("sqlite.db")
                        + "?journal_mode=WAL&busy_timeout=10000&synchronous=NORMAL";
            case POSTGRESQL -> "jdbc:postgresql://127.0.0.1:" + server(POSTGRESQL) + "/postgres?user=torale";
            case MARIADB -> "jdbc:mariadb://127.0.0.1:" + server(MARIADB) + "/torale?user=root&sslMode=disable";
            case MYSQL -> "jdbc:mysql://127.0.0.1:" + server(MARIADB) + "/torale?user=root&sslMode=DISABLED";
        };
    }

    private static synchronized int server(TestDatabase database) {
        RuntimeException failed = FAILED.get(database);
        if (failed != null) {
            throw failed;
        }
        try {
            return PORTS.computeIfAbsent(database, TestDatabase::start);
        } catch (TestAbortedException e) {
            System.out.println(e.getMessage());
            FAILED.put(database, e);
            throw e;
        } catch (RuntimeException e) {
            FAILED.put(database, e);
            throw e;
        }
    }

    private static int start(TestDatabase database) {
        String kind = database.name().toLowerCase(Locale.ROOT);
        try {
            int port = freePort();
            Path log = FOLDER.resolve(kind + ".log");
            Process process = new ProcessBuilder(
                            repository().resolve("bin/database").toString(),
                            kind,
                            FOLDER.resolve(kind).toString(),
                            "" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            PROCESSES.add(process);
            DataSource plain = database.driver.apply(
                    database == POSTGRESQL
                            ? "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=torale"
                            : "jdbc:mariadb://127.0.0.1:" + port + "/torale?user=root&sslMode=disable");
            awaitAnswer(kind, process, plain, log);
            return port;
        } catch (IOException e) {
            return abort("SKIPPED: no " + kind + " can be started here (" + e.getMessage()
                    + "); start one and name it: -Dtorale.test." + kind + "=jdbc:" + kind + "://…");
        }
    }

    private static void awaitAnswer(String kind, Process process, DataSource plain, Path log) throws IOException {
        long end = System.nanoTime() + START.toNanos();
        SQLException last = null;
        while (System.nanoTime() - end < 0) {
            if (!process.isAlive()) {
                String said = Files.readString(log).strip();
                if (process.exitValue() == 3) {
                    abort("SKIPPED: " + said + "; or name a server: -Dtorale.test." + kind + "=jdbc:" + kind + "://…");
                }
                throw new IllegalStateException(kind + " ended with " + process.exitValue() + ": " + said);
            }
            try (Connection connection = plain.getConnection()) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                last = e;
                pause();
            }
        }
        throw new IllegalStateException(
                kind + " did not answer in " + START + " (" + last + "): " + Files.readString(log));
    }

    /** The one thing here that nobody tells us: that a server listens. */
    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path repository() {
        Path path = Path.of("").toAbsolutePath();
        while (!Files.exists(path.resolve("bin/database"))) {
            path = path.getParent();
        }
        return path;
    }

    private static Path folder() {
        try {
            Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
            Path folder = Files.createTempDirectory(target, "databases");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(folder)));
            return folder;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void end(Path folder) {
        for (Process process : PROCESSES) {
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
