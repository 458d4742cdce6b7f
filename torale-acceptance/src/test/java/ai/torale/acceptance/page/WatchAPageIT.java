package ai.torale.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.InvalidException;
import ai.torale.Secret;
import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.notify.webhook.WebhookNotifier;
import ai.torale.notify.webhook.WebhookSignature;
import ai.torale.search.web.WebPageSearch;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.Torale;
import ai.torale.temporal.schedule.Triggered;
import ai.torale.temporal.workflow.CheckReport;
import com.standardwebhooks.Webhook;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@RealServer
@ResourceLock(Resources.SYSTEM_ERR)
class WatchAPageIT {
    private static final String SECRET = "whsec_cGxhbnRlZC1zZWNyZXQtdGhhdC1ub2JvZHktbWF5LXNlZQ==";

    private final WatchedSite site = new WatchedSite();
    private final PrintStream console = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @BeforeEach
    void readTheLog() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        System.setErr(console);
        site.close();
    }

    @Test
    void a_price_that_falls_below_the_limit_is_told_once_with_both_signatures(Stage stage) throws Exception {
        Torale torale = stage.start(
                stage.torale().searchProvider(WebPageSearch.create()).notifier("test", webhook()));
        MonitoringTask task = gpu(stage);
        torale.watch(task);

        site.shows("<p>GPU: <span class=price>549.00 €</span></p>");
        CheckReport before = stage.check(torale, task);
        site.shows("<p>GPU: <span class=price>499.00 €</span></p>");
        CheckReport below = stage.check(torale, task);
        site.shows("<p>GPU now: <span class=price>499,00 €</span>!</p>");
        CheckReport same = stage.check(torale, task);

        assertThat(List.of(before.outcome(), below.outcome(), same.outcome()))
                .containsExactly("changed", "notified", "unchanged");
        assertThat(site.hooks()).hasSize(1);
        WatchedSite.Hook hook = site.hooks().get(0);
        assertThat(hook.body()).contains("\"id\":\"" + below.key() + "\"");
        assertThatCode(() -> new Webhook(SECRET).verify(hook.body(), headers(hook)))
                .doesNotThrowAnyException();
        assertThat(WebhookSignature.verify(
                        hook.body().getBytes(StandardCharsets.UTF_8),
                        hook.headers().getFirst(WebhookSignature.HEADER),
                        List.of(Secret.of(SECRET)),
                        Instant.now()))
                .isTrue();
    }

    @Test
    void what_cannot_be_read_is_inconclusive_and_never_a_change(Stage stage) {
        Torale torale = stage.start(
                stage.torale().searchProvider(WebPageSearch.create()).notifier("test", webhook()));
        MonitoringTask task = gpu(stage);
        torale.watch(task);
        site.shows("<span class=price>549.00 €</span>");
        CheckReport known = stage.check(torale, task);

        site.shows("<p>Please log in</p>");
        CheckReport unreadable = stage.check(torale, task);

        assertThat(unreadable.outcome()).isEqualTo("inconclusive");
        assertThat(unreadable.changeSummary()).contains("span.price");
        assertThat(unreadable.carried()).isEqualTo(known.carried());
        assertThat(site.hooks()).isEmpty();
    }

    @Test
    void a_bad_selector_is_refused_before_anything_is_scheduled(Stage stage) {
        Torale torale = stage.start(
                stage.torale().searchProvider(WebPageSearch.create()).notifier("test", webhook()));
        MonitoringTask task = stage.task("bad")
                .attribute("url", site.uri("/page").toString())
                .attribute("select", "span[")
                .attribute("below", "500")
                .build();

        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> torale.watch(task))
                .withMessageContaining("attributes.select");
        assertThat(torale.find(task.id())).isEmpty();
    }

    @Test
    void the_secret_of_a_webhook_is_in_no_history_no_log_and_no_failure(Stage stage) {
        Torale torale = stage.start(stage.torale()
                .searchProvider(WebPageSearch.create())
                .notifier("test", webhook())
                .activityOptions(
                        "send_notification",
                        options -> options.setRetryOptions(options.build().getRetryOptions().toBuilder()
                                .setInitialInterval(Duration.ofMillis(100))
                                .build())));
        MonitoringTask task = gpu(stage);
        torale.watch(task);
        site.shows("<span class=price>499.00 €</span>");
        site.refusesOnceWith(500);
        site.refusesOnceWith(503);

        Triggered triggered = stage.trigger(torale, task);
        CheckReport report = stage.report(triggered);

        List<String> told = new ArrayList<>();
        told.add(stage.history(triggered).toJson(false));
        told.add(log.toString(StandardCharsets.UTF_8));
        told.add(torale.find(task.id()).orElseThrow().toString());
        told.add(report.toString());
        String everything = String.join("\n", told);
        assertThat(report.outcome()).isEqualTo("notified");
        assertThat(everything).contains("DELIVERY_TRANSIENT", "500");
        assertThat(everything).doesNotContain(SECRET, SECRET.substring(6), "planted-secret");
    }

    private WebhookNotifier webhook() {
        return WebhookNotifier.to(site.uri("/hook"))
                .allowHttp()
                .signedWith(Secret.of(SECRET))
                .build();
    }

    private MonitoringTask gpu(Stage stage) {
        return stage.task("gpu")
                .attributes(WebPageSearch.page(site.uri("/page").toString())
                        .select("span.price")
                        .below(500)
                        .attributes())
                .build();
    }

    private static HttpHeaders headers(WatchedSite.Hook hook) {
        return HttpHeaders.of(hook.headers(), (name, value) -> true);
    }
}
