package ai.torale.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.search.SearchResult;
import ai.torale.temporal.workflow.MonitoringActivities;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.GsonJsonPayloadConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToraleBuilderTest {
    private final WorkflowServiceStubs nobody = WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:1").build());

    @AfterAll
    void shutDown() {
        nobody.shutdownNow();
    }

    @Test
    void building_asks_no_server() {
        Torale torale = builder().build();

        assertThat(torale.schedules()).isNotNull();
        torale.close();
    }

    @Test
    void every_problem_is_reported_at_once() {
        assertThatThrownBy(() -> Torale.builder(client(new DefaultDataConverter(new GsonJsonPayloadConverter())))
                        .searchProvider("The Oracle", request -> SearchResult.unknown(""))
                        .notifier("", notification -> {})
                        .taskQueue(" ")
                        .scope("a.b")
                        .concurrentActivities(0)
                        .executionTimeout(Duration.ZERO)
                        .minimumPeriod(Duration.ofMillis(500))
                        .closeTimeout(Duration.ofSeconds(-1))
                        .activityTaskQueue("search", "python-search")
                        .build())
                .isInstanceOfSatisfying(
                        InvalidException.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::field)
                                .contains(
                                        "searchProvider",
                                        "notifier",
                                        "taskQueue",
                                        "scope",
                                        "concurrentActivities",
                                        "executionTimeout",
                                        "minimumPeriod",
                                        "closeTimeout",
                                        "activityOptions",
                                        "workflowClient"));
    }

    @Test
    void an_execution_timeout_below_the_worst_case_is_refused_with_the_worst_case() {
        assertThatThrownBy(
                        () -> builder().executionTimeout(Duration.ofMinutes(14)).build())
                .hasMessageContaining("EXECUTION_TIMEOUT")
                .hasMessageContaining("PT14M9S");
    }

    @Test
    void longer_attempts_are_welcome_with_a_longer_execution_timeout() {
        ToraleBuilder slow = builder()
                .activityOptions(
                        MonitoringActivities.SEARCH, options -> options.setStartToCloseTimeout(Duration.ofMinutes(10)));

        assertThatThrownBy(slow::build).hasMessageContaining("EXECUTION_TIMEOUT");
        assertThat(slow.executionTimeout(Duration.ofHours(1)).build()).isNotNull();
    }

    @Test
    void a_worker_lacks_nothing_when_the_host_routes_or_replaces_the_activities() {
        ToraleBuilder routed = Torale.builder(client(DefaultDataConverter.newDefaultInstance()))
                .activityTaskQueue(MonitoringActivities.SEARCH, "python-search")
                .activityTaskQueue(MonitoringActivities.SEND, "python-send");
        ToraleBuilder replaced = Torale.builder(client(DefaultDataConverter.newDefaultInstance()))
                .activities(library -> library);

        assertThat(routed.missingForWorker(routed.check.build())).isEmpty();
        assertThat(replaced.missingForWorker(replaced.check.build())).isEmpty();
    }

    @Test
    void a_worker_without_provider_and_notifier_lacks_both() {
        ToraleBuilder empty = Torale.builder(client(DefaultDataConverter.newDefaultInstance()));

        assertThat(empty.missingForWorker(empty.check.build()))
                .extracting(Problem::code)
                .containsExactly("PROVIDER_MISSING", "NOTIFIER_MISSING");
    }

    private ToraleBuilder builder() {
        return Torale.builder(client(DefaultDataConverter.newDefaultInstance()))
                .searchProvider(request -> SearchResult.unknown("nobody asks"))
                .notifier("test", notification -> {});
    }

    private WorkflowClient client(DataConverter converter) {
        return WorkflowClient.newInstance(
                nobody,
                WorkflowClientOptions.newBuilder().setDataConverter(converter).build());
    }
}
