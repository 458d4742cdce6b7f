package ai.torale.acceptance.quickstart;

import static ai.torale.acceptance.server.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.DevServer;
import ai.torale.acceptance.server.RealServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The script itself, as a process. The build of this suite has made its classes; the script builds what is missing. */
@RealServer
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class QuickstartIT {
    private static final Pattern TOLD = Pattern.compile("told +webhook, key ([0-9a-f]{32})");

    private static Map<String, String> shop = Map.of();
    private static Ended refused = new Ended(-1, "", "", Duration.ZERO);
    private static Ended first = new Ended(-1, "", "", Duration.ZERO);

    @TempDir
    private Path folder;

    private record Ended(int code, String out, String err, Duration took) {}

    /** One that watches its own page on its own server, as the leader of a group. */
    private record Running(Process process) implements AutoCloseable {
        static Running start(Path folder) throws IOException {
            return start(folder, Map.of());
        }

        static Running start(Path folder, Map<String, String> environment) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(
                            "setsid",
                            "bash",
                            DevServer.repository().resolve("quickstart").toString())
                    .redirectErrorStream(true);
            builder.environment().keySet().removeIf(QuickstartIT::namesServer);
            builder.environment().putAll(Map.of("XDG_STATE_HOME", folder.toString(), "QUICKSTART_PORT", freePort()));
            builder.environment().putAll(environment);
            return new Running(builder.start());
        }

        /** As a terminal does at Ctrl-C; answers what it says from then on. */
        List<String> endGroup() throws IOException, InterruptedException {
            String group = "-" + process.pid();
            new ProcessBuilder("kill", "-TERM", "--", group).start().waitFor();
            return process.inputReader(StandardCharsets.UTF_8).lines().toList();
        }

        /** Its server, once it has looked at the page. */
        List<ProcessHandle> awaitFirstLook() {
            assertThat(linesUntil("first look")).anyMatch(line -> line.contains("database in "));
            return process.children().toList();
        }

        List<String> linesUntil(String event) {
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            return lines.lines().takeWhile(line -> !line.contains(event)).toList();
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }

    /** Builds what is missing before a test reads the output. */
    @BeforeAll
    static void build(@TempDir Path folder) throws IOException, InterruptedException {
        refused = quickstart(folder, Map.of(), "--no-such-option");
    }

    /** Started once for both tests, while those below run. */
    @Nested
    class OnAServerThatStays {
        @BeforeAll
        static void first(DevServer server, @TempDir Path folder) throws IOException, InterruptedException {
            shop = Map.of("TEMPORAL_ADDRESS", server.target(), "QUICKSTART_PORT", freePort());
            first = quickstart(folder, shop, "--once");
        }

        @Test
        void once_ends_when_the_first_change_was_told_and_verified() {
            assertThat(first.code()).as(first.toString()).isZero();
            assertThat(first.took()).isLessThan(Duration.ofSeconds(60));
            assertThat(first.out().lines().map(QuickstartIT::story))
                    .containsSubsequence(
                            "first look span.price is 549 €, not below 500",
                            "no change span.price is 549 €, not below 500",
                            "to tell span.price is 499 €, below 500 (number: 549 → 499; the condition is now met)",
                            "webhook signature valid, key " + told(first).get(0));
            assertThat(first.out()).contains("/namespaces/default/schedules/task-quickstart-");
            assertThat(first.err()).isEmpty();
        }

        @Test
        void started_again_on_the_same_server_it_tells_nothing_twice() throws Exception {
            Ended second = quickstart(shop, "--once");

            assertThat(second.code()).as(second.toString()).isZero();
            assertThat(second.out()).contains("no change    span.price is 499 €, below 500");
            assertThat(second.out()).doesNotContain("first look", "to tell      span.price is 499 €");
            assertThat(told(second)).hasSize(1).doesNotContainAnyElementsOf(told(first));
        }
    }

    @Test
    void a_server_that_does_not_answer_is_named() throws Exception {
        String nobody = "127.0.0.1:" + freePort();

        Ended ended = quickstart(Map.of("TEMPORAL_ADDRESS", nobody), "--once");

        assertThat(ended.err()).isEqualTo("quickstart: no Temporal server answers at " + nobody + "\n");
        assertThat(ended.code()).isEqualTo(3);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "a session of its own needs setsid")
    void with_a_jdk_only_it_tells_a_change_all_the_same_until_a_signal_ends_it() throws Exception {
        try (Running quickstart = Running.start(folder, withJdkOnly())) {
            assertThat(quickstart.linesUntil("signature valid"))
                    .anyMatch(line -> line.contains("embedded: a test server in this process"))
                    .anyMatch(line -> line.contains("to tell      span.price is 499 €"))
                    .noneMatch(line -> line.contains("database"));
            assertThat(quickstart.process().children()).isEmpty();

            List<String> rest = quickstart.endGroup();

            assertThat(rest).anyMatch(line -> line.contains("ending"));
            assertThat(quickstart.process().waitFor()).isEqualTo(128 + 15);
        }
    }

    @Test
    void an_unknown_namespace_is_named(DevServer server) throws Exception {
        Ended ended = quickstart(
                Map.of(
                        "TEMPORAL_ADDRESS",
                        server.target(),
                        "TEMPORAL_NAMESPACE",
                        "nope",
                        "QUICKSTART_PORT",
                        freePort()),
                "--once");

        assertThat(ended.err()).contains("'nope'").hasLineCount(1);
        assertThat(ended.code()).isEqualTo(3);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "a session of its own needs setsid")
    void the_server_of_a_killed_one_is_ended_by_the_next_and_that_one_by_a_signal_to_the_group() throws Exception {
        try (Running killed = Running.start(folder)) {
            List<String> lines = killed.linesUntil("first look");
            List<ProcessHandle> left = killed.process().children().toList();
            eventually(
                    Duration.ofSeconds(10),
                    () -> get(admin(lines)),
                    json -> json.startsWith("{\"workflows\":[{\"workflow_id\":\"task-quickstart-"));
            killed.process().destroyForcibly().waitFor();
            assertThat(left).hasSize(1).allMatch(ProcessHandle::isAlive);

            try (Running next = Running.start(folder)) {
                List<ProcessHandle> servers = next.awaitFirstLook();
                assertThat(servers).hasSize(1).doesNotContainAnyElementsOf(left);
                assertThat(left).noneMatch(ProcessHandle::isAlive);

                assertEndsWithSignal(next, servers);
            }
        }
    }

    private static void assertEndsWithSignal(Running quickstart, List<ProcessHandle> servers) throws Exception {
        long start = System.nanoTime();

        List<String> rest = quickstart.endGroup();

        assertThat(quickstart.process().waitFor()).isEqualTo(128 + 15);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        assertThat(rest).anyMatch(line -> line.contains("ending"));
        assertThat(servers).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void bad_arguments_are_one_line_and_exit_code_2() {
        assertThat(refused.err())
                .startsWith("quickstart: there is no option --no-such-option")
                .hasLineCount(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.code()).isEqualTo(2);
    }

    @Test
    void the_help_fits_a_screen() throws Exception {
        Ended ended = quickstart(Map.of(), "--help");

        assertThat(ended.code()).isZero();
        assertThat(ended.out().lines()).hasSizeLessThanOrEqualTo(24).allMatch(line -> line.length() <= 80);
    }

    private Ended quickstart(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return quickstart(folder, environment, arguments);
    }

    private static Ended quickstart(Path folder, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("bash", DevServer.repository().resolve("quickstart").toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("XDG_STATE_HOME", folder.toString());
        builder.environment().keySet().removeIf(QuickstartIT::namesServer);
        builder.environment().putAll(variables);
        long start = System.nanoTime();
        Process process = builder.start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        assertThat(ended).as("ended: " + Files.readString(out)).isTrue();
        return new Ended(
                process.exitValue(),
                Files.readString(out),
                Files.readString(err),
                Duration.ofNanos(System.nanoTime() - start));
    }

    /** Not the CLI: the tests of this suite may have been given one. */
    private static boolean namesServer(String variable) {
        return variable.startsWith("TEMPORAL_") && !variable.equals("TEMPORAL_CLI");
    }

    /** Variables of a machine with what the script needs, and with neither a Temporal CLI nor Go. */
    private Map<String, String> withJdkOnly() throws IOException {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : List.of("bash", "dirname", "find")) {
            Path found = Arrays.stream(System.getenv("PATH").split(":", -1))
                    .map(path -> Path.of(path, tool))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            Path script = Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec " + found + " \"$@\"\n");
            assertThat(script.toFile().setExecutable(true)).isTrue();
        }
        return Map.of(
                "PATH", tools.toString(),
                "HOME", folder.toString(),
                "XDG_CACHE_HOME", folder.toString(),
                "TEMPORAL_CLI", "",
                "JAVA_HOME", System.getProperty("java.home"),
                "QUICKSTART_PORT", freePort());
    }

    /** The address that it prints. */
    private static URI admin(List<String> lines) {
        String line = lines.stream()
                .filter(text -> text.startsWith("  admin "))
                .findFirst()
                .orElseThrow();
        return URI.create(line.substring("  admin ".length()).strip());
    }

    private static String get(URI address) {
        return HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .join()
                .body();
    }

    private static List<String> told(Ended ended) {
        return TOLD.matcher(ended.out()).results().map(found -> found.group(1)).toList();
    }

    /** A line without its time and columns. */
    private static String story(String line) {
        Matcher event = Pattern.compile("[0-9:]{8}  (.*)").matcher(line);
        return event.matches() ? event.group(1).replaceAll(" +", " ") : "";
    }

    /** One of those that no system hands out by itself: nobody else gets it meanwhile. */
    private static String freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return String.valueOf(socket.getLocalPort());
            } catch (BindException e) {
                // Somebody else's: another.
            }
        }
    }
}
