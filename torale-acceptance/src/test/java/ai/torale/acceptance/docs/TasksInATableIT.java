package ai.torale.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchResult;
import ai.torale.state.Delivery;
import ai.torale.state.DeliveryQuery;
import ai.torale.state.State;
import ai.torale.state.StateStore;
import ai.torale.store.jdbc.JdbcStateStore;
import ai.torale.store.jdbc.JdbcStateStore.Schema;
import ai.torale.task.MonitoringTask;
import ai.torale.task.TaskSource;
import ai.torale.temporal.Torale;
import ai.torale.temporal.ToraleBuilder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** The host of docs/jdbc-store.md: its tasks in a table of its own, the store beside it. */
@RealServer
class TasksInATableIT {
    // tag::tasks
    /** The tasks of this host: a row of its table for each. */
    record TaskTable(DataSource dataSource) implements TaskSource {
        @Override
        public Optional<MonitoringTask> find(String taskId) {
            return read("SELECT id, cron, query FROM app_task WHERE id = ?", taskId).stream()
                    .findFirst();
        }

        List<MonitoringTask> all() {
            return read("SELECT id, cron, query FROM app_task");
        }

        private List<MonitoringTask> read(String sql, String... values) {
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setString(i + 1, values[i]);
                }
                List<MonitoringTask> tasks = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        tasks.add(MonitoringTask.builder(row.getString("id"), row.getString("cron"))
                                .searchQuery(row.getString("query"))
                                .build());
                    }
                }
                return tasks;
            } catch (SQLException e) {
                throw new IllegalStateException("the tasks cannot be read", e);
            }
        }
    }
    // end::tasks

    @Test
    void a_host_keeps_its_tasks_beside_the_store_and_reconciles_at_every_start(Stage stage) throws SQLException {
        DataSource dataSource = database();
        insert(dataSource, stage.id("gpu"), "what does it cost?");
        stage.search().answers(SearchResult.met("499").withState(Map.of("price", 499)));
        ToraleBuilder builder = stage.torale();
        // tag::host
        TaskTable tasks = new TaskTable(dataSource);
        StateStore store =
                JdbcStateStore.builder(dataSource).schema(Schema.MIGRATE).build();
        Torale torale = builder.taskSource(tasks).stateStore(store).build();
        torale.reconcile(tasks.all()).apply(); // at every start, and when many tasks have changed
        // end::host
        torale = stage.start(builder);
        MonitoringTask task = tasks.find(stage.id("gpu")).orElseThrow();

        String outcome = stage.check(torale, task).outcome();

        assertThat(outcome).isEqualTo("notified");
        assertThat(store.find(task.id()).map(State::version)).contains(1L);
        assertThat(store.deliveries(DeliveryQuery.all()))
                .extracting(Delivery::status)
                .containsExactly(Delivery.Status.DELIVERED);
    }

    private static DataSource database() throws SQLException {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:tasks;DB_CLOSE_DELAY=-1");
        try (Connection connection = h2.getConnection();
                PreparedStatement create = connection.prepareStatement(
                        "CREATE TABLE app_task (id VARCHAR(200) PRIMARY KEY, cron VARCHAR(100), query VARCHAR(1000))")) {
            create.execute();
        }
        return h2;
    }

    private static void insert(DataSource dataSource, String id, String query) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO app_task VALUES (?, ?, ?)")) {
            insert.setString(1, id);
            insert.setString(2, "0 9 1 1 *");
            insert.setString(3, query);
            insert.execute();
        }
    }
}
