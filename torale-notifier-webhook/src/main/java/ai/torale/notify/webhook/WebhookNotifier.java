package ai.torale.notify.webhook;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.Secret;
import ai.torale.notify.Notification;
import ai.torale.notify.Notifier;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Posts each notification, as signed JSON, to one address.
 *
 * <p>Every attempt sends the same body under the same {@code X-Torale-Delivery}, the notification's key; its timestamp
 * and signatures are its own. An answer 2xx is the receipt. 410 is a permanent failure, 429 and 503 with a sensible
 * Retry-After ask for a pause, and everything else, redirects and silence included, is transient.
 *
 * <p>Safe for many threads, and made to be kept: it holds an HTTP client. An interrupt ends an attempt at once.
 *
 * <p>Neither its exceptions nor {@link #toString} show the secret, or of the address more than host and port.
 */
public final class WebhookNotifier implements Notifier {
    private final URI uri;
    private final Signer signer;
    private final InstantSource clock;
    private final Exchange exchange;

    private WebhookNotifier(Builder builder) {
        this.uri = URI.create(builder.uri.toASCIIString());
        this.signer = new Signer(builder.secrets);
        this.clock = builder.clock;
        this.exchange = new Exchange(Endpoint.hostOf(uri), builder.timeout);
    }

    /** Starts a notifier that posts to the address. */
    public static Builder to(URI uri) {
        return new Builder(uri);
    }

    @Override
    public void send(Notification notification) {
        Answer answer = exchange.send(request(notification, clock.instant()));
        answer.requireReceipt(Endpoint.hostOf(uri), clock.instant());
    }

    private HttpRequest request(Notification notification, Instant now) {
        byte[] body = WebhookBody.of(notification);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Torale-Webhooks/1.0")
                .header("X-Torale-Event", WebhookBody.EVENT_TYPE)
                .header("X-Torale-Delivery", notification.key());
        signer.headers(notification.key(), now.getEpochSecond(), body).forEach(request::header);
        return request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    }

    /** The scheme, host and port only. */
    @Override
    public String toString() {
        return "WebhookNotifier[" + uri.getScheme() + "://" + Endpoint.hostOf(uri) + "]";
    }

    /** Collects a notifier's options; not safe for several threads. */
    public static final class Builder {
        private static final Duration MAX_TIMEOUT = Duration.ofMinutes(5);

        private final URI uri;
        private List<Secret> secrets = List.of();
        private Duration timeout = Duration.ofSeconds(10);
        private InstantSource clock = InstantSource.system();
        private boolean httpAllowed;

        private Builder(URI uri) {
            this.uri = Objects.requireNonNull(uri, "uri");
        }

        /**
         * The secret that the receiver verifies with; required.
         *
         * <p>One that begins with {@code whsec_} (and goes on with 24 to 64 bytes in base64) signs the Standard Webhooks
         * headers too. While it is replaced, older ones of that kind sign those headers as well; Torale's own header is
         * signed by the newest alone. Default: none, and {@link #build} refuses.
         */
        public Builder signedWith(Secret newest, Secret... older) {
            List<Secret> all = new ArrayList<>(List.of(older));
            all.add(0, Objects.requireNonNull(newest, "newest"));
            this.secrets = List.copyOf(all);
            return this;
        }

        /**
         * The most that one attempt takes, from resolving the name to the end of the answer.
         *
         * <p>Above zero, at most 5 minutes; keep it below the timeout of the activity, 30 seconds unless you change it.
         * Default: 10 seconds.
         */
        public Builder timeout(Duration timeout) {
            this.timeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** Where the time of an attempt comes from. Default: the system's clock. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Permits an address that begins with {@code http:}, loopback included.
         *
         * <p>Then anybody on the way reads the notifications, though nobody can forge one. Default: https only.
         */
        public Builder allowHttp() {
            this.httpAllowed = true;
            return this;
        }

        /**
         * Makes the notifier.
         *
         * @throws InvalidException naming every problem at once, without the secret or the address's path
         */
        public WebhookNotifier build() {
            List<Problem> problems = new ArrayList<>(Endpoint.problems(uri, httpAllowed));
            problems.addAll(Signer.problems(secrets));
            if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
                problems.add(new Problem(
                        "TIMEOUT_RANGE", "timeout", timeout.toString(), "give more than 0 and at most 5 minutes"));
            }
            InvalidException.throwIfAny("the webhook notifier", problems);
            return new WebhookNotifier(this);
        }
    }
}
