package ai.torale.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.torale.state.Delivery;
import ai.torale.state.DeliveryQuery;
import ai.torale.state.StateStore;
import ai.torale.store.jdbc.JdbcStateStore.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a check does goes by index, however many tasks there are.
 *
 * <p>In each build with 3,000 states. With 1,000,000, and the plans shown:
 * {@code ./mvnw verify -pl torale-store-jdbc -am -Dit.test=QueryPlansIT -Dsurefire.failIfNoSpecifiedTests=false
 * -Dfailsafe.failIfNoSpecifiedTests=false -Dtest=None -DargLine="-Dtorale.test.states=1000000 -Dtorale.test.plans=show"}.
 */
class QueryPlansIT {
    private static final int STATES = Integer.getInteger("torale.test.states", 3_000);
    private static final int PENDING = STATES / 100;

    @ParameterizedTest
    @EnumSource(names = {"H2", "SQLITE", "POSTGRESQL", "MARIADB"})
    void find_sweep_and_commit_go_by_index(TestDatabase database) throws SQLException {
        assumeTrue(database != TestDatabase.H2 || STATES <= 100_000, "H2 takes too long to be filled with so many");
        fill(database);
        RecordingDataSource recording = new RecordingDataSource(database.pooled());
        StateStore store = JdbcStateStore.builder(recording.recording())
                .tablePrefix("plans_")
                .build();
        recording.runs().clear();

        store.find("task-1500");
        store.deliveries(DeliveryQuery.all().withStatus(Delivery.Status.PENDING));
        store.deliveries(DeliveryQuery.all().ofTask("task-1500").newestFirst());
        Samples.commit(store, 1);
        Samples.deliver(store, 1);
        store.purge(Instant.ofEpochMilli(10));

        List<String> plans = new ArrayList<>();
        for (RecordingDataSource.Run run : recording.runs()) {
            if (!run.sql().startsWith("INSERT")) {
                plans.add(run.sql() + "\n" + plan(database, run));
            }
        }
        show(database, plans);
        assertThat(plans)
                .as("the plans of %s", database)
                .hasSizeGreaterThan(8)
                .allSatisfy(plan -> assertThat(plan)
                        .as("a plan without a scan of all rows")
                        .doesNotContain("Seq Scan", "tableScan", "detail=SCAN", "type=ALL", "type=index")
                        .containsPattern("(?i)index|primary|key=|PUBLIC\\.PLANS_"));
    }

    private static void show(TestDatabase database, List<String> plans) {
        if ("show".equals(System.getProperty("torale.test.plans"))) {
            System.out.println("== " + database + ", " + STATES + " states, " + PENDING + " pending of " + STATES
                    + " deliveries\n" + String.join("\n", plans));
        }
    }

    private static String plan(TestDatabase database, RecordingDataSource.Run run) throws SQLException {
        String explain = database == TestDatabase.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
        try (Connection connection = database.pooled().getConnection();
                PreparedStatement statement = connection.prepareStatement(explain + run.sql())) {
            for (int i = 0; i < run.values().size(); i++) {
                statement.setObject(
                        i + 1,
                        run.values().get(i).orElse(null),
                        type(run.values().get(i)));
            }
            StringBuilder plan = new StringBuilder();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                        plan.append("  ")
                                .append(row.getMetaData().getColumnLabel(column))
                                .append('=')
                                .append(row.getString(column));
                    }
                    plan.append('\n');
                }
            }
            return plan.toString();
        }
    }

    private static int type(Optional<Object> value) {
        Object given = value.orElse(0L);
        return given instanceof String
                ? Types.VARCHAR
                : given instanceof Boolean ? Types.BOOLEAN : given instanceof Integer ? Types.INTEGER : Types.BIGINT;
    }

    private static void fill(TestDatabase database) throws SQLException {
        DataSource dataSource = database.pooled();
        JdbcStateStore.builder(dataSource)
                .tablePrefix("plans_")
                .schema(Schema.MIGRATE)
                .build();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM plans_state");
            statement.execute("DELETE FROM plans_delivery");
            if (database == TestDatabase.MARIADB) {
                statement.execute("SET max_recursive_iterations = 4294967295");
            }
            String numbers =
                    " WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < " + (STATES - 1) + ") ";
            statement.execute("INSERT INTO plans_state (task_id, epoch, version, question, fingerprint, condition_met,"
                    + " state, checked_at, check_ids, deleted_epochs)" + numbers
                    + "SELECT CONCAT('task-', i), 'e1', 1, 'q', 'f', TRUE, '{}', 0, '[]', '[]' FROM n");
            statement.execute(
                    "INSERT INTO plans_delivery (task_id, notification_key, channel, epoch, check_id, version,"
                            + " notification, status, attempts, settled_at)" + numbers
                            + "SELECT CONCAT('task-', i), 'k1', 'email', 'e1', 'c1', 1, '{}',"
                            + " CASE WHEN i % 100 = 0 THEN 'pending' ELSE 'delivered' END, 0,"
                            + " CASE WHEN i % 100 = 0 THEN NULL ELSE i END FROM n");
            for (String table : List.of("plans_state", "plans_delivery")) {
                statement.execute(
                        switch (database) {
                            case MARIADB, MYSQL -> "ANALYZE TABLE " + table;
                            case H2 -> "ANALYZE TABLE " + table.toUpperCase(Locale.ROOT);
                            case SQLITE, POSTGRESQL -> "ANALYZE " + table;
                        });
            }
        }
    }
}
