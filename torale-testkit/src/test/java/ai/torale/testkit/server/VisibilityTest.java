package ai.torale.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowExecutionCount;
import io.temporal.client.WorkflowExecutionMetadata;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibilityTest {
    private final Bench bench = Bench.from("2024-04-01T00:00:00Z");

    /** Three daily runs that completed, and one of another schedule that is at work. */
    @BeforeEach
    void runs() {
        bench.schedule("a", "0 9 * * *");
        bench.schedule("b", "sleep PT100H", "0 12 3 * *", Bench.policy());
        bench.advanceTo("2024-04-03T18:00:00Z");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void a_history_is_read_from_its_end_by_pages() {
        GetWorkflowExecutionHistoryReverseRequest request = GetWorkflowExecutionHistoryReverseRequest.newBuilder()
                .setNamespace(bench.server().client().getOptions().getNamespace())
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId("a-2024-04-01T09:00:00Z"))
                .setMaximumPageSize(2)
                .build();
        GetWorkflowExecutionHistoryReverseResponse last = stub().getWorkflowExecutionHistoryReverse(request);
        GetWorkflowExecutionHistoryReverseResponse before = stub().getWorkflowExecutionHistoryReverse(
                        request.toBuilder()
                                .setNextPageToken(last.getNextPageToken())
                                .build());

        long end = last.getHistory().getEvents(0).getEventId();
        assertThat(last.getHistory().getEvents(0).getEventType())
                .isEqualTo(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
        assertThat(before.getHistory().getEventsList())
                .extracting(HistoryEvent::getEventId)
                .containsExactly(end - 2, end - 3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ExecutionStatus = 'Running'                                                | 1
            ExecutionStatus != "Running"                                               | 3
            ExecutionStatus IN ('Running', 'Completed')                                | 4
            ExecutionStatus NOT IN ('Completed')                                       | 1
            WorkflowId = 'a-2024-04-01T09:00:00Z'                                      | 1
            WorkflowId STARTS_WITH 'a-'                                                | 3
            WorkflowId NOT STARTS_WITH 'a-'                                            | 1
            WorkflowType = 'Nightly' AND NOT WorkflowId STARTS_WITH 'a-'               | 1
            TaskQueue = 'nightly'                                                      | 4
            CloseTime IS NULL                                                          | 1
            CloseTime IS NOT NULL                                                      | 3
            StartTime < '2024-04-02T00:00:00Z'                                         | 1
            StartTime >= '2024-04-02T00:00:00Z' AND StartTime <= '2024-04-03T10:00:00Z'| 2
            StartTime BETWEEN '2024-04-02T00:00:00Z' AND '2024-04-04T00:00:00Z'        | 3
            ExecutionTime > '2024-04-03T00:00:00Z'                                     | 2
            ExecutionStatus = 'WORKFLOW_EXECUTION_STATUS_RUNNING'                      | 1
            ExecutionStatus = 2                                                        | 3
            ExecutionDuration < '1m30s'                                                | 3
            ExecutionDuration < '00:01:30'                                             | 3
            CloseTime > '2024-04-01T00:00:00Z'                                         | 4
            ParentWorkflowId = 'x' OR WorkflowId STARTS_WITH 'a-'                      | 3
            NOT ParentWorkflowId = 'x'                                                 | 0
            NOT (ParentWorkflowId = 'x' AND WorkflowType = 'Nightly')                  | 0
            NOT (ParentWorkflowId = 'x' AND WorkflowType = 'Other')                    | 4
            TemporalScheduledById = 'a'                                                | 3
            TemporalScheduledStartTime = '2024-04-02T09:00:00Z'                        | 1
            (TemporalScheduledById = 'a' OR TemporalScheduledById = 'b') AND ExecutionStatus = 'Running' | 1
            """)
    void a_query_finds_what_it_says(String query, int matches) {
        assertThat(bench.list(query)).hasSize(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NoSuch = 'x'",
                "WorkflowId = 'x' OR NoSuch = 'x'",
                "WorkflowId ~ 'x'",
                "WorkflowId =",
                "(WorkflowId = 'x'",
                "StartTime > 'soon'",
                "ExecutionStatus = 'Asleep'",
                "ExecutionDuration > 'long'"
            })
    void a_query_that_cannot_be_read_is_an_invalid_argument(String query) {
        assertThatThrownBy(() -> bench.list(query)).hasMessageContaining("INVALID_ARGUMENT");
    }

    @Test
    void open_runs_come_first_and_then_those_that_closed_last() {
        assertThat(bench.list("").stream()
                        .map(WorkflowExecutionInfo::getExecution)
                        .map(run -> run.getWorkflowId().substring(0, 12)))
                .containsExactly("b-2024-04-03", "a-2024-04-03", "a-2024-04-02", "a-2024-04-01");
    }

    @Test
    void the_client_lists() {
        assertThat(bench.server()
                        .client()
                        .listExecutions("WorkflowId STARTS_WITH 'a-'")
                        .map(WorkflowExecutionMetadata::getWorkflowType)
                        .collect(Collectors.toList()))
                .containsExactly("Nightly", "Nightly", "Nightly");
    }

    @Test
    void a_long_listing_comes_in_pages() {
        ListWorkflowExecutionsRequest first = ListWorkflowExecutionsRequest.newBuilder()
                .setNamespace("default")
                .setPageSize(3)
                .build();

        ListWorkflowExecutionsResponse page = stub().listWorkflowExecutions(first);
        ListWorkflowExecutionsResponse last = stub().listWorkflowExecutions(first.toBuilder()
                .setNextPageToken(page.getNextPageToken())
                .build());

        assertThat(page.getExecutionsCount()).isEqualTo(3);
        assertThat(last.getExecutionsCount()).isEqualTo(1);
        assertThat(last.getNextPageToken().isEmpty()).isTrue();
    }

    @Test
    void behind_a_last_page_that_is_full_comes_an_empty_one() {
        ListWorkflowExecutionsRequest all = ListWorkflowExecutionsRequest.newBuilder()
                .setNamespace("default")
                .setPageSize(4)
                .build();

        ListWorkflowExecutionsResponse full = stub().listWorkflowExecutions(all);
        ListWorkflowExecutionsResponse empty = stub().listWorkflowExecutions(all.toBuilder()
                .setNextPageToken(full.getNextPageToken())
                .build());

        assertThat(full.getExecutionsCount()).isEqualTo(4);
        assertThat(full.getNextPageToken().isEmpty()).isFalse();
        assertThat(empty).isEqualTo(ListWorkflowExecutionsResponse.getDefaultInstance());
    }

    @Test
    void another_namespace_is_not_found() {
        ListWorkflowExecutionsRequest elsewhere = ListWorkflowExecutionsRequest.newBuilder()
                .setNamespace("elsewhere")
                .build();

        assertThatThrownBy(() -> stub().listWorkflowExecutions(elsewhere))
                .hasMessage("NOT_FOUND: Namespace elsewhere is not found.");
    }

    private WorkflowServiceBlockingStub stub() {
        return bench.server().environment().getWorkflowServiceStubs().blockingStub();
    }

    @Test
    void the_client_counts_by_status() {
        WorkflowExecutionCount count = bench.server().client().countWorkflows("GROUP BY ExecutionStatus");

        assertThat(count.getCount()).isEqualTo(4);
        assertThat(count.getGroups())
                .extracting(group -> group.getGroupValues() + " " + group.getCount())
                .containsExactly("[[Running]] 1", "[[Completed]] 3");
    }
}
