package ai.torale.store.jdbc;

import ai.torale.Json;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table of states: one row for each task, which is also the lock that all writers of a task take. */
final class StateTable {
    /** A task is hardly ever begun anew so often within the time for which deletions are remembered. */
    private static final int MAX_DELETED_EPOCHS = 32;

    /**
     * A row without its state.
     *
     * @param version 0 when it holds no state
     * @param checkIds who wrote it last, the newest first
     */
    record Row(
            long version,
            String epoch,
            List<String> checkIds,
            Set<String> deletedEpochs,
            @Nullable Long deletedAt) {
        static final Row NONE = new Row(0, "", List.of(), Set.of(), null);
    }

    private final String find;
    private final String touch;
    private final String read;
    private final String reserve;
    private final String write;
    private final String clear;
    private final String forget;
    private final String drop;

    StateTable(String prefix) {
        String table = prefix + "state";
        find = "SELECT epoch, version, question, condition_met, state, checked_at, notified_at FROM " + table
                + " WHERE task_id = ? AND version > 0";
        touch = "UPDATE " + table + " SET task_id = task_id WHERE task_id = ?";
        read = "SELECT version, epoch, check_ids, deleted_epochs, deleted_at FROM " + table + " WHERE task_id = ?";
        reserve = "INSERT INTO " + table + " (task_id, epoch, version, question, fingerprint, condition_met, state,"
                + " checked_at, check_ids, deleted_epochs, deleted_at) VALUES (?, '', 0, '', '', ?, '{}', 0, '[]',"
                + " '[]', ?)";
        write = "UPDATE " + table + " SET epoch = ?, version = ?, question = ?, fingerprint = ?, condition_met = ?,"
                + " state = ?, checked_at = ?, notified_at = ?, check_ids = ?, deleted_epochs = ?, deleted_at = ?"
                + " WHERE task_id = ?";
        clear = "UPDATE " + table + " SET epoch = '', version = 0, question = '', fingerprint = '', condition_met = ?,"
                + " state = '{}', checked_at = 0, notified_at = NULL, check_ids = '[]', deleted_epochs = ?,"
                + " deleted_at = ? WHERE task_id = ?";
        forget = "UPDATE " + table + " SET deleted_epochs = '[]', deleted_at = NULL WHERE deleted_at < ?"
                + " AND version > 0";
        drop = "DELETE FROM " + table + " WHERE deleted_at < ? AND version = 0";
    }

    Optional<State> find(Connection connection, String taskId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(find)) {
            statement.setString(1, taskId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(state(row)) : Optional.empty();
            }
        }
    }

    private static State state(ResultSet row) throws SQLException {
        State.Builder state = State.builder(row.getString("epoch"), row.getLong("version"))
                .question(row.getString("question"))
                .conditionMet(row.getBoolean("condition_met"))
                .structured(Json.parse(row.getString("state")))
                .checkedAt(Instant.ofEpochMilli(row.getLong("checked_at")));
        long notifiedAt = row.getLong("notified_at");
        if (!row.wasNull()) {
            state.notifiedAt(Instant.ofEpochMilli(notifiedAt));
        }
        return state.build();
    }

    /** Locks a task's row until the transaction ends; empty when there is none. */
    Optional<Row> lock(Connection connection, Dialect dialect, String taskId) throws SQLException {
        if (!dialect.locksRows()) {
            try (PreparedStatement statement = connection.prepareStatement(touch)) {
                statement.setString(1, taskId);
                statement.executeUpdate();
            }
        }
        String locking = dialect.locksRows() ? read + " FOR UPDATE" : read;
        try (PreparedStatement statement = connection.prepareStatement(locking)) {
            statement.setString(1, taskId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row(row)) : Optional.empty();
            }
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        long deletedAt = row.getLong("deleted_at");
        @Nullable Long deleted = row.wasNull() ? null : deletedAt;
        return new Row(
                row.getLong("version"),
                row.getString("epoch"),
                Texts.list(row.getString("check_ids")),
                new LinkedHashSet<>(Texts.list(row.getString("deleted_epochs"))),
                deleted);
    }

    /** Makes a row to lock, if there is none; seen by nobody, and purged in time should nothing follow. */
    void reserve(Connection connection, Dialect dialect, String taskId, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(reserve)) {
            statement.setString(1, taskId);
            statement.setBoolean(2, false);
            statement.setLong(3, Times.millis(now));
            statement.executeUpdate();
        } catch (SQLException e) {
            if (!dialect.isDuplicate(e)) {
                throw e;
            }
        }
    }

    /** Writes a state over a locked row. */
    void write(Connection connection, String taskId, Row held, State next, String checkId) throws SQLException {
        List<String> checkIds = new ArrayList<>(held.checkIds());
        checkIds.add(0, checkId);
        boolean deletions = !held.deletedEpochs().isEmpty();
        try (PreparedStatement statement = connection.prepareStatement(write)) {
            statement.setString(1, next.epoch());
            statement.setLong(2, next.version());
            statement.setString(3, next.question());
            statement.setString(4, next.fingerprint());
            statement.setBoolean(5, next.conditionMet());
            statement.setString(6, next.structured().toString());
            statement.setLong(7, Times.millis(next.checkedAt()));
            setMillis(statement, 8, next.notifiedAt().map(Times::millis).orElse(null));
            statement.setString(
                    9, Texts.of(checkIds.subList(0, Math.min(checkIds.size(), StateStore.REMEMBERED_CHECKS))));
            statement.setString(10, Texts.of(held.deletedEpochs()));
            setMillis(statement, 11, deletions ? held.deletedAt() : null);
            statement.setString(12, taskId);
            statement.executeUpdate();
        }
    }

    /** Leaves nothing of a locked row but the lives that have ended. */
    void clear(Connection connection, String taskId, Row held, Set<String> ended, Instant at) throws SQLException {
        Set<String> epochs = new LinkedHashSet<>(ended);
        held.deletedEpochs().stream().limit(MAX_DELETED_EPOCHS).forEach(epochs::add);
        try (PreparedStatement statement = connection.prepareStatement(clear)) {
            statement.setBoolean(1, false);
            statement.setString(2, Texts.of(epochs));
            statement.setLong(3, Times.millis(at));
            statement.setString(4, taskId);
            statement.executeUpdate();
        }
    }

    /** Forgets which lives were deleted before a time. */
    void purge(Connection connection, Instant before) throws SQLException {
        for (String sql : List.of(drop, forget)) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setLong(1, Times.millis(before));
                statement.executeUpdate();
            }
        }
    }

    private static void setMillis(PreparedStatement statement, int index, @Nullable Long millis) throws SQLException {
        if (millis == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, millis);
        }
    }
}
