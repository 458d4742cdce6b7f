package ai.torale.testkit.server;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Histories from their ends: the test server has them from their beginnings only. */
final class ReverseHistories {
    private final TestServer server;
    private final CarriedResults carried;

    ReverseHistories(TestServer server, CarriedResults carried) {
        this.server = server;
        this.carried = carried;
    }

    GetWorkflowExecutionHistoryReverseResponse page(GetWorkflowExecutionHistoryReverseRequest request) {
        WorkflowExecution run = server.describe(request.getNamespace(), request.getExecution())
                .getWorkflowExecutionInfo()
                .getExecution();
        History history = History.newBuilder()
                .addAllEvents(server.history(request.getNamespace(), run))
                .build();
        List<HistoryEvent> events =
                new ArrayList<>(carried.into(history, run).orElse(history).getEventsList());
        Collections.reverse(events);
        Page page = Page.of(events.size(), request.getMaximumPageSize(), request.getNextPageToken());
        return GetWorkflowExecutionHistoryReverseResponse.newBuilder()
                .setHistory(History.newBuilder().addAllEvents(events.subList(page.from(), page.to())))
                .setNextPageToken(page.nextToken())
                .build();
    }
}
