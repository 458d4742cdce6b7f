package ai.torale.acceptance.testkit.parity;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.client.WorkflowExecutionCount;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Listings and counts of workflows. */
final class Seeing {
    private Seeing() {}

    static List<Behaviour> all() {
        return List.of(
                new Behaviour("visibility: queries, counts, groups, order and pages", Seeing::eight),
                new Behaviour("visibility: odd queries", Seeing::odd),
                new Behaviour("visibility: runs of a schedule", Seeing::scheduled),
                new Behaviour("visibility: every field of a listed run", Seeing::fields));
    }

    private static void eight(Corner corner, Answers answers) {
        eightRuns(corner);
        queries(corner, answers);
        counts(corner, answers);
        pages(corner, answers);
        bySdk(corner, answers);
    }

    private static void queries(Corner corner, Answers answers) {
        for (String query : Queries.OF_RUNS) {
            attempt(corner, answers, query, "RootWorkflowId STARTS_WITH '" + corner.id() + "-' AND (" + query + ")");
        }
    }

    private static void odd(Corner corner, Answers answers) {
        for (String query : Queries.ODD) {
            String ofNobody = "WorkflowId = 'nobody' AND " + query;
            attempt(corner, answers, query, ofNobody);
            answers.attempt("count " + query, () -> count(corner, ofNobody));
        }
        attempt(corner, answers, "nothing but an order", "ORDER BY StartTime");
    }

    private static void attempt(Corner corner, Answers answers, String name, String query) {
        answers.attempt("[" + name + "]", () -> {
            ListWorkflowExecutionsResponse found = list(corner, query);
            answers.value(
                    "found by [" + name + "]",
                    found.getExecutionsList().stream()
                            .map(run -> run.getExecution().getWorkflowId() + " " + run.getStatus())
                            .sorted()
                            .toList());
            return WorkflowExecution.getDefaultInstance();
        });
    }

    private static void counts(Corner corner, Answers answers) {
        answers.attempt("all", () -> count(corner, own(corner)));
        for (String grouping : Queries.GROUPINGS) {
            answers.attempt("count " + grouping, () -> count(corner, own(corner) + " " + grouping));
            answers.attempt("list " + grouping, () -> list(corner, own(corner) + " " + grouping));
        }
        answers.attempt("nothing to group", () -> count(corner, "WorkflowId = 'none' GROUP BY ExecutionStatus"));
        answers.attempt(
                "unknown namespace",
                () -> corner.calls()
                        .countWorkflowExecutions(CountWorkflowExecutionsRequest.newBuilder()
                                .setNamespace("parity-nowhere")
                                .build()));
    }

    private static void pages(Corner corner, Answers answers) {
        ListWorkflowExecutionsResponse first = page(corner, 3, ByteString.EMPTY);
        ListWorkflowExecutionsResponse second = page(corner, 3, first.getNextPageToken());
        ListWorkflowExecutionsResponse third = page(corner, 3, second.getNextPageToken());
        answers.value("first", ids(first));
        answers.value("second", ids(second));
        answers.value("third", ids(third));
        answers.value("more after the second", !second.getNextPageToken().isEmpty());
        answers.value("more after the third", !third.getNextPageToken().isEmpty());
        answers.value("all on one", ids(page(corner, 8, ByteString.EMPTY)));
        answers.value(
                "more after all",
                !page(corner, 9, ByteString.EMPTY).getNextPageToken().isEmpty());
        answers.value("negative size", ids(page(corner, -1, ByteString.EMPTY)));
        answers.value("huge size", ids(page(corner, 100_000, ByteString.EMPTY)));
        answers.attempt("a foreign token", () -> page(corner, 3, ByteString.copyFromUtf8("nonsense")));
        answers.attempt(
                "an unknown namespace",
                () -> corner.calls()
                        .listWorkflowExecutions(ListWorkflowExecutionsRequest.newBuilder()
                                .setNamespace("parity-nowhere")
                                .build()));
    }

    private static List<String> ids(ListWorkflowExecutionsResponse page) {
        return page.getExecutionsList().stream()
                .map(run -> run.getExecution().getWorkflowId() + " " + run.getStatus())
                .toList();
    }

    private static void scheduled(Corner corner, Answers answers) {
        corner.create(corner.ordering("done"));
        for (int hour = 1; hour <= 3; hour++) {
            String time = "2020-01-01T0" + hour + ":00:00Z";
            corner.backfill(time, time, io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP);
            corner.settled(hour);
        }
        String own = "TemporalScheduledById = '" + corner.id() + "'";
        seen(corner, own + " AND ExecutionStatus = 'Completed'", 3);
        for (String query : List.of(
                "TemporalScheduledStartTime = '2020-01-01T02:00:00Z'",
                "TemporalScheduledStartTime > '2020-01-01T01:00:00Z'",
                "TemporalScheduledById STARTS_WITH 'parity-'",
                "TemporalScheduledById IS NOT NULL",
                "WorkflowId = '" + corner.id() + "-2020-01-01T03:00:00Z'")) {
            attempt(corner, answers, query, own + " AND " + query);
        }
        answers.note("listed", list(corner, own + " AND TemporalScheduledStartTime = '2020-01-01T02:00:00Z'"));
    }

    private static void fields(Corner corner, Answers answers) {
        WorkflowStub run = start(corner, "listed", "done", 3);
        run.getResult(String.class);
        seen(corner, own(corner) + " AND ExecutionStatus = 'Completed'", 1);
        start(corner, "open", "hold", 1);
        seen(corner, own(corner), 2);

        answers.note("listed", list(corner, own(corner)));
        run = corner.client().newUntypedWorkflowStub(corner.id() + "-open");
        run.signal(Errand.GO);
        run.getResult(String.class);
    }

    private static void bySdk(Corner corner, Answers answers) {
        answers.value(
                "list",
                corner.client()
                        .listExecutions(own(corner))
                        .map(WorkflowExecutionMetadata::getStatus)
                        .map(Enum::name)
                        .collect(Collectors.toList()));
        WorkflowExecutionCount count = corner.client().countWorkflows(own(corner) + " GROUP BY ExecutionStatus");
        answers.value("count", count.getCount());
        answers.value(
                "groups",
                count.getGroups().stream()
                        .map(group -> group.getGroupValues() + " " + group.getCount())
                        .sorted()
                        .toList());
    }

    /** One of each status, and the run after the one that continued as new; all of them are listed. */
    private static void eightRuns(Corner corner) {
        Map<String, String> orders =
                Map.of("1", "done", "2", "fail", "3", "again", "4", "hold", "5", "hold", "6", "hold");
        for (int i = 1; i <= 6; i++) {
            WorkflowStub run = start(corner, String.valueOf(i), orders.get(String.valueOf(i)), i);
            if (i <= 2) {
                String status = List.of("Completed", "Failed").get(i - 1);
                seen(corner, own(corner) + " AND ExecutionStatus = '" + status + "'", 1);
            } else if (i == 3) {
                seen(corner, own(corner) + " AND ExecutionStatus = 'Completed'", 2);
            } else if (i == 4) {
                run.cancel();
                seen(corner, own(corner) + " AND ExecutionStatus = 'Canceled'", 1);
            } else if (i == 5) {
                run.terminate("enough");
                seen(corner, own(corner) + " AND ExecutionStatus = 'Terminated'", 1);
            }
        }
        timingOut(corner);
        seen(corner, own(corner) + " AND ExecutionStatus = 'TimedOut'", 1);
        seen(corner, own(corner), 8);
        seen(corner, own(corner) + " AND ExecutionStatus = 'Completed'", 2);
    }

    private static void timingOut(Corner corner) {
        WorkflowStub run = corner.client()
                .newUntypedWorkflowStub(
                        Errand.TYPE,
                        options(corner, "7", 7)
                                .setWorkflowRunTimeout(Duration.ofSeconds(1))
                                .build());
        run.start("hold");
    }

    private static WorkflowStub start(Corner corner, String name, String order, int number) {
        WorkflowStub run = corner.client()
                .newUntypedWorkflowStub(
                        Errand.TYPE, options(corner, name, number).build());
        run.start(order);
        return run;
    }

    private static WorkflowOptions.Builder options(Corner corner, String name, int number) {
        SearchAttributes.Builder attributes = SearchAttributes.newBuilder()
                .set(SearchAttributeKey.forKeyword("ParityWord"), number % 2 == 0 ? "a" : "b")
                .set(SearchAttributeKey.forLong("ParityNumber"), (long) number)
                .set(SearchAttributeKey.forBoolean("ParityFlag"), number < 3);
        if (number < 5) {
            attributes
                    .set(SearchAttributeKey.forDouble("ParityRatio"), number / 2.0)
                    .set(
                            SearchAttributeKey.forKeywordList("ParityWords"),
                            number < 3 ? List.of("red", "green") : List.of("blue"))
                    .set(
                            SearchAttributeKey.forOffsetDateTime("ParityTime"),
                            OffsetDateTime.ofInstant(Instant.parse("2020-02-02T02:02:02Z"), ZoneOffset.UTC)
                                    .plusSeconds(number - 1));
        }
        return WorkflowOptions.newBuilder()
                .setWorkflowId(corner.id() + "-" + name)
                .setTaskQueue(corner.queue())
                .setWorkflowExecutionTimeout(Duration.ofMinutes(2))
                .setMemo(Map.of("about", name))
                .setTypedSearchAttributes(attributes.build());
    }

    private static String own(Corner corner) {
        return "WorkflowId STARTS_WITH '" + corner.id() + "-'";
    }

    private static void seen(Corner corner, String query, int count) {
        corner.until(() -> list(corner, query), found -> found.getExecutionsCount() == count);
    }

    private static ListWorkflowExecutionsResponse list(Corner corner, String query) {
        return corner.calls()
                .listWorkflowExecutions(ListWorkflowExecutionsRequest.newBuilder()
                        .setNamespace(Corner.NAMESPACE)
                        .setQuery(query)
                        .build());
    }

    private static CountWorkflowExecutionsResponse count(Corner corner, String query) {
        return corner.calls()
                .countWorkflowExecutions(CountWorkflowExecutionsRequest.newBuilder()
                        .setNamespace(Corner.NAMESPACE)
                        .setQuery(query)
                        .build());
    }

    private static ListWorkflowExecutionsResponse page(Corner corner, int size, ByteString token) {
        return corner.calls()
                .listWorkflowExecutions(ListWorkflowExecutionsRequest.newBuilder()
                        .setNamespace(Corner.NAMESPACE)
                        .setQuery(own(corner))
                        .setPageSize(size)
                        .setNextPageToken(token)
                        .build());
    }
}
