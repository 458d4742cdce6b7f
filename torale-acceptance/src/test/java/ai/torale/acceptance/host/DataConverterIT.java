package ai.torale.acceptance.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.torale.InvalidException;
import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.ScheduledTask;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.workflow.CheckReport;
import com.google.protobuf.ByteString;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.GsonJsonPayloadConverter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RealServer
class DataConverterIT {
    @Test
    void a_converter_that_writes_other_json_is_refused(Stage stage) {
        WorkflowClient client = client(stage, new DefaultDataConverter(new GsonJsonPayloadConverter()));

        assertThatThrownBy(() -> stage.torale(client).build())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("DATA_CONVERTER");
    }

    @Test
    void behind_an_encrypting_codec_state_is_carried_and_histories_are_opaque(Stage stage) {
        WorkflowClient client = encrypting(stage);
        Torale torale = stage.start(stage.torale(client));
        MonitoringTask task =
                stage.task("gpu").searchQuery("a private question").build();
        torale.watch(task);
        stage.search().answers(price(549)).answers(price(499)).answers(price(499));

        report(client, stage.trigger(torale, task));
        Triggered second = stage.trigger(torale, task);
        CheckReport report = report(client, second);
        CheckReport third = report(client, stage.trigger(torale, task));

        assertThat(report.changeSummary()).contains("549").contains("499");
        assertThat(third.outcome()).isEqualTo("unchanged");
        assertThat(stage.history(second).getEvents())
                .extracting(HistoryEvent::toByteString)
                .extracting(ByteString::toStringUtf8)
                .noneMatch(event -> event.contains("private question") || event.contains("it costs"));
    }

    @Test
    void behind_an_encrypting_codec_a_schedule_still_says_whose_it_is(Stage stage) {
        Torale torale = stage.torale(encrypting(stage)).build();
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);

        ScheduledTask found = torale.find(task.id()).orElseThrow();

        assertThat(found.task()).contains(task);
        assertThat(found.epoch()).matches("[0-9a-f-]{36}");
        assertThat(torale.unwatch(task.id())).isTrue();
    }

    private static CheckReport report(WorkflowClient client, Triggered run) {
        return client.newUntypedWorkflowStub(WorkflowTargetOptions.newBuilder()
                        .setWorkflowId(run.workflowId().orElseThrow())
                        .setRunId(run.runId().orElseThrow())
                        .build())
                .getResult(CheckReport.class);
    }

    private static WorkflowClient encrypting(Stage stage) {
        return client(
                stage,
                new CodecDataConverter(DefaultDataConverter.newDefaultInstance(), List.of(new EncryptingCodec())));
    }

    private static WorkflowClient client(Stage stage, DataConverter converter) {
        return WorkflowClient.newInstance(
                stage.client().getWorkflowServiceStubs(),
                WorkflowClientOptions.newBuilder().setDataConverter(converter).build());
    }

    private static SearchResult price(int price) {
        return SearchResult.met("it costs " + price).withState(Map.of("price", price));
    }
}
