package ai.torale.testkit.server;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Lists and counts workflow runs; unlike a real server's, its answers are never behind. */
final class Visibility {
    private final KnownRuns runs;
    private final Attributes attributes;

    Visibility(KnownRuns runs, Attributes attributes) {
        this.runs = runs;
        this.attributes = attributes;
    }

    ListWorkflowExecutionsResponse list(ListWorkflowExecutionsRequest request) {
        Query.Parsed query = Query.parse(request.getQuery(), this::type);
        if (query.grouped()) {
            throw Refusal.invalid("invalid query: operation is not supported: 'group by' clause");
        }
        List<WorkflowExecutionInfo> matching = matching(request.getNamespace(), query.condition());
        Page page = Page.of(matching.size(), request.getPageSize(), request.getNextPageToken());
        return ListWorkflowExecutionsResponse.newBuilder()
                .addAllExecutions(matching.subList(page.from(), page.to()))
                .setNextPageToken(page.nextToken())
                .build();
    }

    CountWorkflowExecutionsResponse count(CountWorkflowExecutionsRequest request) {
        Query.Parsed query = Query.parse(request.getQuery(), this::type);
        List<WorkflowExecutionInfo> matching = matching(request.getNamespace(), query.condition());
        CountWorkflowExecutionsResponse.Builder response =
                CountWorkflowExecutionsResponse.newBuilder().setCount(matching.size());
        if (query.grouped()) {
            Map<WorkflowExecutionStatus, Long> groups = matching.stream()
                    .collect(Collectors.groupingBy(
                            WorkflowExecutionInfo::getStatus, TreeMap::new, Collectors.counting()));
            groups.forEach(
                    (status, count) -> response.addGroups(CountWorkflowExecutionsResponse.AggregationGroup.newBuilder()
                            .addGroupValues(keyword(RunRow.status(status)))
                            .setCount(count)));
        }
        return response.build();
    }

    private List<WorkflowExecutionInfo> matching(String namespace, Query.Condition condition) {
        return runs.all(namespace).stream()
                .map(RunRow::new)
                .filter(condition::matches)
                .sorted(NEWEST_FIRST)
                .map(RunRow::listed)
                .toList();
    }

    private IndexedValueType type(String field) {
        return attributes
                .type(field)
                .orElseThrow(() -> Refusal.invalid("invalid query: invalid expression: column name '" + field
                        + "' is not a valid search attribute"));
    }

    /** The open ones first, then the last closed; of these the last started. */
    private static final Comparator<RunRow> NEWEST_FIRST = Comparator.comparing(
                    (RunRow row) -> Objects.requireNonNullElse(row.closeTime(), Instant.MAX))
            .thenComparing(row -> Times.instant(row.info().getStartTime()))
            .reversed()
            .thenComparing(row -> row.info().getExecution().getRunId());

    private static Payload keyword(String text) {
        return Attributes.typed(
                DefaultDataConverter.STANDARD_INSTANCE.toPayload(text).orElseThrow(), "Keyword");
    }
}
