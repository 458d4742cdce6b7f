package ai.torale.acceptance.testkit.parity;

import static io.temporal.api.enums.v1.ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP;
import static io.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED;

import com.google.protobuf.ByteString;
import io.temporal.api.schedule.v1.ScheduleActionResult;
import io.temporal.api.schedule.v1.ScheduleListEntry;
import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.workflowservice.v1.CountSchedulesRequest;
import io.temporal.api.workflowservice.v1.ListSchedulesRequest;
import io.temporal.api.workflowservice.v1.ListSchedulesResponse;
import io.temporal.client.schedules.ScheduleListDescription;
import java.util.List;
import java.util.stream.Collectors;

/** Listings and counts of schedules. */
final class Listing {
    private static final List<String> ODD = List.of(
            "NoSuch = 1",
            "ScheduleId =",
            "paused = true",
            "TemporalScheduleId = 'x'",
            "WorkflowId = 'x'",
            "WorkflowType = 'x'",
            "ExecutionStatus = 'Running'",
            "ExecutionStatus = 'Completed'",
            "TemporalNamespaceDivision = 'x'",
            "GROUP BY ExecutionStatus",
            "' '",
            "ParityNumber = 'many'",
            "");

    private Listing() {}

    static List<Behaviour> all() {
        return List.of(
                new Behaviour("list: an entry, and how it changes", Listing::entry),
                new Behaviour("list: no more than ten specs", Listing::manySpecs),
                new Behaviour("list: queries", Listing::queries),
                new Behaviour("list: pages", Listing::pages),
                new Behaviour("list: by the SDK's client", Listing::bySdk));
    }

    private static void entry(Corner corner, Answers answers) {
        corner.create(corner.creation(corner.ordering("done")
                        .setSpec(
                                Samples.cron("0 9 * * * # each day").setStartTime(Samples.time("2090-01-01T00:00:00Z")))
                        .setState(ScheduleState.newBuilder().setNotes("at first")))
                .setMemo(Samples.memo("about", "the schedule"))
                .setSearchAttributes(Samples.attribute("ParityWord", corner.id())));
        answers.note("at first", listed(corner, own(corner), 1));

        corner.patch(SchedulePatch.newBuilder().setPause("a holiday"));
        answers.note("paused", corner.until(() -> list(corner, own(corner)), seen -> noted(seen, "a holiday")));
        corner.update(corner.updating(corner.ordering("nothing")
                        .setState(ScheduleState.newBuilder().setNotes("new")))
                .setSearchAttributes(Samples.attribute("ParityWord", corner.id())
                        .putIndexedFields("ParityNumber", Samples.payload(3))));
        answers.note(
                "updated",
                corner.until(
                        () -> list(corner, own(corner)),
                        seen -> noted(seen, "new")
                                && seen.getSchedules(0).getSearchAttributes().getIndexedFieldsCount() == 2));
        corner.backfill("2020-01-01T01:00:00Z", "2020-01-01T06:00:00Z", SCHEDULE_OVERLAP_POLICY_SKIP);
        corner.settled(1);
        answers.note(
                "with an action",
                corner.until(
                        () -> list(corner, own(corner)),
                        seen -> seen.getSchedulesCount() == 1
                                && seen.getSchedules(0).getInfo().getRecentActionsList().stream()
                                        .map(ScheduleActionResult::getStartWorkflowStatus)
                                        .anyMatch(WORKFLOW_EXECUTION_STATUS_COMPLETED::equals)));
        corner.delete(corner.id());
        answers.note("deleted", listed(corner, own(corner), 0));
    }

    private static void manySpecs(Corner corner, Answers answers) {
        var spec = Samples.oncePast().setStartTime(Samples.time("2090-01-01T00:00:00Z"));
        for (int i = 0; i < 12; i++) {
            spec.addCronString(i + " 3 1 1 *")
                    .addInterval(Samples.every(86_400 + i, 0).getInterval(0));
        }
        corner.create(corner.creation(corner.ordering("done").setSpec(spec))
                .setSearchAttributes(Samples.attribute("ParityWord", corner.id())));

        answers.note("list", listed(corner, own(corner), 1));
        answers.note("described", corner.describe().getSchedule().getSpec());
    }

    private static void queries(Corner corner, Answers answers) {
        three(corner);
        for (String query : List.of(
                "TemporalSchedulePaused = true",
                "TemporalSchedulePaused = false",
                "TemporalSchedulePaused != true",
                "TemporalSchedulePaused = 'true'",
                "ScheduleId = '" + corner.id() + "-1'",
                "ScheduleId != '" + corner.id() + "-1'",
                "ScheduleId STARTS_WITH '" + corner.id() + "-'",
                "ScheduleId IN ('" + corner.id() + "-1', '" + corner.id() + "-2')",
                "ParityNumber >= 2",
                "ParityNumber BETWEEN 1 AND 2",
                "ParityNumber IS NULL",
                "ParityRatio IS NULL",
                "ParityNumber > 1 AND TemporalSchedulePaused = true",
                "NOT ParityNumber = 2",
                "(ParityNumber = 1 OR ParityNumber = 3)")) {
            answers.attempt(query, () -> list(corner, "(" + own(corner) + ") AND " + query));
        }
        for (String query : ODD) {
            answers.attempt("odd: " + query, () -> list(corner, query.isEmpty() ? own(corner) : query));
        }
        answers.attempt(
                "count",
                () -> corner.calls()
                        .countSchedules(CountSchedulesRequest.newBuilder()
                                .setNamespace(Corner.NAMESPACE)
                                .setQuery(own(corner))
                                .build()));
    }

    private static void pages(Corner corner, Answers answers) {
        three(corner);

        ListSchedulesResponse first = page(corner, 2, ByteString.EMPTY);
        answers.note("first", first);
        answers.note("second", page(corner, 2, first.getNextPageToken()));
        answers.note("all", page(corner, 3, ByteString.EMPTY));
        answers.note("no size", page(corner, 0, ByteString.EMPTY));
        answers.note("a huge size", page(corner, 100_000, ByteString.EMPTY));
        answers.note("a negative size", page(corner, -1, ByteString.EMPTY));
        answers.attempt("a foreign token", () -> page(corner, 2, ByteString.copyFromUtf8("nonsense")));
        answers.attempt(
                "an unknown namespace",
                () -> corner.calls()
                        .listSchedules(ListSchedulesRequest.newBuilder()
                                .setNamespace("parity-nowhere")
                                .build()));
    }

    private static void bySdk(Corner corner, Answers answers) {
        three(corner);

        List<ScheduleListDescription> listed =
                corner.schedules().listSchedules(own(corner), 2).collect(Collectors.toList());
        listed.forEach(one -> {
            answers.value(one.getScheduleId() + " schedule", one.getSchedule());
            answers.value(one.getScheduleId() + " attributes", one.getSearchAttributes());
        });
        answers.value(
                "order",
                listed.stream().map(ScheduleListDescription::getScheduleId).toList());
    }

    /** Three schedules, the second one paused; each is listed before the next is created. */
    private static void three(Corner corner) {
        for (int i = 1; i <= 3; i++) {
            corner.create(corner.creation(corner.ordering("done")
                            .setState(
                                    ScheduleState.newBuilder().setPaused(i == 2).setNotes("number " + i)))
                    .setScheduleId(corner.id() + "-" + i)
                    .setRequestId("request " + i)
                    .setSearchAttributes(Samples.attribute("ParityWord", corner.id())
                            .putIndexedFields("ParityNumber", Samples.payload(i))));
            listed(corner, own(corner), i);
        }
        corner.until(
                () -> list(corner, own(corner) + " AND TemporalSchedulePaused = true"),
                seen -> seen.getSchedulesCount() == 1);
        corner.until(
                () -> list(corner, own(corner) + " AND TemporalSchedulePaused = false"),
                seen -> seen.getSchedulesCount() == 2);
    }

    private static String own(Corner corner) {
        return "ParityWord = '" + corner.id() + "'";
    }

    private static ListSchedulesResponse listed(Corner corner, String query, int count) {
        return corner.until(
                () -> list(corner, query),
                seen -> seen.getSchedulesCount() == count
                        && seen.getSchedulesList().stream().allMatch(ScheduleListEntry::hasInfo));
    }

    private static boolean noted(ListSchedulesResponse seen, String note) {
        return seen.getSchedulesCount() == 1
                && seen.getSchedules(0).getInfo().getNotes().equals(note);
    }

    private static ListSchedulesResponse list(Corner corner, String query) {
        return corner.calls()
                .listSchedules(ListSchedulesRequest.newBuilder()
                        .setNamespace(Corner.NAMESPACE)
                        .setQuery(query)
                        .build());
    }

    private static ListSchedulesResponse page(Corner corner, int size, ByteString token) {
        return corner.calls()
                .listSchedules(ListSchedulesRequest.newBuilder()
                        .setNamespace(Corner.NAMESPACE)
                        .setQuery(own(corner))
                        .setMaximumPageSize(size)
                        .setNextPageToken(token)
                        .build());
    }
}
