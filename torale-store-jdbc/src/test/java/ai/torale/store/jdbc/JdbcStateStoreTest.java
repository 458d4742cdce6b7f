package ai.torale.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.InvalidException;
import ai.torale.state.StateStore;
import ai.torale.state.StoreException;
import ai.torale.store.jdbc.JdbcStateStore.Schema;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcStateStoreTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "1x_", "Torale_", "x; DROP TABLE y; --", "a.b_", "abcdefghijklmnopqrstuvwxyzabcde"})
    void a_prefix_that_is_no_part_of_a_name_is_refused(String prefix) {
        JdbcStateStore.Builder builder =
                JdbcStateStore.builder(h2("prefix")).tablePrefix(prefix).history(0);

        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(builder::build)
                .withMessageContaining("TABLE_PREFIX")
                .withMessageContaining("HISTORY");
    }

    @Test
    void a_database_that_cannot_be_reached_is_unavailable_and_its_words_are_not_repeated() {
        DataSource down = dataSource(() -> {
            throw new SQLException("no route to db.example, password 'hunter2'", "08001", 7);
        });

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> JdbcStateStore.builder(down).build())
                .withMessage("the database cannot be used: reading the version of Torale's tables"
                        + " (java.sql.SQLException, SQLState 08001, code 7)")
                .satisfies(e -> assertThat(e.code()).isEqualTo("STORE_UNAVAILABLE"));
    }

    @Test
    void a_connection_is_given_back_as_it_was() throws SQLException {
        try (Connection connection = h2("given-back").getConnection()) {
            connection.setAutoCommit(false);
            Connection kept = (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        try {
                            return method.getName().equals("close") ? null : method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });

            StateStore store = JdbcStateStore.builder(dataSource(() -> kept))
                    .schema(Schema.MIGRATE)
                    .build();
            Samples.commit(store, 1);

            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(store.find("gpu")).isPresent();
            connection.rollback();
            assertThat(store.find("gpu")).isPresent();
        }
    }

    @Test
    void a_row_that_somebody_else_has_written_is_invalid_and_not_repeated() throws SQLException {
        DataSource dataSource = h2("foreign");
        StateStore store =
                JdbcStateStore.builder(dataSource).schema(Schema.MIGRATE).build();
        Samples.commit(store, 1);
        try (Connection connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("UPDATE torale_state SET state = 'hunter2'");
        }

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> store.find("gpu"))
                .withMessageContaining("finding the state of task 'gpu'")
                .withMessageNotContaining("hunter2")
                .satisfies(e -> assertThat(e.code()).isEqualTo("STORE_INVALID"));
    }

    private interface Source {
        Connection connection() throws SQLException;
    }

    private static DataSource dataSource(Source source) {
        return (DataSource) Proxy.newProxyInstance(
                JdbcStateStoreTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> source.connection());
    }

    private static DataSource h2(String name) {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        return h2;
    }
}
