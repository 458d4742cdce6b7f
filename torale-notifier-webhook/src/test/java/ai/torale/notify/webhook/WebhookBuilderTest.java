package ai.torale.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookBuilderTest {
    @Test
    void an_https_address_and_a_secret_are_enough() {
        WebhookNotifier notifier =
                WebhookNotifier.to(Samples.ADDRESS).signedWith(Samples.SECRET).build();

        assertThat(notifier).hasToString("WebhookNotifier[https://hooks.example]");
    }

    @ParameterizedTest
    @CsvSource({
        "http://hooks.example/x, URI_HTTP",
        "HTTP://hooks.example/x, URI_HTTP",
        "http://localhost:8080/x, URI_HTTP",
        "ftp://hooks.example/x, URI_SCHEME",
        "//hooks.example/x, URI_SCHEME",
        "https:///x, URI_HOST",
        "https://my_host/x, URI_HOST",
        "https://bücher.example/x, URI_HOST",
        "https://hooks.example:0/x, URI_PORT",
        "https://hooks.example:65536/x, URI_PORT",
        "https://me@hooks.example/x, URI_USERINFO",
        "https://@hooks.example/x, URI_USERINFO",
        "https://hooks.example/x#y, URI_FRAGMENT",
        "https://hooks.example/x#, URI_FRAGMENT",
    })
    void an_address_that_cannot_be_posted_to_is_refused(URI uri, String code) {
        assertThat(codes(WebhookNotifier.to(uri).signedWith(Samples.SECRET))).containsExactly(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example",
                "HTTPS://HOOKS.EXAMPLE/x",
                "https://hooks.example:65535/a%20b?c=d&e",
                "https://192.0.2.7/x",
                "https://[2001:db8::1]:8443/x",
                "https://xn--bcher-kva.example/ä",
                "http://localhost:8080/x",
            })
    void an_address_that_can_be_posted_to_is_taken(URI uri) {
        assertThat(WebhookNotifier.to(uri)
                        .allowHttp()
                        .signedWith(Samples.SECRET)
                        .build())
                .isNotNull();
    }

    @Test
    void allowing_http_allows_no_other_scheme() {
        assertThat(codes(WebhookNotifier.to(URI.create("ws://hooks.example/x"))
                        .allowHttp()
                        .signedWith(Samples.SECRET)))
                .containsExactly("URI_SCHEME");
    }

    @Test
    void a_secret_is_required() {
        assertThat(codes(WebhookNotifier.to(Samples.ADDRESS))).containsExactly("SECRET_MISSING");
    }

    @ParameterizedTest
    @CsvSource({"whsec_dG9vIHNob3J0, SECRET_WHSEC", "whsec_?, SECRET_WHSEC", "'secret\n', SECRET_WHITE_SPACE"})
    void a_secret_that_a_receiver_would_read_otherwise_is_refused(String secret, String code) {
        assertThat(codes(WebhookNotifier.to(Samples.ADDRESS).signedWith(Secret.of(secret))))
                .containsExactly(code);
    }

    @Test
    void an_older_secret_that_would_sign_nothing_is_refused() {
        assertThat(codes(WebhookNotifier.to(Samples.ADDRESS).signedWith(Samples.STANDARD_SECRET, Samples.SECRET)))
                .containsExactly("SECRET_UNUSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT5M0.001S", "PT2562047788015215H"})
    void a_timeout_lies_above_zero_and_within_five_minutes(Duration timeout) {
        assertThat(codes(WebhookNotifier.to(Samples.ADDRESS)
                        .signedWith(Samples.SECRET)
                        .timeout(timeout)))
                .containsExactly("TIMEOUT_RANGE");
    }

    @Test
    void all_problems_are_reported_at_once() {
        WebhookNotifier.Builder builder = WebhookNotifier.to(URI.create("http://me@hooks.example:0/x#y"))
                .signedWith(Secret.of("whsec_"), Samples.SECRET)
                .timeout(Duration.ZERO);

        assertThat(codes(builder))
                .containsExactly(
                        "URI_HTTP",
                        "URI_PORT",
                        "URI_USERINFO",
                        "URI_FRAGMENT",
                        "SECRET_WHSEC",
                        "SECRET_UNUSED",
                        "TIMEOUT_RANGE");
    }

    @Test
    void nothing_takes_null() {
        assertThatNullPointerException().isThrownBy(() -> WebhookNotifier.to(nothing()));
        WebhookNotifier.Builder builder = WebhookNotifier.to(Samples.ADDRESS);
        assertThatNullPointerException().isThrownBy(() -> builder.signedWith(nothing()));
        assertThatNullPointerException().isThrownBy(() -> builder.timeout(nothing()));
        assertThatNullPointerException().isThrownBy(() -> builder.clock(nothing()));
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    private static List<String> codes(WebhookNotifier.Builder builder) {
        try {
            builder.build();
            return List.of();
        } catch (InvalidException e) {
            return e.problems().stream().map(Problem::code).toList();
        }
    }
}
