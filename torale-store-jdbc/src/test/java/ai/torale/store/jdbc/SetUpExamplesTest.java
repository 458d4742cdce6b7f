package ai.torale.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.state.Delivery;
import ai.torale.state.DeliveryQuery;
import ai.torale.store.jdbc.JdbcStateStore.Schema;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of docs/jdbc-store.md. */
class SetUpExamplesTest {
    private final String url = "jdbc:h2:mem:examples";
    private final String user = "sa";
    private final String password = "";

    @Test
    void a_store_is_built_over_a_pool_and_asked_for_deliveries() {
        // tag::build
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);

        JdbcStateStore store = JdbcStateStore.builder(pool)
                .schema(Schema.MIGRATE) // or VALIDATE (the default), or NEVER
                .build();
        // end::build
        // tag::list
        List<Delivery> dead = store.deliveries(DeliveryQuery.all().withStatus(Delivery.Status.DEAD));
        List<Delivery> history =
                store.deliveries(DeliveryQuery.all().ofTask("gpu-price").newestFirst());
        // end::list

        assertThat(dead).isEmpty();
        assertThat(history).isEmpty();
        pool.close();
    }
}
