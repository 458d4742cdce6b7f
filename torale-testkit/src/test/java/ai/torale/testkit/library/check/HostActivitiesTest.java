package ai.torale.testkit.library.check;

import static ai.torale.search.SearchResult.met;
import static ai.torale.testkit.ToraleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.task.MonitoringTask;
import ai.torale.temporal.workflow.SearchInput;
import ai.torale.temporal.workflow.SearchOutput;
import ai.torale.testkit.ToraleTest;
import ai.torale.testkit.ToraleTestEnvironment;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host's own activities around the library's. */
@ToraleTest
class HostActivitiesTest {
    private static final MonitoringTask TASK =
            MonitoringTask.builder("gpu", "@daily").build();

    private final AtomicInteger searches = new AtomicInteger();

    @BeforeEach
    void settings(ToraleTestEnvironment.Builder environment) {
        environment.torale(torale -> torale.activities(library -> new WrappedActivities(library) {
            @Override
            public SearchOutput executeGroundedSearch(SearchInput input) {
                searches.incrementAndGet();
                SearchOutput output = super.executeGroundedSearch(input);
                return new SearchOutput(
                        output.conditionMet(), "in short: " + output.answer(), null, null, output.currentState());
            }
        }));
    }

    @Test
    void a_host_counts_and_changes_what_the_library_does(ToraleTestEnvironment torale) {
        torale.search().answers(met("499").withState(Map.of("price", 499)));
        torale.watch(TASK);

        torale.advance(Duration.ofDays(1));

        assertThat(torale.checks(TASK).get(0)).notified();
        assertThat(torale.notifications().get(0)).says("in short: 499");
        assertThat(searches).hasValue(1);
    }
}
