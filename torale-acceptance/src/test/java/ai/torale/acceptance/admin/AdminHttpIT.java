package ai.torale.acceptance.admin;

import static ai.torale.acceptance.server.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.admin.AdminHandler;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RealServer
class AdminHttpIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void both_paths_answer_up_to_the_limit_and_show_markup_as_text_and_no_attribute(Stage stage) {
        Torale torale = stage.start(stage.torale().scope(stage.id("http")));
        MonitoringTask checked =
                stage.task("gpu").attributes(Map.of("page", "c4nary")).build();
        MonitoringTask paused = stage.task("paused").build();
        torale.watch(checked);
        torale.watch(paused);
        torale.pause(paused.id(), "<script>alert(1)</script>");
        stage.search().answers(SearchResult.met("499 c4nary"));
        stage.check(torale, checked);
        HttpServer server = torale.admin().handler().start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

        String workflows = eventually(
                SOON, () -> get(server, AdminHandler.WORKFLOWS), json -> json.contains("\"status\":\"COMPLETED\""));
        String schedules = eventually(
                SOON,
                () -> get(server, AdminHandler.SCHEDULES),
                json -> json.contains("\"total\":2") && json.contains("\"paused\":true"));
        String first = get(server, AdminHandler.SCHEDULES + "?limit=1");
        server.stop(0);

        assertThat(workflows)
                .contains("\"task_id\":\"" + checked.id() + "\"")
                .endsWith("\"total\":1,\"more\":false}")
                .doesNotContain("c4nary");
        assertThat(schedules)
                .contains("\"note\":\"\\u003cscript\\u003ealert(1)\\u003c/script\\u003e\"")
                .contains("\"spec\":\"0 0 1 1 *\"")
                .doesNotContain("c4nary", "<");
        assertThat(first).endsWith("\"total\":1,\"more\":true}");
    }

    private static String get(HttpServer server, String path) {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .join();
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
