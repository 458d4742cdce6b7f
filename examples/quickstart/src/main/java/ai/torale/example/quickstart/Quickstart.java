package ai.torale.example.quickstart;

import ai.torale.InvalidException;
import ai.torale.ToraleException;
import ai.torale.notify.Notifier;
import ai.torale.search.web.WebPage;
import ai.torale.search.web.WebPageSearch;
import ai.torale.state.Fingerprint;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.LifecycleException;
import ai.torale.temporal.Torale;
import ai.torale.temporal.admin.AdminHandler;
import ai.torale.temporal.admin.TemporalAdmin;
import ai.torale.temporal.schedule.ScheduledTask;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Watches a page and tells a receiver, on a Temporal server: the library's first use. */
public final class Quickstart {
    private static final Duration DEMONSTRATION_LIMIT = Duration.ofSeconds(60);
    private static final Duration REST_LIMIT = Duration.ofMillis(1_500);
    private static final int MAX_PORT = 65_535;
    private static final int SERVER_FULL = 4;

    private final Arguments arguments;
    private final Surroundings surroundings;
    private final Closing closing;
    private final Console console;

    private Quickstart(Arguments arguments, Surroundings surroundings, Closing closing) {
        this.arguments = arguments;
        this.surroundings = surroundings;
        this.closing = closing;
        this.console = new Console(surroundings.out(), InstantSource.system(), ZoneId.systemDefault());
    }

    public static void main(String[] line) {
        System.exit(run(List.of(line), Surroundings.process()));
    }

    /** The exit code: 0 told or helped, 1 failed, 2 bad arguments, 3 no server, 4 the embedded server is full. */
    static int run(List<String> line, Surroundings surroundings) {
        PrintStream err = surroundings.err();
        if (Arguments.askForHelp(line)) {
            surroundings.out().print(help());
            return 0;
        }
        try (Closing closing = new Closing()) {
            Arguments arguments = Arguments.parse(line, surroundings.environment());
            return new Quickstart(arguments, surroundings, closing).watch();
        } catch (UsageException e) {
            err.println("quickstart: " + e.getMessage() + " (./quickstart --help shows how)");
            return 2;
        } catch (NoServerException e) {
            if (!String.valueOf(e.getMessage()).isEmpty()) {
                err.println("quickstart: " + e.getMessage());
            }
            return 3;
        } catch (LifecycleException e) {
            err.println("quickstart: " + e.getMessage());
            return 3;
        } catch (ToraleException e) {
            err.println("quickstart: " + e.getMessage());
            return e.code().equals("NAMESPACE_NOT_FOUND") ? 3 : 1;
        } catch (RuntimeException e) {
            err.println("quickstart: " + e.toString().replaceAll("\\s+", " "));
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private int watch() throws InterruptedException {
        Optional<DemoPage> demo = arguments.page().isPresent()
                ? Optional.empty()
                : Optional.of(DemoPage.reserve(demoPort(), InstantSource.system()));
        demo.ifPresent(page -> closing.later(page::close));
        MonitoringTask task = task(demo);
        TemporalServer server = TemporalServer.open(surroundings, closing);
        Ending ending =
                new Ending(arguments.once(), server.isEmbedded() ? surroundings.mostChecks() : Integer.MAX_VALUE);

        Torale torale = Torale.builder(server.client())
                .searchProvider(WebPageSearch.create())
                .notifier("webhook", notifier())
                .minimumPeriod(Duration.ofSeconds(1))
                .closeTimeout(Duration.ofSeconds(1))
                .taskQueue(task.id()) // another quickstart on this server has a console of its own
                .activities(library -> new NarratedActivities(library, console, ending))
                .build();
        demo.ifPresent(page -> page.open(LastSeen.number(server.client(), torale, task.id())));
        introduce(task, server);
        console.fact("admin", admin(torale, server));
        demo.ifPresent(page -> console.fact("price", page.price() + " € now; it changes every few seconds"));
        console.fact("end", "Ctrl-C");
        console.gap();

        torale.start();
        closing.later(torale::close);
        torale.watch(task);
        closing.later(() -> rest(torale, server, task));
        if (torale.find(task.id()).filter(ScheduledTask::paused).isPresent()) {
            torale.resume(task.id());
        }
        return untilEnd(ending);
    }

    /** What an operator sees, on a free port; without a token it answers this machine only. */
    private String admin(Torale torale, TemporalServer server) {
        TemporalAdmin admin = server.ui().map(torale.admin()::linkedTo).orElseGet(torale::admin);
        HttpServer served = admin.handler().start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        closing.later(() -> served.stop(0));
        return "http://127.0.0.1:" + served.getAddress().getPort() + AdminHandler.WORKFLOWS;
    }

    private MonitoringTask task(Optional<DemoPage> demo) {
        WebPage page = demo.map(shop ->
                        WebPageSearch.page(shop.url()).select("span.price").below(DemoPage.LIMIT))
                .or(arguments::page)
                .orElseThrow();
        try {
            MonitoringTask nameless = MonitoringTask.builder("quickstart", arguments.every())
                    .attributes(page.attributes())
                    .build();
            // The same page and condition are the same task at every start; others are tasks beside it.
            String question = Fingerprint.ofQuestion(nameless).substring("v1:".length());
            return MonitoringTask.builder("quickstart-" + question.substring(0, 8), arguments.every())
                    .attributes(page.attributes())
                    .build();
        } catch (InvalidException e) {
            throw Arguments.refused(e.problems());
        }
    }

    private Notifier notifier() {
        if (arguments.webhook().isPresent()) {
            return arguments.webhook().get();
        }
        Receiver receiver = Receiver.start(console);
        closing.later(receiver::close);
        return receiver.notifier();
    }

    private void introduce(MonitoringTask task, TemporalServer server) {
        Map<String, String> attributes = task.attributes();
        console.fact("page", String.valueOf(attributes.get("url")));
        console.fact("watched", watched(attributes) + ", " + task.cron().replace("@every", "every"));
        console.fact("told", arguments.webhook().map(Object::toString).orElse("a receiver in this process"));
        console.fact("server", server.place());
        server.ui("task-" + task.id()).ifPresent(address -> console.fact("UI", address));
        if (server.isEmbedded()) {
            console.fact("", "for one that remembers, install the Temporal CLI: https://docs.temporal.io/cli");
            console.fact("", "or name one that runs: TEMPORAL_ADDRESS=host:port ./quickstart");
        }
    }

    private static String watched(Map<String, String> attributes) {
        String condition = List.of("below", "above", "contains").stream()
                .filter(attributes::containsKey)
                .map(name -> name + " " + attributes.get(name))
                .findFirst()
                .orElse("changes");
        return attributes.get("select") + " " + condition;
    }

    private int untilEnd(Ending ending) throws InterruptedException {
        boolean isShort = arguments.once() && arguments.page().isEmpty();
        return switch (isShort ? ending.await(DEMONSTRATION_LIMIT) : ending.await()) {
            case TOLD -> 0;
            case TIME_OUT -> {
                say("nothing was told within " + DEMONSTRATION_LIMIT.toSeconds() + " seconds");
                yield 1;
            }
            case FULL -> {
                say(String.format(
                        Locale.ROOT,
                        "it ends after %,d checks, because the embedded server keeps each in memory; to go on for ever,",
                        surroundings.mostChecks()));
                say(
                        "install the Temporal CLI (https://docs.temporal.io/cli) or name a server: TEMPORAL_ADDRESS=host:port");
                yield SERVER_FULL;
            }
        };
    }

    private void say(String problem) {
        surroundings.err().println("quickstart: " + problem);
    }

    /** A schedule without a worker would only pile up a check that nobody runs. */
    private void rest(Torale torale, TemporalServer server, MonitoringTask task) {
        console.event(
                "ending",
                server.isEmbedded()
                        ? "the server ends, and with it all that it knew"
                        : "the task rests until the next start");
        if (!server.mayAnswer()) {
            return;
        }
        Thread resting = new Thread(
                () -> {
                    torale.pause(task.id(), "the quickstart has ended; it resumes at the next start");
                    LastSeen.awaitRunning(server.client(), torale, task.id());
                },
                "quickstart-resting");
        resting.setDaemon(true);
        // A server that died with Ctrl-C cannot be asked.
        resting.setUncaughtExceptionHandler((thread, thrown) -> {});
        resting.start();
        try {
            resting.join(REST_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Integer> demoPort() {
        String port = surroundings.environment().getOrDefault("QUICKSTART_PORT", "");
        boolean usable = port.matches("[1-9][0-9]{0,4}") && Integer.parseInt(port) <= MAX_PORT;
        if (!port.isBlank() && !usable) {
            throw new UsageException("QUICKSTART_PORT is '" + port + "', it should be a port such as 8547");
        }
        return port.isBlank() ? Optional.empty() : Optional.of(Integer.parseInt(port));
    }

    private static String help() {
        try (InputStream text = Objects.requireNonNull(Quickstart.class.getResourceAsStream("help.txt"), "help.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
