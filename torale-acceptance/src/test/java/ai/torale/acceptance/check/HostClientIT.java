package ai.torale.acceptance.check;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.connection.TemporalConnection;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.workflow.CheckReport;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A host's own interceptors and context propagators, on a client that {@link TemporalConnection} makes. */
@RealServer
class HostClientIT {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Test
    void a_hosts_interceptors_see_the_check_its_activities_and_what_is_read_of_it(Stage stage) {
        try (TemporalConnection temporal = TemporalConnection.builder()
                .address(stage.server().target())
                .clientOptions(options -> options.setInterceptors(new SeesResults()))
                .build()) {
            WorkerFactory workers = WorkerFactory.newInstance(
                    temporal.client(),
                    WorkerFactoryOptions.newBuilder()
                            .setWorkerInterceptors(new SeesWork())
                            .build());
            Torale torale = stage.torale(temporal.client()).build();
            torale.register(workers.newWorker(stage.taskQueue()));
            workers.start();
            MonitoringTask task = stage.task("gpu").build();
            stage.search().answers(SearchResult.met("499")).answers(SearchResult.met("499"));
            torale.watch(task);

            stage.check(torale, task);
            torale.preview(task);

            assertThat(seen)
                    .containsExactly(
                            "MonitoringWorkflow",
                            "execute_grounded_search",
                            "compare_states",
                            "send_notification",
                            "result");
            workers.shutdownNow();
            workers.awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_value_of_the_hosts_context_goes_from_watch_into_workflow_and_activities(Stage stage) {
        Tenant tenant = new Tenant();
        try (TemporalConnection temporal = connection(stage, tenant)) {
            Torale torale = stage.start(stage.torale(temporal.client()));
            MonitoringTask task = stage.task("gpu").build();
            stage.search().answers(request -> {
                seen.add("search for " + tenant.getCurrentContext());
                return SearchResult.met("499");
            });
            tenant.setCurrentContext("shop-7");
            torale.watch(task);
            tenant.setCurrentContext(null);

            stage.check(torale, task);

            assertThat(seen).containsExactly("search for shop-7");
            assertThat(tenant.inWorkflows()).containsOnly("shop-7");
            torale.close();
        }
    }

    @Test
    void payloads_stay_as_they_are_without(Stage stage) {
        Tenant tenant = new Tenant();
        try (TemporalConnection temporal = connection(stage, tenant)) {
            tenant.setCurrentContext("shop-7");

            List<String> plain = payloads(stage, stage.torale().build(), "plain");
            List<String> propagated =
                    payloads(stage, stage.torale(temporal.client()).build(), "hosts");

            assertThat(propagated).isEqualTo(plain);
        }
    }

    /** What each activity of a check was given and gave, without what is new in every check. */
    private static List<String> payloads(Stage stage, Torale torale, String name) {
        try (torale) {
            torale.start();
            MonitoringTask task = stage.task(name).name("GPU").build();
            stage.search().answers(SearchResult.met("499").withState(Map.of("price", 499)));
            torale.watch(task);
            Triggered triggered = stage.trigger(torale, task);
            CheckReport report = stage.report(triggered);
            CheckHistory history = CheckHistory.of(stage, triggered);
            return Stream.of(
                            history.input(),
                            history.input("execute_grounded_search"),
                            history.output("execute_grounded_search"),
                            history.input("send_notification"))
                    .map(json -> json.replace(task.id(), "<task>")
                            .replace(report.checkId(), "<check>")
                            .replace(String.valueOf(report.key()), "<key>")
                            .replaceAll("\"epoch\":\"[^\"]+\"", "<epoch>")
                            .replaceAll("[0-9-]{10}T[0-9:.]+Z", "<time>"))
                    .toList();
        }
    }

    private static TemporalConnection connection(Stage stage, Tenant tenant) {
        return TemporalConnection.builder()
                .address(stage.server().target())
                .clientOptions(options -> options.setContextPropagators(List.of(tenant)))
                .build();
    }

    private final class SeesWork extends WorkerInterceptorBase {
        @Override
        public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
            return new WorkflowInboundCallsInterceptorBase(next) {
                @Override
                public WorkflowOutput execute(WorkflowInput input) {
                    seen.add(Workflow.getInfo().getWorkflowType());
                    return super.execute(input);
                }
            };
        }

        @Override
        public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
            return new ActivityInboundCallsInterceptorBase(next) {
                private String type = "";

                @Override
                public void init(ActivityExecutionContext context) {
                    type = context.getInfo().getActivityType();
                    super.init(context);
                }

                @Override
                public ActivityOutput execute(ActivityInput input) {
                    seen.add(type);
                    return super.execute(input);
                }
            };
        }
    }

    private final class SeesResults extends WorkflowClientInterceptorBase {
        @Override
        public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(WorkflowClientCallsInterceptor next) {
            return new WorkflowClientCallsInterceptorBase(next) {
                @Override
                public <R> GetResultOutput<R> getResult(GetResultInput<R> input) throws TimeoutException {
                    seen.add("result");
                    return super.getResult(input);
                }
            };
        }
    }
}
