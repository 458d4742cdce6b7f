package ai.torale.notify.webhook;

import ai.torale.notify.Notifier;
import ai.torale.testkit.NotifierContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** A webhook notifier keeps what every notifier must keep. */
class WebhookContractTest implements NotifierContract {
    private final Receiver receiver = new Receiver();
    private final RawReceiver silent = new RawReceiver(RawReceiver.silence());

    @Override
    public Notifier notifier(Situation situation) {
        WebhookNotifier.Builder notifier = switch (situation) {
            case TAKING -> receiver.answering(200).notifier();
            case DOWN -> receiver.answering(500).notifier();
            case REFUSING -> receiver.answering(410).notifier();
            case LIMITING ->
                receiver.answering(429, Map.of("Retry-After", "30")).notifier();
            case SILENT -> silent.notifier();
        };
        return notifier.timeout(Duration.ofSeconds(1)).build();
    }

    @Override
    public List<String> received() {
        return receiver.calls().stream()
                .map(call -> call.header("X-Torale-Delivery") + " " + call.text())
                .toList();
    }

    /** Of the address, only host and port may be read. */
    @Override
    public Set<String> secrets() {
        return Set.of(Samples.SECRET.reveal(), "/hook");
    }

    @Override
    public Duration timeLimit() {
        return Duration.ofSeconds(3);
    }

    @AfterEach
    void close() throws Exception {
        receiver.close();
        silent.close();
    }
}
