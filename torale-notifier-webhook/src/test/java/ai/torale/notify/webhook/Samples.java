package ai.torale.notify.webhook;

import ai.torale.Secret;
import ai.torale.notify.Notification;
import ai.torale.search.Source;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** Values that many tests share and none depends on. */
final class Samples {
    static final Secret SECRET = Secret.of("test_secret_key");
    static final Secret STANDARD_SECRET = Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    static final URI ADDRESS = URI.create("https://hooks.example/torale");

    private Samples() {}

    static Notification notification() {
        return Notification.builder("47cd7a7b2bab3ae17d1ad0ba3ee8b9de", 3, "gpu-price")
                .taskName("GPU below 500")
                .searchQuery("price of the card")
                .conditionDescription("the price is below 500")
                .checkId("0190-check")
                .changeSummary("price: 549 -> 499")
                .comparedAt(Instant.parse("2024-01-15T09:00:05Z"))
                .answer("The card costs 499 €.")
                .sources(List.of(new Source("https://shop.example/gpu", "Shop")))
                .build();
    }
}
