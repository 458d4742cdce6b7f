package ai.torale.acceptance.state;

import ai.torale.acceptance.server.DevServer;
import ai.torale.search.SearchException;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.workflow.MonitoringActivities;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A worker in a process of its own, which sees the world of {@link PriceWorld} only; it can be killed. */
final class WorkerProcess {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;

    private WorkerProcess(Process process) {
        this.process = process;
    }

    static WorkerProcess start(DevServer server, String taskQueue, URI world) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new WorkerProcess(new ProcessBuilder(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerProcess.class.getName(),
                        server.target(),
                        taskQueue,
                        world.toString())
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start());
    }

    /** Ends the process as a power failure would. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    public static void main(String[] args) throws Exception {
        URI world = URI.create(args[2]);
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(args[0]).build());
        Torale.builder(WorkflowClient.newInstance(stubs))
                .taskQueue(args[1])
                .taskSource(id -> task(world, id))
                .searchProvider(request -> search(world))
                .notifier("world", notification -> {
                    String told = notification.version() + " " + notification.key() + " " + notification.answer();
                    ask(world.resolve("/told"), told);
                })
                .activityOptions(MonitoringActivities.GET_TASK, WorkerProcess::shortly)
                .activityOptions(MonitoringActivities.SEARCH, WorkerProcess::shortly)
                .activityOptions(MonitoringActivities.COMPARE, WorkerProcess::shortly)
                .activityOptions(MonitoringActivities.SEND, WorkerProcess::shortly)
                .build()
                .start();
        Thread.currentThread().join();
    }

    /** So that what a killed process has begun is soon begun again. */
    private static ActivityOptions.Builder shortly(ActivityOptions.Builder options) {
        return options.setStartToCloseTimeout(Duration.ofSeconds(3));
    }

    private static Optional<MonitoringTask> task(URI world, String id) {
        return ask(world.resolve("/task"), "").equals("active")
                ? Optional.of(MonitoringTask.builder(id, "@every 1s").build())
                : Optional.empty();
    }

    private static SearchResult search(URI world) {
        String found = ask(world.resolve("/search"), "");
        return switch (found) {
            case "fails" -> throw SearchException.permanentFailure("the page is gone");
            case "unknown" -> SearchResult.unknown("no price");
            default -> SearchResult.met(found).withState(Map.of("price", Integer.parseInt(found)));
        };
    }

    private static String ask(URI uri, String body) {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(uri)
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw SearchException.transientFailure("the world does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SearchException.transientFailure("interrupted");
        }
    }
}
