package ai.torale.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Secret;
import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.check.Evaluation;
import ai.torale.notify.webhook.WebhookNotifier;
import ai.torale.search.SearchResult;
import ai.torale.search.web.WebPageSearch;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.connection.TemporalConnection;
import ai.torale.temporal.schedule.Written;
import io.temporal.client.WorkflowClient;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The host application of README and docs/getting-started.md, on a real server. */
@RealServer
class HostExampleIT {
    private final URI uri = URI.create("https://hooks.example/torale");
    private final Secret secret = Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    @Test
    @ResourceLock(Stage.DEFAULT_TASK_QUEUE)
    void the_first_use_watches_a_task_and_may_be_repeated(Stage stage) {
        WorkflowClient workflowClient = stage.client();
        // tag::host
        Torale torale = Torale.builder(workflowClient)
                .searchProvider(WebPageSearch.create())
                .notifier("webhook", WebhookNotifier.to(uri).signedWith(secret).build())
                .build(); // no StateStore given: tasks and state live in Temporal itself
        torale.start(); // a worker on torale-workers

        MonitoringTask task = MonitoringTask.builder("gpu-price", "*/5 * * * *")
                .attributes(WebPageSearch.page("https://shop.example/gpu")
                        .select("span.price")
                        .below(500)
                        .attributes())
                .build();
        torale.watch(task); // at every start: creates, updates, or does nothing
        // end::host

        assertThat(torale.watch(task)).isEqualTo(Written.UNCHANGED);
        assertThat(torale.unwatch(task.id())).isTrue();
        torale.close();
    }

    @Test
    void a_client_connects_to_the_server_that_the_host_names(Stage stage) {
        String address = stage.server().target();
        // tag::client
        TemporalConnection temporal = TemporalConnection.selfHosted(address);
        WorkflowClient workflowClient = temporal.client();
        // end::client

        assertThat(workflowClient.getOptions().getNamespace()).isEqualTo("default");
        temporal.close();
    }

    @Test
    void a_watched_task_is_paused_resumed_looked_at_and_removed(Stage stage) {
        Torale torale = stage.start();
        MonitoringTask task = stage.task("gpu").build();
        String id = task.id();
        stage.search().answers(SearchResult.notMet("549 €"));
        torale.watch(task);
        // tag::operate
        torale.pause(id, "the shop moves house"); // checks stop, what is owed is still delivered
        torale.resume(id);
        torale.find(id); // next times, recent checks, paused or not
        Evaluation evaluation = torale.preview(task); // asks and decides; writes nothing, tells nobody
        torale.unwatch(id); // removes the schedule and with it all that is known of the task
        // end::operate

        assertThat(evaluation.notification()).isEmpty();
        assertThat(torale.find(id)).isEmpty();
    }
}
