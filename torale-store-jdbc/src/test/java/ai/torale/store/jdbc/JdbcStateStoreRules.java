package ai.torale.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.state.Deletion;
import ai.torale.state.DeliveryQuery;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import ai.torale.state.StoreException;
import ai.torale.store.jdbc.JdbcStateStore.Schema;
import ai.torale.testkit.StateStoreContract;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What the store keeps on each database: the contract, and what concerns its tables. */
interface JdbcStateStoreRules extends StateStoreContract {
    String PREFIX = "contract_";

    TestDatabase database();

    @Override
    default StateStore emptyStore() throws SQLException {
        StateStore store = JdbcStateStore.builder(database().pooled())
                .tablePrefix(PREFIX)
                .schema(Schema.MIGRATE)
                .build();
        execute("DELETE FROM contract_state", "DELETE FROM contract_delivery");
        return store;
    }

    @Override
    default StateStore reopened(StateStore store) {
        return JdbcStateStore.builder(database().pooled()).tablePrefix(PREFIX).build();
    }

    @Override
    default Optional<StateStore> breaking(StateStore store, int step) {
        DataSource broken = BreakingDataSource.at(database().unpooled(), step);
        return Optional.of(JdbcStateStore.builder(broken)
                .tablePrefix(PREFIX)
                .schema(Schema.NEVER)
                .build());
    }

    @Test
    default void a_database_without_the_tables_is_refused_with_what_to_do() {
        JdbcStateStore.Builder builder =
                JdbcStateStore.builder(database().pooled()).tablePrefix("missing_");
        StateStore unchecked = builder.schema(Schema.NEVER).build();

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> builder.schema(Schema.VALIDATE).build())
                .withMessageContaining("prefix 'missing_' are missing")
                .withMessageContaining("Schema.MIGRATE");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> unchecked.find("gpu"))
                .withMessageContaining("finding the state of task 'gpu'")
                .satisfies(e -> assertThat(e.code()).isEqualTo("STORE_INVALID"));
    }

    @Test
    default void hosts_that_start_at_once_make_the_tables_once() throws Exception {
        dropTables("race_");
        List<Callable<StateStore>> hosts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            hosts.add(() -> JdbcStateStore.builder(database().pooled())
                    .tablePrefix("race_")
                    .schema(Schema.MIGRATE)
                    .build());
        }

        ExecutorService executor = Executors.newFixedThreadPool(hosts.size());
        try {
            for (Future<StateStore> host : executor.invokeAll(hosts)) {
                assertThat(host.get().find("gpu")).isEmpty();
            }
        } finally {
            executor.shutdownNow();
        }

        assertThat(count("SELECT COUNT(*) FROM race_schema")).isEqualTo(1);
    }

    @Test
    default void tables_of_a_newer_version_are_accepted_and_of_an_older_refused() throws Exception {
        dropTables("aged_");
        JdbcStateStore.Builder builder =
                JdbcStateStore.builder(database().pooled()).tablePrefix("aged_");
        builder.schema(Schema.MIGRATE).build();

        execute("UPDATE aged_schema SET version = 99");
        StateStore newer = builder.schema(Schema.VALIDATE).build();
        execute("UPDATE aged_schema SET version = 0");

        assertThat(newer.find("gpu")).isEmpty();
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> builder.schema(Schema.VALIDATE).build());
        builder.schema(Schema.MIGRATE).build();
        assertThat(count("SELECT MAX(version) FROM aged_schema")).isEqualTo(1);
    }

    @Test
    default void what_a_deletion_leaves_is_purged() throws Exception {
        StateStore store = emptyStore();
        Instant nine = Instant.parse("2026-01-05T09:00:00Z");
        store.delete(new Deletion("gpu", Set.of("e1"), nine));

        store.purge(nine);
        long before = count("SELECT COUNT(*) FROM contract_state");
        store.purge(nine.plusMillis(1));

        assertThat(before).isEqualTo(1);
        assertThat(count("SELECT COUNT(*) FROM contract_state")).isZero();
    }

    @Test
    default void a_task_keeps_as_many_settled_deliveries_as_its_history_holds() throws Exception {
        emptyStore();
        StateStore store = JdbcStateStore.builder(database().pooled())
                .tablePrefix(PREFIX)
                .history(3)
                .build();

        for (long version = 1; version <= 10; version++) {
            Samples.commit(store, version);
            if (version > 2) {
                Samples.deliver(store, version);
            }
        }

        assertThat(store.deliveries(DeliveryQuery.all()))
                .as("two that are owed, the history of three, and the last, which was settled since")
                .extracting(delivery -> delivery.notification().version())
                .containsExactly(1L, 2L, 7L, 8L, 9L, 10L);
        assertThat(store.find("gpu").map(State::version)).contains(10L);
    }

    private void dropTables(String prefix) throws SQLException {
        for (String table : List.of("delivery", "state", "schema")) {
            execute("DROP TABLE IF EXISTS " + prefix + table);
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = database().pooled().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = database().pooled().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
