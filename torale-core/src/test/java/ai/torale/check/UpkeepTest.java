package ai.torale.check;

import static ai.torale.check.Samples.NINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.InvalidException;
import ai.torale.state.StateStore;
import ai.torale.state.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpkeepTest {
    private final List<Instant> purged = new ArrayList<>();
    private final Upkeep upkeep = new Upkeep(Duration.ofDays(30));
    private int old;

    private final StateStore store = new Wrapped(StateStore.inMemory()) {
        @Override
        public int purge(Instant before) {
            purged.add(before);
            return old;
        }
    };

    @Test
    void what_was_settled_30_days_ago_is_purged_once_an_hour() {
        upkeep.after(store, NINE);
        upkeep.after(store, NINE.plus(Duration.ofMinutes(59)));
        upkeep.after(store, NINE.plus(Duration.ofMinutes(60)));

        Instant before = NINE.minus(Duration.ofDays(30));
        assertThat(purged).containsExactly(before, before.plus(Duration.ofHours(1)));
    }

    @Test
    void a_backlog_is_purged_minute_by_minute() {
        old = 1_000;

        upkeep.after(store, NINE);
        upkeep.after(store, NINE.plusSeconds(59));
        upkeep.after(store, NINE.plusSeconds(60));

        assertThat(purged).hasSize(2);
    }

    @Test
    void a_store_that_cannot_purge_fails_no_check() {
        StateStore down = new Wrapped(store) {
            @Override
            public int purge(Instant before) {
                super.purge(before);
                throw StoreException.unavailable("the database is down");
            }
        };

        upkeep.after(down, NINE);
        upkeep.after(down, NINE.plusSeconds(60));

        assertThat(purged).hasSize(2);
    }

    @Test
    void deliveries_are_kept_for_a_day_at_least() {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(
                        () -> Check.builder().retention(Duration.ofHours(23)).build())
                .withMessageContaining("RETENTION");
    }
}
