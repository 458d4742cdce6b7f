package ai.torale.store.jdbc;

import ai.torale.state.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Borrows connections, repeats what met a conflict, and says in the library's words what failed. */
final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int ATTEMPTS = 10;
    private static final int LONGEST_PAUSE_MILLIS = 20;

    /** What is done with a connection; may be done again. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final DataSource dataSource;
    private volatile @Nullable Dialect dialect;

    Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Which database it is; asked once. */
    Dialect dialect(Connection connection) throws SQLException {
        @Nullable Dialect known = dialect;
        if (known == null) {
            known = Dialect.of(connection);
            dialect = known;
        }
        return known;
    }

    /**
     * Does something with a connection on which each statement is a transaction of its own.
     *
     * @param doing for people: what fails when it fails
     */
    <T> T call(String doing, Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = dataSource.getConnection()) {
                return onItsOwn(connection, work);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !isConflict(e)) {
                    throw failure(doing, e);
                }
                pause(doing, attempt);
            }
        }
    }

    private static <T> T onItsOwn(Connection connection, Work<T> work) throws SQLException {
        if (connection.getAutoCommit()) {
            return work.on(connection);
        }
        connection.setAutoCommit(true);
        try {
            return work.on(connection);
        } finally {
            connection.setAutoCommit(false);
        }
    }

    /** All or nothing. */
    static <T> T atomically(Connection connection, Work<T> work) throws SQLException {
        boolean committed = false;
        connection.setAutoCommit(false);
        try {
            T result = work.on(connection);
            connection.commit();
            committed = true;
            return result;
        } finally {
            end(connection, committed);
        }
    }

    /** A connection that cannot even be rolled back is broken; its pool finds out, and the first failure matters. */
    private static void end(Connection connection, boolean committed) throws SQLException {
        try {
            if (!committed) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            if (committed) {
                throw e;
            }
            LOG.debug("a failed transaction could not be rolled back; the database does it", e);
        }
    }

    private boolean isConflict(SQLException failure) {
        @Nullable Dialect known = dialect;
        return known != null && known.isConflict(failure);
    }

    /** The driver's own words may quote data, or a password in an address: they are for the debugging log only. */
    private StoreException failure(String doing, SQLException failure) {
        @Nullable Dialect known = dialect;
        String what = doing + " (" + failure.getClass().getName() + ", SQLState " + failure.getSQLState() + ", code "
                + failure.getErrorCode() + ")";
        LOG.debug("the database failed: {}", doing, failure);
        return known != null && known.isRefusal(failure)
                ? StoreException.invalid("the database refuses a statement: " + what
                        + "; are Torale's tables there, with this prefix, and in this version?")
                : StoreException.unavailable("the database cannot be used: " + what);
    }

    private static void pause(String doing, int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(1, 1 + LONGEST_PAUSE_MILLIS * attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreException.unavailable("interrupted: " + doing);
        }
    }
}
