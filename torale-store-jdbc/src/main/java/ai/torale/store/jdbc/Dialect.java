package ai.torale.store.jdbc;

import ai.torale.state.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the databases do differently. */
enum Dialect {
    POSTGRESQL,
    /** MySQL and MariaDB. */
    MYSQL,
    SQLITE,
    H2;

    private static final int MYSQL_DUPLICATE = 1062;
    /** A row that changed since this transaction's snapshot, in MariaDB. */
    private static final int MARIADB_CHANGED = 1020;

    private static final Set<Integer> H2_CONFLICTS = Set.of(50200, 90131);
    private static final int SQLITE_ERROR = 1;
    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;
    private static final int SQLITE_CONSTRAINT = 19;

    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        if (product.contains("postgresql")) {
            return POSTGRESQL;
        }
        if (product.contains("mysql") || product.contains("mariadb")) {
            return MYSQL;
        }
        if (product.contains("sqlite")) {
            return SQLITE;
        }
        if (product.equals("h2")) {
            return H2;
        }
        throw StoreException.invalid("the state store knows PostgreSQL, MySQL, MariaDB, SQLite and H2, and this is '"
                + product + "'; write a StateStore for it");
    }

    /** The folder of its schema files. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a row is locked by reading it; SQLite locks all of the database by writing. */
    boolean locksRows() {
        return this != SQLITE;
    }

    /** A row with this key is there already. */
    boolean isDuplicate(SQLException failure) {
        return switch (this) {
            case POSTGRESQL, H2 -> "23505".equals(failure.getSQLState());
            case MYSQL -> failure.getErrorCode() == MYSQL_DUPLICATE;
            case SQLITE -> (failure.getErrorCode() & 0xff) == SQLITE_CONSTRAINT;
        };
    }

    /** Somebody else was in the way; nothing was written, and the same again may succeed. */
    boolean isConflict(SQLException failure) {
        int code = failure.getErrorCode();
        return startsWith(failure.getSQLState(), "40")
                || switch (this) {
                    case POSTGRESQL -> false;
                    case MYSQL -> code == MARIADB_CHANGED;
                    case SQLITE -> (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED;
                    case H2 -> H2_CONFLICTS.contains(code);
                };
    }

    /** The statement or its data is refused: a missing table, a text that is too long. The same again is refused again. */
    boolean isRefusal(SQLException failure) {
        @Nullable String state = failure.getSQLState();
        return startsWith(state, "42")
                || startsWith(state, "22")
                || (this == SQLITE && (failure.getErrorCode() & 0xff) == SQLITE_ERROR);
    }

    private static boolean startsWith(@Nullable String state, String kind) {
        return state != null && state.startsWith(kind);
    }
}
