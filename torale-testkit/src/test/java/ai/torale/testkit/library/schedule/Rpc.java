package ai.torale.testkit.library.schedule;

import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.UpdateScheduleRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.util.UUID;

/** Schedules as the server itself has them. */
final class Rpc {
    private Rpc() {}

    static Schedule described(WorkflowClient client, String scheduleId) {
        return stub(client)
                .describeSchedule(DescribeScheduleRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setScheduleId(scheduleId)
                        .build())
                .getSchedule();
    }

    /** As somebody does it in Temporal's UI. */
    static void write(WorkflowClient client, String scheduleId, Schedule.Builder schedule) {
        stub(client)
                .updateSchedule(UpdateScheduleRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setScheduleId(scheduleId)
                        .setSchedule(schedule)
                        .setRequestId(UUID.randomUUID().toString())
                        .build());
    }

    private static WorkflowServiceBlockingStub stub(WorkflowClient client) {
        return client.getWorkflowServiceStubs().blockingStub();
    }
}
