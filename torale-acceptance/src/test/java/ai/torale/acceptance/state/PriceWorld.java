package ai.torale.acceptance.state;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

/** A shop over HTTP, which makes a step for each check: it asks for its task, for the price, and tells. */
final class PriceWorld implements AutoCloseable {
    /** What was told. */
    record Told(long version, String key, String answer) {}

    private final HttpServer server;
    private final Deque<String> steps;
    private final List<Told> told = new ArrayList<>();
    private String now = "";

    /**
     * A shop.
     *
     * @param steps a price, {@code fails}, {@code unknown} or {@code gone}, for one check each; the last one stays
     */
    PriceWorld(Collection<String> steps) throws IOException {
        this.steps = new ArrayDeque<>(steps);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answers("/task", asked -> nextStep().equals("gone") ? "gone" : "active");
        answers("/search", asked -> now);
        answers("/told", this::tell);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    synchronized int remaining() {
        return steps.size();
    }

    synchronized List<Told> told() {
        return List.copyOf(told);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private String nextStep() {
        now = steps.isEmpty() ? now : steps.remove();
        return now;
    }

    private String tell(String notification) {
        String[] parts = notification.split(" ", 3);
        told.add(new Told(Long.parseLong(parts[0]), parts[1], parts[2]));
        return "";
    }

    private void answers(String path, UnaryOperator<String> answer) {
        server.createContext(path, exchange -> {
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] body;
            synchronized (this) {
                body = answer.apply(asked).getBytes(StandardCharsets.UTF_8);
            }
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
    }
}
