package ai.torale.search.web;

import ai.torale.search.SearchProvider;
import ai.torale.task.MonitoringTask;
import ai.torale.testkit.SearchProviderContract;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

// tag::contract
/** A web page search keeps what every search provider must keep. */
class WebPageContractTest implements SearchProviderContract {
    /** An address may be all that keeps a page private. */
    private static final String PRIVATE_PATH = "/s/9f8e7d";

    private final List<AutoCloseable> servers = new ArrayList<>();
    private String site = "";

    @Override
    public SearchProvider provider(Situation situation) throws IOException {
        site = switch (situation) {
            case HEALTHY -> serving().url(PRIVATE_PATH);
            case DOWN -> answering(500, Map.of());
            case REFUSING -> answering(404, Map.of());
            case LIMITING -> answering(429, Map.of("Retry-After", "30"));
            case SILENT -> silent();
        };
        return WebPageSearch.create();
    }

    @Override
    public List<MonitoringTask> tasks() {
        return List.of(task("/gpu"), task("/cpu"));
    }

    @Override
    public Set<String> secrets() {
        return Set.of(PRIVATE_PATH);
    }

    // end::contract
    @AfterEach
    void close() throws Exception {
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    private MonitoringTask task(String path) {
        return Requests.task(WebPageSearch.page(site + path).select("b").below(500));
    }

    private TestSite serving() {
        return site().serves(PRIVATE_PATH + "/gpu", "<b>499</b>").serves(PRIVATE_PATH + "/cpu", "<b>549</b>");
    }

    private String answering(int status, Map<String, String> headers) {
        return site().answers(PRIVATE_PATH + "/gpu", status, headers).url(PRIVATE_PATH);
    }

    private String silent() {
        RawServer server = RawServer.start(RawServer.Line::stall);
        servers.add(server);
        return "http://" + server.host() + PRIVATE_PATH;
    }

    private TestSite site() {
        TestSite site = TestSite.start();
        servers.add(site);
        return site;
    }
}
