package ai.torale.acceptance.testkit.parity;

import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.workflowservice.v1.DeleteScheduleRequest;
import io.temporal.api.workflowservice.v1.DeleteScheduleResponse;
import io.temporal.api.workflowservice.v1.ListScheduleMatchingTimesRequest;
import io.temporal.api.workflowservice.v1.ListScheduleMatchingTimesResponse;
import io.temporal.api.workflowservice.v1.PatchScheduleRequest;
import io.temporal.api.workflowservice.v1.PatchScheduleResponse;

/** Calls to any schedule, whose refusals are of interest. */
final class Patches {
    private Patches() {}

    static PatchScheduleResponse send(Corner corner, String id, SchedulePatch.Builder patch) {
        return corner.calls()
                .patchSchedule(PatchScheduleRequest.newBuilder()
                        .setNamespace(Corner.NAMESPACE)
                        .setScheduleId(id)
                        .setPatch(patch)
                        .build());
    }

    static DeleteScheduleResponse delete(Corner corner, String id) {
        return corner.calls()
                .deleteSchedule(DeleteScheduleRequest.newBuilder()
                        .setNamespace(Corner.NAMESPACE)
                        .setScheduleId(id)
                        .build());
    }

    /** The times after the first up to and including the second. */
    static ListScheduleMatchingTimesResponse times(Corner corner, String id, String from, String to) {
        return corner.calls()
                .listScheduleMatchingTimes(ListScheduleMatchingTimesRequest.newBuilder()
                        .setNamespace(Corner.NAMESPACE)
                        .setScheduleId(id)
                        .setStartTime(Samples.time(from))
                        .setEndTime(Samples.time(to))
                        .build());
    }
}
