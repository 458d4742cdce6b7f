package ai.torale.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Secret;
import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.admin.AdminHandler;
import ai.torale.temporal.admin.TemporalAdmin;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.workflow.CheckReport;
import com.sun.net.httpserver.HttpServer;
import io.temporal.client.WorkflowClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of docs/admin.md, on a real server. */
@RealServer
class AdminExampleIT {
    private final Secret token = Secret.of("f3rR0ql6YyWq1Zf8");

    @Test
    void a_host_looks_at_its_checks_and_schedules(Stage stage) {
        Torale torale = stage.start(stage.torale().scope(stage.id("docs")));
        MonitoringTask task = stage.task("gpu").build();
        torale.watch(task);
        stage.search().answers(SearchResult.met("499"));
        Triggered triggered = stage.trigger(torale, task);
        stage.report(triggered);
        String workflowId = triggered.workflowId().orElseThrow();
        String runId = triggered.runId().orElseThrow();
        // tag::view
        TemporalAdmin admin = torale.admin().linkedTo(URI.create("http://localhost:8233"));

        List<TemporalAdmin.Workflow> recent = admin.workflows(100); // status, times, link
        List<TemporalAdmin.Schedule> schedules = admin.schedules(100); // cron, next time, paused and why
        List<TemporalAdmin.Overdue> overdue = admin.overdue(); // whom nobody has checked for too long
        CheckReport report = admin.report(workflowId, runId); // what a check concluded
        // end::view

        assertThat(report.outcome()).isEqualTo("notified");
        assertThat(recent).hasSizeLessThanOrEqualTo(1);
        assertThat(schedules).hasSizeLessThanOrEqualTo(1);
        assertThat(overdue).isEmpty();
    }

    @Test
    void a_tool_needs_a_client_only(Stage stage) {
        WorkflowClient workflowClient = stage.client();
        // tag::tool
        TemporalAdmin staging = TemporalAdmin.of(
                ScheduleManager.builder(workflowClient).scope("staging").build());
        // end::tool

        assertThat(staging.schedules(1)).isEmpty();
    }

    @Test
    void it_is_served_on_loopback_or_with_a_token(Stage stage) {
        TemporalAdmin admin =
                TemporalAdmin.of(ScheduleManager.builder(stage.client()).build());
        // tag::loopback
        HttpServer local =
                admin.handler().start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // any free port
        String url = "http://127.0.0.1:" + local.getAddress().getPort() + AdminHandler.WORKFLOWS;
        // end::loopback
        // tag::token
        HttpServer open = admin.handler()
                .token(token) // Authorization: Bearer …
                .host("ops.example") // the name under which it is asked for
                .start(new InetSocketAddress(0));
        // end::token

        assertThat(url).endsWith("/admin/temporal/workflows");
        assertThat(open.getAddress().getAddress().isAnyLocalAddress()).isTrue();
        local.stop(0);
        open.stop(0);
    }
}
