package ai.torale.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.torale.InvalidException;
import ai.torale.Secret;
import ai.torale.notify.DeliveryException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets and tokens are planted, everything that could be shown is collected, and none may be found in it. */
class WebhookSecrecyTest {
    private static final String KEY =
            Base64.getEncoder().encodeToString("CANARYsecret".repeat(2).getBytes(StandardCharsets.UTF_8));
    private static final Secret SECRET = Secret.of("whsec_" + KEY);
    private static final String PATH = "/CANARYpath?token=CANARYquery";

    private final Queue<String> shown = new ConcurrentLinkedQueue<>();
    private final PrintStream usualOut = System.out;
    private final PrintStream usualErr = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Handler handler = new Collector(shown);

    @BeforeEach
    void collect() {
        Logger.getLogger("").addHandler(handler);
        PrintStream collector = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(collector);
        System.setErr(collector);
    }

    @AfterEach
    void restore() {
        System.setOut(usualOut);
        System.setErr(usualErr);
        Logger.getLogger("").removeHandler(handler);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 401, 404, 410, 429, 500, 503})
    void no_answer_makes_the_notifier_show_a_secret_or_more_of_the_address_than_its_host(int status) {
        try (Receiver receiver = new Receiver().answering(status, Map.of("Location", PATH, "Retry-After", "1"))) {
            send(notifier("http://127.0.0.1:" + receiver.port() + PATH));
        }

        assertNothingShown();
    }

    @Test
    void no_fault_makes_the_notifier_show_a_secret_or_more_of_the_address_than_its_host() throws Exception {
        try (RawReceiver silent = new RawReceiver(RawReceiver.silence());
                RawReceiver broken = new RawReceiver(RawReceiver.thenReset("CANARY"))) {
            send(notifier(silent.uri().resolve(PATH).toString()));
            send(notifier(broken.uri().resolve(PATH).toString()));
            send(notifier(broken.uri().resolve(PATH).toString().replace("http:", "https:")));
        }
        send(notifier("https://receiver.invalid" + PATH));

        assertNothingShown();
    }

    @Test
    void no_refusal_shows_a_secret_or_more_of_the_address_than_its_host() {
        for (String address : List.of(
                "http://hooks.example" + PATH,
                "https://CANARY:CANARY@hooks.example" + PATH + "#CANARY",
                "https://CANARY:CANARY@my_host" + PATH,
                "https://CANARY_host:0" + PATH,
                "https:CANARY",
                "CANARY")) {
            refuse(WebhookNotifier.to(URI.create(address))
                    .signedWith(Secret.of("whsec_CANARY"), Secret.of("CANARY"), Secret.of(" CANARY")));
        }

        assertNothingShown();
    }

    private static WebhookNotifier notifier(String address) {
        return WebhookNotifier.to(URI.create(address))
                .allowHttp()
                .signedWith(SECRET)
                .timeout(Duration.ofMillis(500))
                .build();
    }

    private void send(WebhookNotifier notifier) {
        shown.add(notifier.toString());
        Throwable failure = catchThrowable(() -> notifier.send(Samples.notification()));
        if (failure != null) {
            assertThat(failure).isInstanceOf(DeliveryException.class);
            show(failure);
        }
    }

    private void refuse(WebhookNotifier.Builder builder) {
        Throwable failure = catchThrowable(builder::build);
        assertThat(failure).isInstanceOf(InvalidException.class);
        show(failure);
    }

    private void show(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        shown.add(trace.toString());
    }

    private void assertNothingShown() {
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(shown).isNotEmpty();
        assertThat(String.join("\n", shown))
                .doesNotContainIgnoringCase("canary")
                .doesNotContain(KEY)
                .doesNotContain("whsec_Q");
    }

    private static final class Collector extends Handler {
        private final Queue<String> records;

        private Collector(Queue<String> records) {
            this.records = records;
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord record) {
            records.add(record.getLoggerName() + " " + record.getMessage());
            if (record.getThrown() != null) {
                records.add(record.getThrown().toString());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
