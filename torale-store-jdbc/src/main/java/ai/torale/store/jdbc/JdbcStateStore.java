package ai.torale.store.jdbc;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.ToraleException;
import ai.torale.state.Commit;
import ai.torale.state.Committed;
import ai.torale.state.Committed.Outcome;
import ai.torale.state.Deletion;
import ai.torale.state.Delivery;
import ai.torale.state.DeliveryQuery;
import ai.torale.state.Settlement;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import ai.torale.state.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * States and deliveries in PostgreSQL, MySQL, MariaDB, SQLite or H2.
 *
 * <p>It borrows connections of the host's data source, one for each call, and gives them back as they were. All hosts
 * and processes that share tasks share the database. Safe for many threads.
 */
public final class JdbcStateStore implements StateStore {
    /** What is done about Torale's tables when a store is built. */
    public enum Schema {
        /** Nothing: they are there, or the first call fails. */
        NEVER,
        /** A store is refused when they are missing or older than it. */
        VALIDATE,
        /** What is missing is created; several hosts may start at once. */
        MIGRATE
    }

    private static final long PURGE_NANOS = Duration.ofSeconds(2).toNanos();

    private final Database database;
    private final StateTable states;
    private final DeliveryTable deliveries;

    private JdbcStateStore(Builder builder, Database database) {
        this.database = database;
        this.states = new StateTable(builder.tablePrefix);
        this.deliveries = new DeliveryTable(builder.tablePrefix, builder.history);
    }

    /** Starts with the host's data source, which the host closes. */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    @Override
    public Optional<State> find(String taskId) {
        String doing = "finding the state of task '" + taskId + "'";
        return call(doing, connection -> states.find(connection, taskId));
    }

    @Override
    public Committed commit(Commit commit) {
        String taskId = commit.taskId();
        boolean first = commit.expectedVersion() == 0;
        Instant now = commit.next().checkedAt();
        return locked("committing task '" + taskId + "'", taskId, first, now, (connection, held) -> {
            if (held.checkIds().contains(commit.checkId())) {
                return new Committed(Outcome.REPEATED, deliveries.ofCheck(connection, taskId, commit.checkId()));
            }
            if (held.deletedEpochs().contains(commit.next().epoch())) {
                return new Committed(Outcome.DELETED, List.of());
            }
            if (held.version() != commit.expectedVersion()) {
                return new Committed(Outcome.SUPERSEDED, List.of());
            }
            states.write(connection, taskId, held, commit.next(), commit.checkId());
            if (commit.enqueue().isEmpty()) {
                return new Committed(Outcome.APPLIED, List.of());
            }
            List<Delivery> enqueued = deliveries.enqueue(connection, taskId, commit.checkId(), commit.enqueue());
            deliveries.trim(connection, taskId);
            return new Committed(Outcome.APPLIED, enqueued);
        });
    }

    @Override
    public List<Delivery> deliveries(DeliveryQuery query) {
        return call("listing deliveries", connection -> deliveries.list(connection, query));
    }

    @Override
    public void settle(Settlement settlement) {
        String doing = "settling a delivery of task '" + settlement.taskId() + "'";
        call(doing, connection -> {
            deliveries.settle(connection, settlement);
            return true;
        });
    }

    @Override
    public boolean delete(Deletion deletion) {
        String taskId = deletion.taskId();
        boolean remember = !deletion.epochs().isEmpty();
        return locked("deleting task '" + taskId + "'", taskId, remember, deletion.at(), (connection, held) -> {
            Set<String> ended = new LinkedHashSet<>(deletion.epochs());
            if (held.version() > 0) {
                ended.add(held.epoch());
            }
            ended.addAll(deliveries.epochs(connection, taskId));
            if (!ended.isEmpty()) {
                states.clear(connection, taskId, held, ended, deletion.at());
            }
            return deliveries.delete(connection, taskId) > 0 || held.version() > 0;
        });
    }

    @Override
    public int purge(Instant before) {
        return call("purging", connection -> {
            long end = System.nanoTime() + PURGE_NANOS;
            int purged = 0;
            int last;
            do {
                last = deliveries.purge(connection, before);
                purged += last;
            } while (last > 0 && System.nanoTime() - end < 0);
            states.purge(connection, before);
            return purged;
        });
    }

    /** What is done while a task's row is locked. */
    private interface Locked<T> {
        T with(Connection connection, StateTable.Row held) throws SQLException;
    }

    /**
     * Runs a transaction that holds the task's row. A task of which nothing is known has none: it gets one first, or is
     * left alone.
     */
    private <T> T locked(String doing, String taskId, boolean reserve, Instant now, Locked<T> work) {
        return call(doing, connection -> {
            Dialect dialect = database.dialect(connection);
            Database.Work<Optional<T>> transaction = own -> {
                Optional<StateTable.Row> held = states.lock(own, dialect, taskId);
                return held.isEmpty() && reserve
                        ? Optional.empty()
                        : Optional.of(work.with(own, held.orElse(StateTable.Row.NONE)));
            };
            Optional<T> done = Database.atomically(connection, transaction);
            while (done.isEmpty()) {
                states.reserve(connection, dialect, taskId, now);
                done = Database.atomically(connection, transaction);
            }
            return done.get();
        });
    }

    private <T> T call(String doing, Database.Work<T> work) {
        try {
            return database.call(doing, connection -> {
                database.dialect(connection);
                return work.on(connection);
            });
        } catch (StoreException e) {
            throw e;
        } catch (ToraleException | IllegalArgumentException e) {
            throw StoreException.invalid("a row cannot be read while " + doing + ": somebody else wrote it ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /** Collects a store's settings; not safe for several threads. */
    public static final class Builder {
        private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9_]{0,29}");

        private final DataSource dataSource;
        private String tablePrefix = Migration.PREFIX;
        private Schema schema = Schema.VALIDATE;
        private int history = 1_000;

        private Builder(DataSource dataSource) {
            this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        }

        /**
         * With what the names of the tables begin: 1 to 30 characters a-z 0-9 _, beginning with a letter. Default:
         * {@code torale_}.
         */
        public Builder tablePrefix(String tablePrefix) {
            this.tablePrefix = Objects.requireNonNull(tablePrefix, "tablePrefix");
            return this;
        }

        /** What is done about the tables now. Default: {@link Schema#VALIDATE}. */
        public Builder schema(Schema schema) {
            this.schema = Objects.requireNonNull(schema, "schema");
            return this;
        }

        /** How many deliveries of one task are kept that were delivered or given up, the newest. Default: 1,000. */
        public Builder history(int history) {
            this.history = history;
            return this;
        }

        /**
         * Makes the store, and looks after the tables first.
         *
         * @throws InvalidException naming every problem at once
         * @throws StoreException when the database cannot be reached, or its tables are missing or too old
         */
        public JdbcStateStore build() {
            List<Problem> problems = new ArrayList<>();
            if (!PREFIX.matcher(tablePrefix).matches()) {
                problems.add(new Problem(
                        "TABLE_PREFIX",
                        "tablePrefix",
                        tablePrefix,
                        "use 1 to 30 characters a-z 0-9 _, a letter first"));
            }
            if (history < 1) {
                problems.add(new Problem("HISTORY", "history", "" + history, "keep at least 1 delivery"));
            }
            InvalidException.throwIfAny("the state store", problems);
            Database database = new Database(dataSource);
            new Migration(database, tablePrefix).apply(schema);
            return new JdbcStateStore(this, database);
        }
    }
}
