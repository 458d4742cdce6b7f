package ai.torale.store.jdbc;

import ai.torale.SpiException;
import ai.torale.state.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the tables to the version that this library knows, by the files that users may run themselves. */
final class Migration {
    /** The prefix in the files. */
    static final String PREFIX = "torale_";

    private static final Logger LOG = LoggerFactory.getLogger(Migration.class);

    /** One file for each version, in order. */
    private static final List<String> FILES = List.of("V1__torale.sql");

    private static final int ATTEMPTS = 5;
    private static final int LOCK_SECONDS = 60;

    private final Database database;
    private final String prefix;

    Migration(Database database, String prefix) {
        this.database = database;
        this.prefix = prefix;
    }

    void apply(JdbcStateStore.Schema schema) {
        switch (schema) {
            case NEVER -> {}
            case VALIDATE -> validate();
            case MIGRATE -> migrate();
        }
    }

    /** A newer version is accepted: in a rolling deploy the older hosts go on beside the newer. */
    private void validate() {
        int installed = database.call("reading the version of Torale's tables", this::installed);
        if (installed < FILES.size()) {
            throw StoreException.invalid("Torale's tables with prefix '" + prefix + "' are "
                    + (installed == 0 ? "missing" : "of version " + installed) + ", and version " + FILES.size()
                    + " is needed; run the files in ai/torale/store/jdbc of torale-store-jdbc, or build with"
                    + " Schema.MIGRATE");
        }
    }

    private void migrate() {
        for (int attempt = 1; ; attempt++) {
            try {
                int installed = database.call("bringing Torale's tables up to date", connection -> {
                    int before = installed(connection);
                    if (before < FILES.size()) {
                        run(connection);
                    }
                    return before;
                });
                if (installed < FILES.size()) {
                    LOG.info("Torale's tables with prefix {} are of version {} now", prefix, FILES.size());
                }
                return;
            } catch (StoreException e) {
                // Two hosts that create the same table at once may both be told that it exists: the second look
                // decides.
                if (attempt == ATTEMPTS || e.kind() != SpiException.Kind.PERMANENT) {
                    throw e;
                }
            }
        }
    }

    /** 0 when there are no tables. */
    private int installed(Connection connection) throws SQLException {
        Dialect dialect = database.dialect(connection);
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT COALESCE(MAX(version), 0) FROM " + prefix + "schema");
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
        } catch (SQLException e) {
            if (dialect.isRefusal(e)) {
                return 0;
            }
            throw e;
        }
    }

    private void run(Connection connection) throws SQLException {
        Dialect dialect = database.dialect(connection);
        switch (dialect) {
            case POSTGRESQL ->
                Database.<Boolean>atomically(connection, transaction -> {
                    try (PreparedStatement lock = transaction.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
                        lock.setLong(1, (prefix + "schema").hashCode());
                        lock.execute();
                    }
                    return runMissing(transaction, dialect);
                });
            case SQLITE ->
                Database.<Boolean>atomically(connection, transaction -> {
                    execute(
                            transaction,
                            "CREATE TABLE IF NOT EXISTS " + prefix + "schema (version INTEGER NOT NULL"
                                    + " PRIMARY KEY)");
                    execute(transaction, "UPDATE " + prefix + "schema SET version = version");
                    return runMissing(transaction, dialect);
                });
            case MYSQL -> {
                try (PreparedStatement lock = connection.prepareStatement("SELECT GET_LOCK(?, ?)")) {
                    lock.setString(1, prefix + "schema");
                    lock.setInt(2, LOCK_SECONDS);
                    lock.execute();
                }
                try {
                    runMissing(connection, dialect);
                } finally {
                    try (PreparedStatement unlock = connection.prepareStatement("SELECT RELEASE_LOCK(?)")) {
                        unlock.setString(1, prefix + "schema");
                        unlock.execute();
                    }
                }
            }
            case H2 -> {
                // It has no lock to take, and creating a table twice at once breaks it; it mostly lives in one process.
                synchronized (Migration.class) {
                    runMissing(connection, dialect);
                }
            }
        }
    }

    /** Where the database commits each statement that creates something, a file that was cut off is run again. */
    private boolean runMissing(Connection connection, Dialect dialect) throws SQLException {
        execute(connection, "CREATE TABLE IF NOT EXISTS " + prefix + "schema (version INTEGER NOT NULL PRIMARY KEY)");
        int installed = installed(connection);
        for (String file : FILES.subList(Math.min(installed, FILES.size()), FILES.size())) {
            for (String sql : statements(dialect, file)) {
                try {
                    execute(connection, sql);
                } catch (SQLException e) {
                    boolean another = dialect == Dialect.H2 && dialect.isDuplicate(e);
                    if (!another) {
                        throw e;
                    }
                }
            }
        }
        return true;
    }

    private List<String> statements(Dialect dialect, String file) {
        String path = dialect.folder() + "/" + file;
        try (InputStream stream = Migration.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("there is no resource " + path);
            }
            String sql = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("--"))
                    .collect(Collectors.joining("\n"));
            return Arrays.stream(sql.replace(PREFIX, prefix).split(";\n", -1))
                    .map(statement -> statement.strip().replaceAll(";$", ""))
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
