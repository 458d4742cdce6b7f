package ai.torale.acceptance.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A loopback web server: a page whose text can be set, and a receiver of webhooks. */
final class WatchedSite implements AutoCloseable {
    private final HttpServer server;
    private final List<Hook> hooks = new ArrayList<>();
    private final Deque<Integer> refusals = new ArrayDeque<>();
    private String page = "";

    /** A webhook as it came in. */
    record Hook(Headers headers, String body) {}

    WatchedSite() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/page", exchange -> answer(exchange, 200, page()));
        server.createContext("/hook", this::receive);
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    synchronized void shows(String html) {
        page = html;
    }

    /** Answers the next webhook with a failure. */
    synchronized void refusesOnceWith(int status) {
        refusals.add(status);
    }

    /** The webhooks that were taken, in order. */
    synchronized List<Hook> hooks() {
        return List.copyOf(hooks);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized String page() {
        return page;
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        answer(exchange, take(new Hook(exchange.getRequestHeaders(), body)), "");
    }

    private synchronized int take(Hook hook) {
        Integer refusal = refusals.poll();
        if (refusal == null) {
            hooks.add(hook);
        }
        return refusal == null ? 204 : refusal;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
