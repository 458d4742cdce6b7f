package ai.torale.acceptance.schedule;

import ai.torale.acceptance.server.Stage;
import ai.torale.task.MonitoringTask;
import com.google.protobuf.Timestamp;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.api.workflowservice.v1.ListScheduleMatchingTimesRequest;
import java.time.Instant;
import java.util.List;

/** A schedule as the server itself describes it. */
final class Described {
    private Described() {}

    static DescribeScheduleResponse by(Stage stage, MonitoringTask task) {
        return by(stage, "task-" + task.id());
    }

    static DescribeScheduleResponse by(Stage stage, String scheduleId) {
        return stage.client()
                .getWorkflowServiceStubs()
                .blockingStub()
                .describeSchedule(DescribeScheduleRequest.newBuilder()
                        .setNamespace(stage.client().getOptions().getNamespace())
                        .setScheduleId(scheduleId)
                        .build());
    }

    /** The times at which the server would fire. */
    static List<Instant> fires(Stage stage, MonitoringTask task, String from, String to) {
        return stage
                .client()
                .getWorkflowServiceStubs()
                .blockingStub()
                .listScheduleMatchingTimes(ListScheduleMatchingTimesRequest.newBuilder()
                        .setNamespace(stage.client().getOptions().getNamespace())
                        .setScheduleId("task-" + task.id())
                        .setStartTime(timestamp(from))
                        .setEndTime(timestamp(to))
                        .build())
                .getStartTimeList()
                .stream()
                .map(time -> Instant.ofEpochSecond(time.getSeconds()))
                .toList();
    }

    private static Timestamp timestamp(String instant) {
        return Timestamp.newBuilder()
                .setSeconds(Instant.parse(instant).getEpochSecond())
                .build();
    }
}
