package ai.torale.example.quickstart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A small shop's page, whose price changes while one watches.
 *
 * <p>It keeps its port, and goes on from the price at which it was seen last: a page that began anew at each start
 * would really change each time, and each change is told.
 */
final class DemoPage implements AutoCloseable {
    static final int LIMIT = 500;

    private static final List<Integer> PRICES = List.of(549, 499, 479, 529, 489, 469);
    private static final Duration FIRST = Duration.ofSeconds(7);
    private static final Duration NEXT = Duration.ofSeconds(10);
    private static final int DEFAULT_PORT = 8547;
    private static final int PORTS = 20;

    private final HttpServer server;
    private final InstantSource clock;
    private int start;
    private @Nullable Instant firstVisit;

    private DemoPage(HttpServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    /**
     * Reserves a port; nobody is answered before {@link #open}.
     *
     * @param port the port to use; empty for the first free one of the usual ones
     */
    static DemoPage reserve(Optional<Integer> port, InstantSource clock) {
        int first = port.orElse(DEFAULT_PORT);
        int last = port.isPresent() ? first : first + PORTS - 1;
        for (int candidate = first; candidate <= last; candidate++) {
            try {
                return new DemoPage(
                        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), candidate), 0),
                        clock);
            } catch (BindException e) {
                // Somebody else's: the next one.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new UsageException("port " + first + (first == last ? " is" : " and those after it are")
                + " in use; name a free one in QUICKSTART_PORT");
    }

    /** Begins to answer, at the price at which the page was seen last, or else at its first price. */
    synchronized void open(Optional<BigDecimal> lastSeen) {
        start = lastSeen.map(BigDecimal::intValue)
                .map(PRICES::indexOf)
                .filter(index -> index >= 0)
                .orElse(0);
        server.createContext("/gpu", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://localhost:" + port() + "/gpu";
    }

    /** The price now; it begins to change with the first visit. */
    synchronized int price() {
        Duration seen = firstVisit == null ? Duration.ZERO : Duration.between(firstVisit, clock.instant());
        long steps = seen.compareTo(FIRST) < 0 ? 0 : 1 + seen.minus(FIRST).dividedBy(NEXT);
        return PRICES.get((int) ((start + steps) % PRICES.size()));
    }

    synchronized int visit() {
        if (firstVisit == null) {
            firstVisit = clock.instant();
        }
        return price();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] page = """
                <!doctype html>
                <title>A small shop</title>
                <h1>The card</h1>
                <p>Price today: <span class="price">%d €</span></p>
                """.formatted(visit()).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
