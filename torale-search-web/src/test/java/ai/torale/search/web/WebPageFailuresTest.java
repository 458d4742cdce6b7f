package ai.torale.search.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.torale.SpiException.Kind;
import ai.torale.search.SearchException;
import ai.torale.search.SearchResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebPageFailuresTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private final TestSite site = TestSite.start();
    private final WebPageSearch search = WebPageSearch.create();

    @AfterEach
    void closeSite() {
        site.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, PERMANENT", "401, PERMANENT", "403, PERMANENT", "404, PERMANENT", "410, PERMANENT", "451, PERMANENT",
        "300, PERMANENT", "304, PERMANENT", "408, TRANSIENT", "425, TRANSIENT", "500, TRANSIENT", "502, TRANSIENT",
        "503, TRANSIENT", "504, TRANSIENT", "599, TRANSIENT", "429, RATE_LIMITED"
    })
    void a_status_says_whether_asking_again_helps(int status, Kind kind) {
        site.answers("/p", status, Map.of(), "<p>secret of the page".getBytes(StandardCharsets.UTF_8));

        SearchException failure = failure(site.url("/p"));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageStartingWith(site.host() + " answers " + status);
    }

    @Test
    void a_page_that_is_gone_says_what_to_do() {
        assertThat(failure(site.url("/gone"))).hasMessageContaining("correct the task's url or unwatch it");
    }

    @ParameterizedTest
    @CsvSource({
        "429, 5, PT5S",
        "429, 100000, PT24H",
        "429, 'Sat, 12 Sep 2026 09:01:30 GMT', PT1M30S",
        "429, 'Sun, 06 Nov 1994 08:49:37 GMT', PT0S",
        "429, soon, PT1M",
        "429, -5, PT1M",
        "503, 7, PT7S"
    })
    void retry_after_is_passed_on(int status, String header, Duration pause) {
        Instant now = Instant.parse("2026-09-12T09:00:00Z");
        WebPageSearch then =
                WebPageSearch.builder().clock(InstantSource.fixed(now)).build();
        site.answers("/", status, Map.of("Retry-After", header));

        SearchException failure = catchThrowableOfType(
                SearchException.class,
                () -> then.search(
                        Requests.first(WebPageSearch.page(site.url("/")).changes())));

        assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(failure.retryAfter()).contains(pause);
    }

    @Test
    void a_503_that_names_no_pause_that_can_be_read_is_transient() {
        site.answers("/", 503, Map.of("Retry-After", "later"));

        assertThat(failure(site.url("/")).kind()).isEqualTo(Kind.TRANSIENT);
    }

    @Test
    void five_redirects_are_followed_and_a_sixth_is_not() {
        for (int i = 0; i < 6; i++) {
            site.redirects("/" + i, "/" + (i + 1));
        }
        site.serves("/6", "<p>499");

        assertThat(search.search(Requests.first(
                                WebPageSearch.page(site.url("/1")).changes()))
                        .conditionMet())
                .isPresent();
        assertThat(failure(site.url("/0")).kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure(site.url("/0"))).hasMessageContaining("redirects more than 5 times");
    }

    @Test
    void a_loop_of_redirects_is_left() {
        site.redirects("/", "/");

        assertThat(failure(site.url("/"))).hasMessageContaining("redirects more than 5 times");
        assertThat(site.requests()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://other.example/", "javascript:alert(1)", "file:///etc/passwd", "http://", "http:///x"})
    void a_redirect_to_no_web_address_is_refused(String location) {
        site.redirects("/", location);

        assertThat(failure(site.url("/")).kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure(site.url("/"))).hasMessageContaining("redirects to no http or https address");
    }

    @Test
    void a_redirect_without_an_address_is_refused() {
        site.answers("/", 302, Map.of());

        assertThat(failure(site.url("/"))).hasMessageContaining("redirects to no http or https address");
    }

    @Test
    void a_page_of_just_the_limit_is_read_and_one_byte_more_is_too_large() {
        WebPageSearch small = WebPageSearch.builder().maxBodySize(1_000).build();
        site.serves("/fits", "text/html", "x".repeat(1_000).getBytes(StandardCharsets.UTF_8));
        site.serves("/more", "text/html", "x".repeat(1_001).getBytes(StandardCharsets.UTF_8));

        SearchResult fits = small.search(
                Requests.first(WebPageSearch.page(site.url("/fits")).changes()));
        SearchException more = catchThrowableOfType(
                SearchException.class,
                () -> small.search(
                        Requests.first(WebPageSearch.page(site.url("/more")).changes())));

        assertThat(fits.conditionMet()).isPresent();
        assertThat(more.code()).isEqualTo("TOO_LARGE");
        assertThat(more).hasMessageContaining("more than 1000 bytes", "maxBodySize");
    }

    @Test
    void a_compressed_page_is_measured_when_it_is_decompressed() {
        byte[] bomb = TestSite.gzip(new byte[50 * 1024 * 1024]);
        site.answers("/", 200, Map.of("Content-Type", "text/html", "Content-Encoding", "gzip"), bomb);

        assertThat(bomb).hasSizeLessThan(100_000);
        assertThat(failure(site.url("/")).code()).isEqualTo("TOO_LARGE");
    }

    @Test
    void a_host_that_refuses_connections_is_transient() throws IOException {
        RawServer gone = RawServer.start(line -> {});
        gone.close();

        assertThat(failure(gone.url()).kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure(gone.url())).hasMessageContaining(gone.host() + " could not be asked");
    }

    @Test
    void a_host_that_nobody_knows_is_transient() {
        assertThat(failure("http://no-such-host.invalid/").kind()).isEqualTo(Kind.TRANSIENT);
    }

    @Test
    void a_deadline_in_the_past_is_transient_and_asks_nobody() {
        site.serves("/", "<p>499");

        SearchException failure = failure(site.url("/"), Duration.ofSeconds(-5));

        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(site.requests()).isEmpty();
    }

    @Test
    void a_failure_names_no_query_and_no_text_of_the_page() {
        String secret = "s3cr3t";
        byte[] page = ("<p>" + secret).getBytes(StandardCharsets.UTF_8);
        site.answers("/" + secret + "?key=" + secret, 500, Map.of("X-Hint", secret), page)
                .redirects("/?key=" + secret, "ftp://user:" + secret + "@other.example/?key=" + secret);

        assertThat(failure(site.url("/" + secret + "?key=" + secret)).toString())
                .doesNotContain(secret);
        assertThat(failure(site.url("/?key=" + secret)).toString()).doesNotContain(secret);
        assertThat(failure(site.url("/other?key=" + secret)).toString()).doesNotContain(secret);
    }

    @Test
    void a_failure_carries_no_cause() {
        assertThat(failure(site.url("/gone"))).hasNoCause();
    }

    @Test
    void a_server_that_never_answers_is_left_at_the_deadline() throws Exception {
        try (RawServer server = RawServer.start(RawServer.Line::stall)) {
            SearchException failure = failure(server.url(), SHORT);

            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure).hasMessageContaining(server.host() + " did not answer completely before the deadline");
            assertThat(server.hungUp()).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX-Endless: "
            })
    void a_server_that_drips_is_left_at_the_deadline(String head) throws Exception {
        RawServer.Script drips = line -> {
            line.send(head);
            line.drip();
        };
        try (RawServer server = RawServer.start(drips)) {
            SearchException failure = failure(server.url(), SHORT);

            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure).hasMessageContaining("did not answer completely before the deadline");
            assertThat(server.hungUp()).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void a_body_that_nobody_wants_is_not_waited_for() throws Exception {
        RawServer.Script drips = line -> {
            line.send("HTTP/1.1 404 Not Found\r\nContent-Length: 100000\r\n\r\n");
            line.drip();
        };
        try (RawServer server = RawServer.start(drips)) {
            assertThat(failure(server.url(), Duration.ofSeconds(30))).hasMessageContaining("answers 404");
            assertThat(server.hungUp()).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void a_body_without_end_is_left_at_the_limit() throws Exception {
        RawServer.Script floods = line -> {
            line.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
            byte[] piece = new byte[64 * 1024];
            while (true) {
                line.send(piece);
            }
        };
        try (RawServer server = RawServer.start(floods)) {
            assertThat(failure(server.url(), Duration.ofSeconds(30)).code()).isEqualTo("TOO_LARGE");
            assertThat(server.hungUp()).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void an_interrupt_ends_the_search_and_stays_set() throws Exception {
        try (RawServer server = RawServer.start(RawServer.Line::stall)) {
            CompletableFuture<SearchException> failed = new CompletableFuture<>();
            CompletableFuture<Boolean> stillSet = new CompletableFuture<>();
            Thread check = new Thread(() -> {
                failed.complete(failure(server.url(), Duration.ofSeconds(30)));
                stillSet.complete(Thread.currentThread().isInterrupted());
            });
            check.start();
            server.asked().join();

            check.interrupt();

            assertThat(failed.join().kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(stillSet.join()).isTrue();
            assertThat(server.hungUp()).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p>499",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: nonsense\r\n\r\n<p>499",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<p>499",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<p>499\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<p>499\r\n0\r\n\r\n"
            })
    void a_page_that_is_not_whole_is_inconclusive(String answer) throws Exception {
        try (RawServer server = RawServer.start(line -> line.send(answer))) {
            SearchResult result = search.search(
                    Requests.first(WebPageSearch.page(server.url()).changes()));

            assertThat(result.conditionMet()).isEmpty();
            assertThat(result.reasoning()).isEqualTo(server.host() + " broke off in the middle of the page");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p>499",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<p>499\r\n"
            })
    void a_connection_that_is_reset_is_transient(String answer) throws Exception {
        RawServer.Script resets = line -> {
            line.send(answer);
            line.reset();
        };
        try (RawServer server = RawServer.start(resets)) {
            assertThat(failure(server.url()).kind()).isEqualTo(Kind.TRANSIENT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0\0\0\0", "220 mail.example ESMTP\r\n", "HTTP/1.1 abc\r\n\r\n"})
    void an_answer_that_is_no_http_is_transient(String answer) throws Exception {
        try (RawServer server = RawServer.start(line -> line.send(answer))) {
            assertThat(failure(server.url()).kind()).isEqualTo(Kind.TRANSIENT);
        }
    }

    private SearchException failure(String url) {
        return failure(url, Duration.ofSeconds(30));
    }

    private SearchException failure(String url, Duration time) {
        return catchThrowableOfType(
                SearchException.class,
                () -> search.search(
                        Requests.within(time, WebPageSearch.page(url).changes())));
    }
}
