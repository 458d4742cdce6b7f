package ai.torale.store.jdbc;

import ai.torale.notify.Notification;
import ai.torale.state.Delivery;
import ai.torale.state.DeliveryQuery;
import ai.torale.state.Settlement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The table of deliveries: a row for each notification on each channel. */
final class DeliveryTable {
    private static final int PURGED_AT_ONCE = 1_000;

    private record Id(String key, String channel) {
        static Id of(Delivery delivery) {
            return new Id(delivery.notification().key(), delivery.channel());
        }
    }

    private final int history;
    private final String select;
    private final String insert;
    private final String epochs;
    private final String delete;
    private final String oldest;
    private final String trim;
    private final String settled;
    private final String drop;
    private final String update;

    DeliveryTable(String prefix, int history) {
        this.history = history;
        String table = prefix + "delivery";
        select = "SELECT task_id, notification_key, channel, epoch, version, notification, status, attempts,"
                + " last_error, settled_at FROM " + table;
        insert = "INSERT INTO " + table + " (task_id, notification_key, channel, epoch, check_id, version,"
                + " notification, status, attempts) VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', 0)";
        epochs = "SELECT DISTINCT epoch FROM " + table + " WHERE task_id = ?";
        delete = "DELETE FROM " + table + " WHERE task_id = ?";
        oldest = "SELECT id FROM " + table
                + " WHERE task_id = ? AND status <> 'pending' ORDER BY id DESC LIMIT 1 OFFSET ?";
        trim = delete + " AND status <> 'pending' AND id <= ?";
        settled = "SELECT id FROM " + table + " WHERE settled_at < ? ORDER BY settled_at LIMIT " + PURGED_AT_ONCE;
        drop = "DELETE FROM " + table + " WHERE id = ? AND settled_at < ?";
        update = "UPDATE " + table + " SET ";
    }

    /** Holds as pending what is not held yet, and answers all of it as it is held now. The task's row is locked. */
    List<Delivery> enqueue(Connection connection, String taskId, String checkId, List<Delivery> deliveries)
            throws SQLException {
        Map<Id, Delivery> held = new HashMap<>();
        Set<String> keys = new LinkedHashSet<>();
        deliveries.forEach(delivery -> keys.add(delivery.notification().key()));
        for (String key : keys) {
            String sql = select + " WHERE task_id = ? AND notification_key = ?";
            list(connection, sql, List.of(taskId, key)).forEach(delivery -> held.put(Id.of(delivery), delivery));
        }
        List<Delivery> enqueued = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            boolean any = false;
            for (Delivery delivery : deliveries) {
                if (held.putIfAbsent(Id.of(delivery), delivery) == null) {
                    set(statement, taskId, checkId, delivery);
                    statement.addBatch();
                    any = true;
                }
                enqueued.add(held.getOrDefault(Id.of(delivery), delivery));
            }
            if (any) {
                statement.executeBatch();
            }
        }
        return enqueued;
    }

    private static void set(PreparedStatement statement, String taskId, String checkId, Delivery delivery)
            throws SQLException {
        Notification notification = delivery.notification();
        statement.setString(1, taskId);
        statement.setString(2, notification.key());
        statement.setString(3, delivery.channel());
        statement.setString(4, delivery.epoch());
        statement.setString(5, checkId);
        statement.setLong(6, notification.version());
        statement.setString(7, Texts.of(notification));
    }

    /** Drops what exceeds a task's history. */
    void trim(Connection connection, String taskId) throws SQLException {
        long last;
        try (PreparedStatement statement = connection.prepareStatement(oldest)) {
            statement.setString(1, taskId);
            statement.setInt(2, history);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return;
                }
                last = row.getLong(1);
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(trim)) {
            statement.setString(1, taskId);
            statement.setLong(2, last);
            statement.executeUpdate();
        }
    }

    /** What a check enqueued, as it is held now. */
    List<Delivery> ofCheck(Connection connection, String taskId, String checkId) throws SQLException {
        return list(connection, select + " WHERE task_id = ? AND check_id = ? ORDER BY id", List.of(taskId, checkId));
    }

    List<Delivery> list(Connection connection, DeliveryQuery query) throws SQLException {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        query.taskId().ifPresent(taskId -> {
            conditions.add("task_id = ?");
            values.add(taskId);
        });
        query.channel().ifPresent(channel -> {
            conditions.add("channel = ?");
            values.add(channel);
        });
        query.status().ifPresent(status -> {
            conditions.add("status = ?");
            values.add(column(status));
        });
        values.add(query.limit());
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        String order = query.isNewestFirst() ? " ORDER BY id DESC LIMIT ?" : " ORDER BY id LIMIT ?";
        return list(connection, select + where + order, values);
    }

    private static List<Delivery> list(Connection connection, String sql, List<?> values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            List<Delivery> deliveries = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    deliveries.add(delivery(row));
                }
            }
            return deliveries;
        }
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        Notification notification = Texts.notification(
                row.getString("task_id"),
                row.getString("notification_key"),
                row.getLong("version"),
                row.getString("notification"));
        Delivery.Builder delivery = Delivery.builder(row.getString("epoch"), row.getString("channel"), notification)
                .attempts(row.getInt("attempts"));
        String error = row.getString("last_error");
        delivery.lastError(error == null ? "" : error);
        long settledAt = row.getLong("settled_at");
        if (!row.wasNull()) {
            delivery.settled(status(row.getString("status")), Instant.ofEpochMilli(settledAt));
        }
        return delivery.build();
    }

    /** Each kind changes only what {@link Delivery#after} says, in one statement. */
    void settle(Connection connection, Settlement settlement) throws SQLException {
        List<Object> values = new ArrayList<>();
        String change = switch (settlement.kind()) {
            case DELIVERED -> {
                values.add(Times.millis(settlement.at()));
                yield "status = 'delivered', attempts = attempts + 1, settled_at = ?";
            }
            case FAILED -> {
                values.add(settlement.error());
                yield "attempts = attempts + 1, last_error = ?";
            }
            case DEAD -> {
                values.add(Times.millis(settlement.at()));
                values.add(settlement.error());
                yield "status = 'dead', settled_at = ?, last_error = COALESCE(NULLIF(?, ''), last_error)";
            }
            case REOPENED -> "status = 'pending', settled_at = NULL";
        };
        String from = switch (settlement.kind()) {
            case DELIVERED, FAILED -> "status <> 'delivered'";
            case DEAD -> "status = 'pending'";
            case REOPENED -> "status = 'dead'";
        };
        values.addAll(List.of(settlement.taskId(), settlement.key(), settlement.channel()));
        String sql = update + change + " WHERE task_id = ? AND notification_key = ? AND channel = ? AND " + from;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            statement.executeUpdate();
        }
    }

    /** Which lives of a task have deliveries. */
    Set<String> epochs(Connection connection, String taskId) throws SQLException {
        Set<String> found = new LinkedHashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(epochs)) {
            statement.setString(1, taskId);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
        }
        return found;
    }

    int delete(Connection connection, String taskId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(delete)) {
            statement.setString(1, taskId);
            return statement.executeUpdate();
        }
    }

    /** Drops a thousand at the most of those settled before a time; the answer is how many, 0 when none is left. */
    int purge(Connection connection, Instant before) throws SQLException {
        List<Long> ids = new ArrayList<>();
        long millis = Times.millis(before);
        try (PreparedStatement statement = connection.prepareStatement(settled)) {
            statement.setLong(1, millis);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
        }
        if (ids.isEmpty()) {
            return 0;
        }
        return Database.atomically(connection, transaction -> {
            try (PreparedStatement statement = transaction.prepareStatement(drop)) {
                for (long id : ids) {
                    statement.setLong(1, id);
                    statement.setLong(2, millis);
                    statement.addBatch();
                }
                return Arrays.stream(statement.executeBatch())
                        .map(count -> count == Statement.SUCCESS_NO_INFO ? 1 : count)
                        .sum();
            }
        });
    }

    private static void set(PreparedStatement statement, List<?> values) throws SQLException {
        int index = 1;
        for (Object value : values) {
            if (value instanceof Long number) {
                statement.setLong(index, number);
            } else if (value instanceof Integer number) {
                statement.setInt(index, number);
            } else {
                statement.setString(index, value.toString());
            }
            index++;
        }
    }

    private static String column(Delivery.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static Delivery.Status status(String column) {
        return Delivery.Status.valueOf(column.toUpperCase(Locale.ROOT));
    }
}
