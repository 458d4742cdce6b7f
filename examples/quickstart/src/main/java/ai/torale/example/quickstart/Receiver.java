package ai.torale.example.quickstart;

import ai.torale.Json;
import ai.torale.Secret;
import ai.torale.notify.webhook.WebhookNotifier;
import ai.torale.notify.webhook.WebhookSignature;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Receives webhooks as a host's own service would: verifies the bytes, handles each key once, answers soon. */
final class Receiver implements AutoCloseable {
    private final Secret secret;
    private final Console console;
    private final HttpServer server;
    private final Set<String> handled = ConcurrentHashMap.newKeySet();

    private Receiver(Secret secret, Console console, HttpServer server) {
        this.secret = secret;
        this.console = console;
        this.server = server;
    }

    /** Starts a receiver on a free port, with a secret that nobody else has. */
    static Receiver start(Console console) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        Secret secret = Secret.of("whsec_" + Base64.getEncoder().encodeToString(random));
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Receiver receiver = new Receiver(secret, console, server);
            server.createContext("/torale", receiver::receive);
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/torale");
    }

    /** The notifier that tells this receiver. */
    WebhookNotifier notifier() {
        return WebhookNotifier.to(uri()).allowHttp().signedWith(secret).build();
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String signature = exchange.getRequestHeaders().getFirst(WebhookSignature.HEADER);
        boolean genuine = WebhookSignature.verify(body, signature, List.of(secret), Instant.now());
        if (genuine) {
            handle(Json.parse(new String(body, StandardCharsets.UTF_8)).asMap());
        } else {
            console.event("webhook", "refused: signature not valid");
        }
        exchange.sendResponseHeaders(genuine ? 204 : 401, -1);
        exchange.close();
    }

    private void handle(Map<String, ?> event) {
        String key = String.valueOf(event.get("id"));
        boolean first = handled.add(key);
        console.event("webhook", "signature valid, key " + key + (first ? "" : ", received before: nothing to do"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
