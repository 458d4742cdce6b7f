package ai.torale.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.torale.search.SearchResult;
import ai.torale.temporal.connection.TemporalConnection;
import ai.torale.temporal.schedule.TaskScheduleException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a host hears while its vault gives no key. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeylessToraleTest {
    private final TemporalConnection keyless = TemporalConnection.builder()
            .address("127.0.0.1:1")
            .apiKey(() -> {
                throw new IllegalStateException("canary-of-the-vault");
            })
            .build();

    private final Torale torale = Torale.builder(keyless.client())
            .searchProvider("oracle", request -> SearchResult.unknown(""))
            .notifier("ops", notification -> {})
            .taskQueue("keyless")
            .build();

    @AfterAll
    void close() {
        torale.close();
        keyless.close();
    }

    @Test
    void a_write_that_was_not_sent_says_so_and_names_the_key() {
        TaskScheduleException refused =
                catchThrowableOfType(TaskScheduleException.class, () -> torale.unwatch("gpu-price"));

        assertThat(refused.code()).isEqualTo("KEY_UNAVAILABLE");
        assertThat(refused.outcomeUnknown()).isFalse();
        assertThat(refused).hasMessageContaining("gpu-price").hasMessageNotContaining("canary");
    }

    @Test
    void a_worker_that_gets_no_key_fails_to_start_typed_and_leaves_nothing_behind() {
        LifecycleException failed = catchThrowableOfType(LifecycleException.class, torale::start);

        assertThat(failed.code()).isEqualTo("START_FAILED");
        assertThat(failed)
                .hasMessageContaining("no API key")
                .hasMessageContaining("TemporalConnection.verify()")
                .hasMessageNotContaining("canary");
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(Thread::isAlive)
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("Poller") && name.contains("keyless"));
    }
}
