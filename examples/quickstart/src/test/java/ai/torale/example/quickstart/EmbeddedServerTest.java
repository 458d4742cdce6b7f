package ai.torale.example.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole quickstart within this process, where there is neither a Temporal CLI nor Go; started once for all tests. */
@Timeout(60)
class EmbeddedServerTest {
    private static final Ended NONE = new Ended(-1, List.of(), List.of());

    private static Ended watched = NONE;
    private static Ended once = NONE;

    private record Ended(int code, List<String> out, List<String> err) {}

    @BeforeAll
    static void watch(@TempDir Path empty) throws IOException {
        HttpServer shop = shop();
        String url = "http://localhost:" + shop.getAddress().getPort() + "/";
        Map<String, String> bare = Map.of("PATH", empty.toString(), "HOME", empty.toString());

        watched = quickstart(bare, url, "--select", ".stock", "--contains", "in stock", "--every", "1s");
        once = quickstart(bare, url, "--select", ".stock", "--contains", "in stock", "--every", "1s", "--once");
        shop.stop(0);
    }

    @Test
    void it_says_that_the_server_is_embedded_and_how_to_get_another() {
        assertThat(watched.out())
                .containsSubsequence(
                        "server embedded: a test server in this process, its state ends with it",
                        "for one that remembers, install the Temporal CLI: https://docs.temporal.io/cli",
                        "or name one that runs: TEMPORAL_ADDRESS=host:port ./quickstart",
                        "ending the server ends, and with it all that it knew")
                .noneMatch(line -> line.startsWith("UI"));
    }

    @Test
    void a_page_of_the_user_is_watched_all_the_same() {
        assertThat(watched.out())
                .containsSubsequence(
                        "first look .stock does not contain \"in stock\"",
                        "to tell .stock contains \"in stock\" (found: false → true; the condition is now met)")
                .anyMatch(line -> line.startsWith("webhook signature valid"));
    }

    @Test
    void after_as_many_checks_as_it_may_hold_it_ends_and_says_why() {
        assertThat(watched.err())
                .containsExactly(
                        "quickstart: it ends after 3 checks, because the embedded server keeps each in memory; to go on for ever,",
                        "quickstart: install the Temporal CLI (https://docs.temporal.io/cli) or name a server: TEMPORAL_ADDRESS=host:port");
        assertThat(watched.code()).isEqualTo(4);
    }

    @Test
    void with_once_it_ends_when_the_first_change_was_told() {
        assertThat(once.out()).anyMatch(line -> line.startsWith("webhook signature valid"));
        assertThat(once.err()).isEmpty();
        assertThat(once.code()).isZero();
    }

    @Test
    void a_temporal_cli_that_is_named_and_is_none_is_explained_by_the_script_that_looks_for_it() {
        Ended ended = quickstart(Map.of("TEMPORAL_CLI", repository().toString()), "--once");

        assertThat(ended.err()).singleElement().asString().startsWith("temporal-server: ");
        assertThat(ended.code()).isEqualTo(3);
    }

    private static Ended quickstart(Map<String, String> environment, String... line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Quickstart.run(
                List.of(line),
                new Surroundings(
                        environment,
                        repository(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        3));
        return new Ended(code, lines(out), lines(err));
    }

    /** Sold out when it is seen first. */
    private static HttpServer shop() throws IOException {
        AtomicInteger visits = new AtomicInteger();
        HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/", exchange -> {
            String stock = visits.incrementAndGet() == 1 ? "Sold out" : "In stock";
            byte[] body = "<p class=stock>%s</p>".formatted(stock).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        shop.start();
        return shop;
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("bin/temporal-server"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** Without their time and columns. */
    private static List<String> lines(ByteArrayOutputStream told) {
        return told.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("^[0-9:]{8} ", "").strip().replaceAll(" +", " "))
                .toList();
    }
}
