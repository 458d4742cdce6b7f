package ai.torale.temporal.admin;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.Secret;
import ai.torale.ToraleException;
import ai.torale.temporal.schedule.TaskScheduleException;
import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a {@link TemporalAdmin} as JSON: {@code GET /admin/temporal/workflows} and {@code /admin/temporal/schedules}.
 *
 * <p>For a server of the host's own, or for {@link #start} one of its own. Without a token or an authenticator (here, or
 * on the server's context) it answers this machine only, on a server that listens on loopback only. It answers no name
 * but the loopback names, the address that was connected to, and those of {@link #host}. Immutable, safe for many
 * threads.
 */
public final class AdminHandler implements HttpHandler {
    /** Where the recent checks are. */
    public static final String WORKFLOWS = "/admin/temporal/workflows";

    /** Where the schedules are. */
    public static final String SCHEDULES = "/admin/temporal/schedules";

    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);
    private static final int DEFAULT_LIMIT = 100;

    /** A request that never ends holds a thread: the JDK's server limits no request's time unless it is told to. */
    private static final int MAX_THREADS = 64;

    private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,3}");

    private final TemporalAdmin admin;
    private final Door door;

    private AdminHandler(TemporalAdmin admin, Door door) {
        this.admin = admin;
        this.door = door;
    }

    static AdminHandler of(TemporalAdmin admin) {
        return new AdminHandler(admin, new Door(null, Set.of()));
    }

    /**
     * Also for other machines, for requests with {@code Authorization: Bearer} and this token. Default: none.
     *
     * @throws InvalidException when it holds blanks or characters beyond ASCII; blanks around it do not count
     */
    public AdminHandler token(Secret token) {
        return authenticator(new BearerToken(Objects.requireNonNull(token, "token")));
    }

    /** Also for other machines, for whom this lets in; it replaces a token. Default: none. */
    public AdminHandler authenticator(Authenticator authenticator) {
        return new AdminHandler(admin, door.with(authenticator));
    }

    /**
     * A name under which the server is reached, without a port. Default: only loopback names and addresses.
     *
     * @throws InvalidException when it is no name that can be asked for
     */
    public AdminHandler host(String name) {
        return new AdminHandler(admin, door.with(name));
    }

    /**
     * Starts a server for this handler alone, with threads that do not keep the process alive.
     *
     * <p>It answers {@value #MAX_THREADS} requests at once and drops what is beyond. Whoever can connect can hold a
     * thread with half a request, before any token: where others reach it, start Java with
     * {@code -Dsun.net.httpserver.maxReqTime=10} (seconds), or put a proxy in front.
     *
     * @param address where it listens; port 0 for any that is free
     * @return the server, for its address and for stopping it
     * @throws InvalidException when the address is not loopback and there is neither token nor authenticator
     * @throws UncheckedIOException when the address cannot be used
     */
    public HttpServer start(InetSocketAddress address) {
        if (door.authenticator() == null && !Door.isLoopback(address)) {
            throw InvalidException.of(
                    "the admin's server",
                    new Problem(
                            "ADMIN_OPEN",
                            "address",
                            address.toString(),
                            "give it a token or an authenticator, or a loopback address such as 127.0.0.1"));
        }
        try {
            HttpServer server = HttpServer.create(address, 0);
            server.createContext("/", this);
            server.setExecutor(threads());
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ThreadPoolExecutor threads() {
        return new ThreadPoolExecutor(0, MAX_THREADS, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "torale-admin");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            Optional<Door.Refusal> refusal = refuses(exchange);
            if (refusal.isPresent()) {
                refuse(exchange, refusal.get());
            } else {
                send(
                        exchange,
                        200,
                        rows(exchange.getRequestURI().getPath(), limit(exchange).orElseThrow()));
            }
        } catch (RuntimeException e) {
            fail(exchange, e);
        } finally {
            exchange.close();
        }
    }

    private Optional<Door.Refusal> refuses(HttpExchange exchange) {
        Optional<Door.Refusal> closed = door.refuses(exchange);
        if (closed.isPresent()) {
            return closed;
        }
        String path = exchange.getRequestURI().getPath();
        if (!WORKFLOWS.equals(path) && !SCHEDULES.equals(path)) {
            return Optional.of(new Door.Refusal(404, "NOT_FOUND"));
        }
        if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Optional.of(new Door.Refusal(405, "METHOD"));
        }
        return limit(exchange).isPresent() ? Optional.empty() : Optional.of(new Door.Refusal(400, "LIMIT"));
    }

    /** One row more than asked for tells whether there are more. */
    private String rows(String path, int limit) {
        if (path.equals(WORKFLOWS)) {
            List<TemporalAdmin.Workflow> rows = admin.firstWorkflows(limit + 1);
            return AdminJson.workflows(first(rows, limit), rows.size() > limit);
        }
        List<TemporalAdmin.Schedule> rows = admin.firstSchedules(limit + 1);
        return AdminJson.schedules(first(rows, limit), rows.size() > limit);
    }

    private static <T> List<T> first(List<T> rows, int limit) {
        return rows.subList(0, Math.min(limit, rows.size()));
    }

    /** Empty when it is no number in range, or given twice; parameters of other names are ignored. */
    private static Optional<Integer> limit(HttpExchange exchange) {
        String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
        List<String> given = Arrays.stream(query.split("&", -1))
                .filter(parameter -> parameter.equals("limit") || parameter.startsWith("limit="))
                .map(parameter -> parameter.substring(Math.min(parameter.length(), "limit=".length())))
                .toList();
        if (given.isEmpty()) {
            return Optional.of(DEFAULT_LIMIT);
        }
        return Optional.of(given.get(0))
                .filter(text -> given.size() == 1 && LIMIT.matcher(text).matches())
                .map(Integer::valueOf)
                .filter(limit -> limit <= TemporalAdmin.MAX_ROWS);
    }

    private static void refuse(HttpExchange exchange, Door.Refusal refusal) throws IOException {
        String id = UUID.randomUUID().toString();
        LOG.debug("admin request refused with status {}, {}, error {}", refusal.status(), refusal.code(), id);
        send(exchange, refusal.status(), AdminJson.error(id, refusal.code()));
    }

    private static void fail(HttpExchange exchange, RuntimeException e) throws IOException {
        String id = UUID.randomUUID().toString();
        String code = "INTERNAL";
        if (e instanceof ToraleException known) {
            code = known.code();
            LOG.warn("admin request failed, error {}: {}", id, e.toString()); // where in the library helps nobody
        } else {
            LOG.warn("admin request failed, error {}", id, e);
        }
        boolean later = Set.of("UNAVAILABLE", "THROTTLED").contains(code);
        int status = e instanceof TaskScheduleException ? later ? 503 : 502 : 500;
        send(exchange, status, AdminJson.error(id, code));
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json; charset=utf-8");
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
